"""Blocks, flows and words, for a picture 440 units wide: on a phone 18 of them are 14 pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

WIDTH: Final = 440
INK: Final = "#1a2420"
WHITE: Final = "#ffffff"
GREY: Final = "#c9c4b6"
TONES: Final = (
    "#0d6650", "#8a3b12", "#2f4f9e", "#7a2e7a", "#735500", "#a3264b", "#1d6480", "#4f561c",
)  # fmt: skip
"""The tones of stakeholder groups (tokens.css), in their light form: pictures leave the site."""
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A filled rectangle."""

    x: int
    y: int
    width: int
    height: int
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A ribbon from a stretch of one line down to a stretch of the next."""

    fill: str
    top: tuple[int, int]
    bottom: tuple[int, int]
    y: tuple[int, int]

    @property
    def path(self) -> str:
        (left, right), (to_left, to_right), (y, to_y) = self.top, self.bottom, self.y
        middle = (y + to_y) // 2
        return (
            f"M{left} {y}C{left} {middle} {to_left} {middle} {to_left} {to_y}"
            f"H{to_right}C{to_right} {middle} {right} {middle} {right} {y}Z"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text; `x`, `y` is where it stands on its base line."""

    x: int
    y: int
    text: str
    size: int = 20
    fill: str = INK
    anchor: str = "start"
    weight: int = 400
    on_paper: bool = True
    """Whether it stands beside blocks: there the page says which ink is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a letter or colour in the picture means."""

    fill: str
    words: str
    letter: str = ""

    @property
    def ink(self) -> str:
        return on(self.fill)


@dataclass(slots=True, kw_only=True)
class Picture:
    """Drawn from back to front: flows, blocks, words."""

    title: str
    """Said instead of the picture; its numbers stand beside it as text."""
    height: int = 0
    width: int = WIDTH
    flows: list[Flow] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    keys: Sequence[Key] = ()


def on(fill: str) -> str:
    """Return ink or white, whichever is read better on this colour."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return INK if 299 * red + 587 * green + 114 * blue > 140_000 else WHITE


def letters_in(width: int, size: int, *, bold: bool = False) -> int:
    """Return how many letters of average width stand beside each other."""
    return max(4, width * 100 // (size * (64 if bold else 56)))


def fitting(text: str, width: int, size: int, *, bold: bool = False) -> str:
    """Return as much of a line as fits."""
    most = letters_in(width, size, bold=bold)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def wrapped(text: str, width: int, size: int, lines: int, *, bold: bool = False) -> list[str]:
    """Return a text in at most so many lines."""
    most = letters_in(width, size, bold=bold)
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= most or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [fitting(line, width, size, bold=bold) for line in found]


def split(number: int, total: int, width: int) -> int:
    """Return the part of a width, rounded down."""
    return number * width // total if total else 0
