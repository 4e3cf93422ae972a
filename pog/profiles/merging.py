"""Bringing together what two people made of the same text, without losing a word of either."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pog.profiles.diffing import Change, changes, tokens


@dataclass(frozen=True, slots=True)
class Conflict:
    """A passage both changed, each in their own way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text in parts: agreed text, and passages a person has to decide on."""

    parts: tuple[str | Conflict, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.conflicts

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str:
        """The merged text; only when there is nothing to decide."""
        if not self.clean:
            raise ValueError("Somebody has to decide about the conflicts first.")
        return self.mine_on_top

    @property
    def mine_on_top(self) -> str:
        """Everything both changed, with my words where both changed the same ones."""
        return self._joined(lambda conflict: conflict.mine)

    @property
    def theirs_on_top(self) -> str:
        """Everything both changed, with their words where both changed the same ones."""
        return self._joined(lambda conflict: conflict.theirs)

    def _joined(self, choose: Callable[[Conflict], str]) -> str:
        return "".join(choose(part) if isinstance(part, Conflict) else part for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words put in place of some of the base; nothing in between when they are inserted."""

    start: int
    end: int
    words: tuple[str, ...]
    is_mine: bool


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Merge two changed copies of `base`, word by word."""
    if theirs in (mine, base):
        return Merge(_filled([mine]))
    if mine == base:
        return Merge(_filled([theirs]))
    words = tokens(base)
    edits = sorted(
        [*_edits(words, tokens(mine), is_mine=True), *_edits(words, tokens(theirs), is_mine=False)],
        key=lambda edit: (edit.start, edit.end, edit.is_mine),
    )
    parts: list[str | Conflict] = []
    position = 0
    for region in _regions(edits):
        start, end = region[0].start, max(edit.end for edit in region)
        parts.append("".join(words[position:start]))
        parts.append(_decide(words, start, end, region))
        position = end
    parts.append("".join(words[position:]))
    return Merge(_filled(parts))


def _edits(base: Sequence[str], other: Sequence[str], *, is_mine: bool) -> Iterator[_Edit]:
    change: Change
    for change in changes(base, other):
        words = tuple(other[change.new_start : change.new_end])
        yield _Edit(change.start, change.end, words, is_mine)


def _regions(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Put edits together that touch the same words, or insert at the same place."""
    region: list[_Edit] = []
    end = 0
    for edit in edits:
        same_place = bool(region) and edit.start == edit.end == region[-1].start == end
        if region and (edit.start < end or same_place):
            region.append(edit)
        else:
            if region:
                yield region
            region, end = [edit], edit.end
        end = max(end, edit.end)
    if region:
        yield region


def _decide(words: Sequence[str], start: int, end: int, region: Sequence[_Edit]) -> str | Conflict:
    mine = _passage(words, start, end, [edit for edit in region if edit.is_mine])
    theirs = _passage(words, start, end, [edit for edit in region if not edit.is_mine])
    base = "".join(words[start:end])
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    return Conflict(base, mine, theirs)


def _passage(words: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> str:
    """Return words `start` to `end` of the base with one side's edits made."""
    pieces: list[str] = []
    position = start
    for edit in edits:
        pieces += [*words[position : edit.start], *edit.words]
        position = edit.end
    return "".join([*pieces, *words[position:end]])


def _filled(parts: Sequence[str | Conflict]) -> tuple[str | Conflict, ...]:
    """Join neighbouring texts and drop empty ones."""
    joined: list[str | Conflict] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)
