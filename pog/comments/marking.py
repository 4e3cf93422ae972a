"""Numbered marks in a statement: its stored HTML cut into pieces that a template writes."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

_BLOCKS = frozenset("p br ul ol li blockquote h3 h4 pre table thead tbody tr th td".split())


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of the visible text that a comment is about."""

    start: int
    end: int
    number: int
    comment_id: uuid.UUID
    quote: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag as it was stored, some text, or the number that closes a mark."""

    tag: str = ""
    text: str = ""
    is_marked: bool = False
    mark: Mark | None = None


class _Cutter(HTMLParser):
    """Cuts our own sanitised HTML into tags and text; a block's edge counts as a line end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        """Each a tag and nothing, or nothing and some text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((self.get_starttag_text() or "", "\n" if tag in _BLOCKS else ""))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"</{tag}>", "\n" if tag in _BLOCKS else ""))

    def handle_data(self, data: str) -> None:
        self.parts.append(("", data))


def _cut(html: str) -> list[tuple[str, str]]:
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    return cutter.parts


def visible_text(html: str) -> str:
    """What the HTML says, with a line end at the edge of every block."""
    return "".join(text for _tag, text in _cut(html))


def pieces_of(html: str, marks: Sequence[Mark]) -> list[Piece]:
    """The HTML in pieces: marked words stand alone, each mark is closed by its number.

    Marks may overlap. A number is never put inside a link: two links cannot stand in each other.
    """
    pieces: list[Piece] = []
    waiting: list[Mark] = []
    position, in_link = 0, False
    for tag, text in _cut(html):
        end = position + len(text)
        if tag:
            in_link = tag.startswith("<a ") or (in_link and tag != "</a>")
            # Before the tag, so that a number stays in the block its words are in.
            if tag != "</a>" and not in_link:
                pieces += _numbers(waiting)
            pieces.append(Piece(tag=tag))
            if tag == "</a>":
                pieces += _numbers(waiting)
        else:
            for start, stop in _runs(position, end, marks):
                is_marked = any(mark.start <= start < mark.end for mark in marks)
                words = text[start - position : stop - position]
                pieces.append(Piece(text=words, is_marked=is_marked))
                waiting += [mark for mark in marks if start < mark.end <= stop]
                if not in_link:
                    pieces += _numbers(waiting)
        position = end
    return pieces + _numbers(waiting)


def _numbers(waiting: list[Mark]) -> list[Piece]:
    found = [Piece(mark=mark) for mark in sorted(waiting, key=lambda mark: mark.number)]
    waiting.clear()
    return found


def _runs(start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The stretches between the edges of marks."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    places = [start, *sorted(edges), end]
    yield from pairwise(places)
