"""What would be left undone if the convening closed now, told by those who know it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pog.convenings.models import Convening


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A sentence about it, and the page where it can be finished."""

    text: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)  # Any: what the address is made from


Finder = Callable[[Convening], Iterable[Unfinished]]
_known: list[Finder] = []


def warns_before_closing(finder: Finder) -> Finder:
    """Register a function that looks for something unfinished in a convening."""
    if finder not in _known:
        _known.append(finder)
    return finder


def unfinished(convening: Convening) -> list[Unfinished]:
    return [one for finder in _known for one in finder(convening)]
