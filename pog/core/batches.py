"""Long lists in pieces: a statement takes only so many values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_batches(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The same things in order, at most `size` at a time."""
    for start in range(0, len(things), size):
        yield things[start : start + size]
