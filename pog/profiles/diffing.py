"""What changed between two texts, in words, for people to read."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to a passage."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Tokens `start` to `end` of the old text became tokens `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


def diff_words(old: str, new: str) -> list[Span]:
    """Return spans whose same and removed ones join to `old`, same and added ones to `new`."""
    before, after = tokens(old), tokens(new)
    spans: list[Span] = []
    position = 0

    def add(kind: Kind, words: Sequence[str]) -> None:
        if words:
            spans.append(Span(kind, "".join(words)))

    for change in changes(before, after):
        add(Kind.SAME, before[position : change.start])
        add(Kind.REMOVED, before[change.start : change.end])
        add(Kind.ADDED, after[change.new_start : change.new_end])
        position = change.end
    add(Kind.SAME, before[position:])
    return spans


def tokens(text: str) -> list[str]:
    """Split into words, runs of space and single marks, which join to `text` again."""
    found: list[str] = []
    kind = ""
    for index, character in enumerate(text):
        now = _character_kind(character)
        if character in "'’" and kind == "word" == _character_kind(text[index + 1 : index + 2]):
            now = "word"
        runs_on = now == kind and now in {"word", "space"}
        # Accents and joiners belong to what stands before them.
        if found and (runs_on or (now == "part" and kind != "space")):
            found[-1] += character
        else:
            found.append(character)
            kind = now
    return found


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return what became of the old tokens, in order, as few and readable changes."""
    top = 0
    shortest = min(len(old), len(new))
    while top < shortest and old[top] == new[top]:
        top += 1
    tail = 0
    while tail < shortest - top and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    # Only words and marks are matched; space between them follows its neighbours.
    old_words = [index for index in range(top, old_end) if not old[index].isspace()]
    new_words = [index for index in range(top, new_end) if not new[index].isspace()]
    pairs = common_pairs([old[index] for index in old_words], [new[index] for index in new_words])
    kept = [(old_words[one], new_words[other]) for one, other in pairs]
    found: list[Change] = []
    start, new_start = top, top
    for end, end_in_new in [*kept, (old_end, new_end)]:
        change = _trimmed(old, new, Change(start, end, new_start, end_in_new))
        if change is not None:
            found.append(change)
        start, new_start = end + 1, end_in_new + 1
    return _without_confetti(old, new, found)


def _character_kind(character: str) -> str:
    if not character:
        return ""
    if character.isspace():
        return "space"
    if character.isalnum() or character == "_":
        # Chinese and Japanese put no space between words.
        return "sign" if "\u3040" <= character <= "\u9fff" else "word"
    return "part" if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"} else "mark"


def common_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of a longest common subsequence.

    One row of the table is one big integer (Hyyrö, “Bit-parallel LCS-length computation
    revisited”, 2004), so 8,000 against 8,000 tokens take hundredths of a second; difflib
    needs minutes for such texts.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for index, token in enumerate(old):
        places[token] |= 1 << index
    everything = (1 << len(old)) - 1
    row = everything
    rows: list[bytes] = []
    width = len(old) // 8 + 1
    for token in new:
        matching = row & places.get(token, 0)
        row = ((row + matching) | (row - matching)) & everything
        rows.append(row.to_bytes(width, "little"))
    return list(_walk_back(rows, len(old)))[::-1]


def _walk_back(rows: Sequence[bytes], length: int) -> Iterator[tuple[int, int]]:
    """Read matched pairs out of the rows, last pair first; a bit that is 0 is one match more."""

    def grows(row: int, column: int) -> bool:
        return row >= 0 and not rows[row][column >> 3] >> (column & 7) & 1

    column, row = length - 1, len(rows) - 1
    while column >= 0 and row >= 0:
        if not grows(row, column):
            column -= 1
        elif grows(row - 1, column):
            row -= 1
        else:
            yield column, row
            column -= 1
            row -= 1


def _trimmed(old: Sequence[str], new: Sequence[str], gap: Change) -> Change | None:
    """Return the part of a gap between kept words that really differs."""
    start, end, new_start, new_end = gap.start, gap.end, gap.new_start, gap.new_end
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    if start == end and new_start == new_end:
        return None
    return Change(start, end, new_start, new_end)


def _without_confetti(
    old: Sequence[str], new: Sequence[str], found: Sequence[Change]
) -> list[Change]:
    """Join changes that only a crumb of equal text keeps apart."""
    joined: list[Change] = []
    sizes: list[int] = []
    for change in found:
        size = _size(old, new, change)
        if joined and _is_crumb(old[joined[-1].end : change.start], sizes[-1], size):
            before = joined.pop()
            change = Change(before.start, change.end, before.new_start, change.new_end)  # noqa: PLW2901
            size += sizes.pop()
        joined.append(change)
        sizes.append(size)
    return joined


def _size(old: Sequence[str], new: Sequence[str], change: Change) -> int:
    removed = sum(map(len, old[change.start : change.end]))
    return max(removed, sum(map(len, new[change.new_start : change.new_end])))


def _is_crumb(island: Sequence[str], size_before: int, size_after: int) -> bool:
    """Whether equal text between two changes is too little to be read as kept."""
    text = "".join(island)
    if "\n" in text:
        return False
    if text.isspace():
        return True
    words = sum(not token.isspace() for token in island)
    return words <= 2 and 2 * len(text) <= min(size_before, size_after)
