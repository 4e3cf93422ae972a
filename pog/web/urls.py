"""Addresses as others see them: absolute, on the address this site is known by."""

from typing import Any

from flask import Flask, current_app, url_for
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
"""What both databases keep as a number."""


class NumberInAddress(IntegerConverter):
    """A larger one leads nowhere: SQLite's driver would fail on it."""

    def __init__(self, *args: Any, **given: Any) -> None:  # Any: as werkzeug hands it over
        super().__init__(*args, **{"max": LARGEST, **given})


def bound_numbers(app: Flask) -> None:
    """Before the first route is added."""
    app.url_map.converters["int"] = NumberInAddress


def absolute(endpoint: str, **values: object) -> str:
    """The full address of a page, on POG_BASE_URL, for QR codes, exports and mail."""
    base: str = current_app.config["POG_SETTINGS"].base_url
    return base + url_for(endpoint, **values)  # type: ignore[arg-type]  # endpoint's own parameters
