"""What higher features add to the page "My input" (votes, for one)."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pog.core.links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence about what somebody did in one convening."""

    convening_id: uuid.UUID
    text: str
    words: tuple[str, ...] = ()
    """What they wrote themselves, piece by piece, when that belongs below the sentence."""
    links: tuple[Link, ...] = ()
    """The same, each leading to the page where it stands."""


Lines = Callable[[Sequence[uuid.UUID]], Iterable[Line]]
"""Given the identifiers of somebody's seats, the lines about them."""
_known: list[Lines] = []


def adds_to_my_input(lines: Lines) -> Lines:
    """Register a function that knows what was done from some seats."""
    if lines not in _known:
        _known.append(lines)
    return lines


def lines_about(seats: Sequence[uuid.UUID]) -> list[Line]:
    return [line for lines in _known for line in lines(seats)]
