"""Where a page stands in its topics: their numbers, joined by dots, in the order it names them."""

from collections.abc import Iterable

LONGEST = 100


def write_bookmark(numbers: Iterable[int]) -> str:
    return ".".join(str(number) for number in numbers)


def read_bookmark(text: str | None, count: int) -> list[int]:
    """The numbers in a bookmark; from the beginning when it is not one of ours."""
    pieces = (text or "").split(".") if len(text or "") <= LONGEST else []
    if len(pieces) != count or not all(piece.isascii() and piece.isdigit() for piece in pieces):
        return [0] * count
    return [int(piece) for piece in pieces]
