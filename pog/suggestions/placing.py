"""Where suggestions stand in today's text, which of them collide, and how one would read there.

Pure: texts in, places out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pog.profiles.anchoring import Anchor, Fate, anchor_at, move_anchor
from pog.profiles.diffing import Change, Kind, Span, changes, diff_words, tokens
from pog.suggestions.models import Suggestion

AROUND: Final = 160
"""Characters shown before and after a passage."""
MOST_PASSAGES: Final = 6
"""Changed in more places than these, a text is one suggestion and not a handful of them."""

Spans = list[tuple[str, str]]  # what ui.diff takes


@dataclass(frozen=True, slots=True)
class Placed:
    """A suggestion and the passage it is about, as it stands now."""

    suggestion: Suggestion
    text: str
    anchor: Anchor
    fate: Fate

    @property
    def fits(self) -> bool:
        """Whether its words can take the place of those it quotes."""
        return self.fate == Fate.SAME

    @property
    def is_stale(self) -> bool:
        """Whether an open suggestion quotes words that have changed since."""
        return self.suggestion.is_open and not self.fits


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of a text, and what somebody wrote instead."""

    start: int
    end: int
    words: str


def place(suggestion: Suggestion, base: str, text: str) -> Placed:
    """Find the passage of `base`, the text the suggestion was made on, in the present text."""
    anchor = suggestion.anchor
    if not anchor.quote:  # made when there was no text at all
        return Placed(suggestion, text, anchor_at(text, 0, len(text)), _fate_of_nothing(text))
    moved = move_anchor(anchor, base, text)
    return Placed(suggestion, text, moved.anchor, moved.fate)


def _fate_of_nothing(text: str) -> Fate:
    return Fate.GONE if text else Fate.SAME


def together(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Put suggestions about overlapping words together, in the order of the text."""

    def order(one: Placed) -> tuple[str, int, int]:
        return one.suggestion.field, one.anchor.start, one.anchor.end

    bundles: list[list[Placed]] = []
    end = -1
    for one in sorted(placed, key=order):
        collides = bool(bundles) and (
            bundles[-1][0].suggestion.field == one.suggestion.field
            and (one.anchor.start < end or one.anchor.start == bundles[-1][0].anchor.start)
        )
        if collides:
            bundles[-1].append(one)
            end = max(end, one.anchor.end)
        else:
            bundles.append([one])
            end = one.anchor.end
    return bundles


def splice(text: str, anchor: Anchor, words: str) -> str:
    """The text with these words in place of the anchor's."""
    start, end = anchor.start, anchor.end
    if not words and text[end : end + 1] == " " and (not start or text[start - 1].isspace()):
        end += 1  # no two spaces where a word went
    return f"{text[:start]}{words}{text[end:]}"


def preview(text: str, anchor: Anchor, words: str) -> Spans:
    """How the passage would read: what stands around it, words that go and words that come."""
    spans = [Span(Kind.SAME, _tail(text[: anchor.start]))]
    spans += diff_words(anchor.quote, words)
    spans.append(Span(Kind.SAME, _head(text[anchor.end :])))
    return [(span.kind.value, span.text) for span in spans if span.text]


def _tail(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return "… " + text[-AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + " …"


# ------------------------------------------------------------------ from a changed text


def passages(old: str, new: str) -> list[Passage]:
    """What somebody changed in a text, passage by passage, each with words of its own."""
    before, after = tokens(old), tokens(new)
    found: list[Change] = []
    for change in changes(before, after):
        grown = _grown(before, after, change)
        if found and grown.start <= found[-1].end:
            grown = replace(grown, start=found[-1].start, new_start=found.pop().new_start)
        found.append(grown)
    if len(found) > MOST_PASSAGES:
        first, last = found[0], found[-1]
        found = [Change(first.start, last.end, first.new_start, last.new_end)]
    return [
        Passage(
            len("".join(before[: change.start])),
            len("".join(before[: change.end])),
            "".join(after[change.new_start : change.new_end]),
        )
        for change in found
    ]


def _grown(before: Sequence[str], after: Sequence[str], change: Change) -> Change:
    """Take in neighbouring words until there are some to quote, and some to put there."""
    while not _stands_alone(before, after, change):
        if change.start > 0 and change.new_start > 0:
            change = replace(change, start=change.start - 1, new_start=change.new_start - 1)
            change = _without_shared_end(before, after, change)
        elif change.end < len(before) and before[change.end :] == after[change.new_end :]:
            change = replace(change, end=change.end + 1, new_end=change.new_end + 1)
        else:
            return Change(0, len(before), 0, len(after))
    return change


def _without_shared_end(before: Sequence[str], after: Sequence[str], change: Change) -> Change:
    """Leave space out that follows the old words and the new ones alike."""
    end, new_end = change.end, change.new_end
    if end > change.start + 1 and new_end > change.new_start + 1:
        last = before[end - 1]
        if last.isspace() and last == after[new_end - 1]:
            return replace(change, end=end - 1, new_end=new_end - 1)
    return change


def _stands_alone(before: Sequence[str], after: Sequence[str], change: Change) -> bool:
    sides = (before[change.start : change.end], after[change.new_start : change.new_end])
    if any(not words or words[0].isspace() or words[-1].isspace() for words in sides):
        return change == Change(0, len(before), 0, len(after))
    return any(character.isalnum() for word in sides[0] for character in word)
