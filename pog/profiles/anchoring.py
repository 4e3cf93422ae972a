"""Finding words of a text again: what somebody marked, wherever it stands by now.

An anchor is a quote with what stands around it and its place, after the Web Annotation Data
Model's TextQuoteSelector and TextPositionSelector (https://www.w3.org/TR/annotation-model/).
Places count characters of the text as it was typed, marks of Markdown included.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, takewhile
from typing import Final

from pog.profiles.diffing import changes, tokens

CONTEXT: Final = 40
"""Characters kept before and after a quote: half a line tells most repeated words apart."""

_PAIRS: Final = ("**", "__", "~~", "*", "_", "`")
_LINK_END: Final = re.compile(r"\]\([^()\s]*\)")
# What a page shows as nothing, or as space: marks of Markdown, targets of links, space.
_UNREAD: Final = re.compile(rf"(?:{_LINK_END.pattern}|[\W_])+")


class Fate(StrEnum):
    """What became of marked words in a later text."""

    SAME = "same"
    """They are there, perhaps at another place."""
    REWORDED = "reworded"
    """Some of them are there, with other words between, before or after."""
    GONE = "gone"
    """None is left; others may stand in their place."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a text, what stands around them, and where they begin."""

    quote: str
    before: str
    after: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where marked words are in a later text.

    The anchor holds what stands there now: the same words, some of them and others, or, when
    they are gone, whatever took their place; that may be nothing.
    """

    anchor: Anchor
    fate: Fate


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """The anchor of characters `start` to `end` of the text."""
    return Anchor(
        quote=text[start:end],
        before=text[max(start - CONTEXT, 0) : start],
        after=text[end : end + CONTEXT],
        start=start,
    )


def anchor_in(
    text: str, quote: str, before: str = "", after: str = "", hint: int = 0
) -> Anchor | None:
    """Find the quote; None when the text does not say it.

    The quote and what stands around it may come from a page, where marks of Markdown are not
    seen and space is shown differently. Of several places the one wins whose surroundings agree
    most, then the one nearest to `hint`.
    """
    quote = quote.strip()
    places = list(_exactly(text, quote)) or list(_as_read(text, quote))
    if not places:
        return None
    left, right = _read(before)[::-1], _read(after)

    def agreement(place: tuple[int, int]) -> tuple[int, int]:
        start, end = place
        found_left = _read(text[max(start - 2 * CONTEXT, 0) : start])[::-1]
        found_right = _read(text[end : end + 2 * CONTEXT])
        agreeing = _alike(left, found_left) + _alike(right, found_right)
        return agreeing, -abs(start - hint)

    return anchor_at(text, *max(places, key=agreement))


def move_anchor(anchor: Anchor, old: str, new: str) -> Moved:
    """Follow the words of an anchor in `old` to where they are in `new`."""
    if old == new:
        return Moved(anchor, Fate.SAME)
    edits = _edits(old, new)
    place = _moved_place(anchor, edits)
    found = anchor_at(new, *place)
    if found.quote == anchor.quote:
        return Moved(found, Fate.SAME)
    elsewhere = _moved_elsewhere(anchor, new, edits)
    if elsewhere is not None:
        return Moved(elsewhere, Fate.SAME)
    survives = any(_says_something(old[start:end]) for start, end in _survivors(anchor, edits))
    return Moved(found, Fate.REWORDED if survives else Fate.GONE)


# ------------------------------------------------------------------ finding a quote


def _exactly(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Every place where the text has exactly these characters."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _as_read(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Every place that reads like the quote on a page."""
    wanted = _read(quote).strip()
    if not wanted:
        return
    letters, places = _with_places(text)
    for start, end in _exactly(letters, wanted):
        yield _whole(text, quote, places[start], places[end - 1] + 1)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The text as `_read`, and where each of its characters stands."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for gap in _UNREAD.finditer(text):
        pieces += [text[position : gap.start()], " "]
        places += range(position, gap.start() + 1)
        position = gap.end()
    pieces.append(text[position:])
    places += range(position, len(text))
    return "".join(pieces), places


