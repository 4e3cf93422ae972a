"""Addresses as others see them: absolute, on the address this site is known by."""

from flask import current_app, url_for


def absolute(endpoint: str, **values: object) -> str:
    """The full address of a page, on POG_BASE_URL, for QR codes, exports and mail."""
    base: str = current_app.config["POG_SETTINGS"].base_url
    return base + url_for(endpoint, **values)  # type: ignore[arg-type]  # endpoint's own parameters
