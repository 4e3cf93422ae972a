"""Ways that one feature offers from the pages of another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way from a page to a page of a higher feature."""

    text: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "next"