def _read(text: str) -> str:
    """Letters and digits only, with one space for whatever stands between."""
    return _UNREAD.sub(" ", text)


def _whole(text: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Take in the marks at the edges: those that were quoted, and the other half of a pair."""
    lead = quote[: len(quote) - len(quote.lstrip("".join(_marks_at_start(quote))))]
    tail = quote[len(quote.rstrip("".join(_marks_at_start(quote[::-1])))) :]
    if lead and text[:start].endswith(lead):
        start -= len(lead)
    if tail and text[end:].startswith(tail):
        end += len(tail)
    link = _LINK_END.match(text, end)
    if link and "[" in text[start:end]:
        end = link.end()
    if "[" not in text[start:end] and _LINK_END.search(text[start:end]):
        start -= text[:start].endswith("[")
    for pair in _PAIRS:
        if text[start:end].count(pair) % 2:
            if text.startswith(pair, end):
                end += len(pair)
            elif text[:start].endswith(pair):
                start -= len(pair)
    return start, end


def _marks_at_start(quote: str) -> Iterator[str]:
    for character in quote:
        if character.isalnum():
            return
        yield character


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


# ------------------------------------------------------------------ following changes


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters `start` to `end` of the old text became `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


def _edits(old: str, new: str) -> list[_Edit]:
    before, after = tokens(old), tokens(new)
    places, new_places = _starts(before), _starts(after)
    return [
        _Edit(
            places[change.start],
            places[change.end],
            new_places[change.new_start],
            new_places[change.new_end],
        )
        for change in changes(before, after)
    ]


def _starts(words: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, words), initial=0))


def _moved_place(anchor: Anchor, edits: Sequence[_Edit]) -> tuple[int, int]:
    """Start and end in the new text; edits that touch the words from outside are not taken in."""
    start, end = anchor.start, anchor.end
    shift = shift_at_end = 0
    for edit in edits:
        is_insertion = edit.start == edit.end
        grown = edit.new_end - edit.end
        if edit.end < start or (edit.end == start and not (is_insertion and start == end)):
            shift = shift_at_end = grown
        elif edit.start < end:
            if edit.start <= start:
                shift = edit.new_start - start
            # A change that goes on behind the words ends the passage where it ends itself.
            shift_at_end = edit.new_end - end if edit.end > end else grown
    return start + shift, max(end + shift_at_end, start + shift)


def _survivors(anchor: Anchor, edits: Sequence[_Edit]) -> Iterator[tuple[int, int]]:
    """The pieces of the anchor's words that no edit touches."""
    position = anchor.start
    for edit in edits:
        if edit.start > position and position < anchor.end:
            yield position, min(edit.start, anchor.end)
        position = max(position, edit.end)
    if position < anchor.end:
        yield position, anchor.end


def _moved_elsewhere(anchor: Anchor, new: str, edits: Sequence[_Edit]) -> Anchor | None:
    """The same words in a passage that is new: somebody moved the sentence.

    Words that stood there before are others, however alike: the second "good" does not become the
    first when that one goes.
    """
    if not _says_something(anchor.quote):
        return None

    def came(start: int, end: int) -> int:
        """How many of these characters edits brought."""
        return sum(max(min(end, e.new_end) - max(start, e.new_start), 0) for e in edits)

    moved = [
        (start, end)
        for start, end in _exactly(new, anchor.quote)
        if 2 * came(start, end) > end - start
    ]
    left, right = anchor.before[::-1], anchor.after

    def agreement(place: tuple[int, int]) -> int:
        found = anchor_at(new, *place)
        return _alike(left, found.before[::-1]) + _alike(right, found.after)

    return anchor_at(new, *max(moved, key=agreement)) if moved else None
