"""Lays published profiles side by side: which attributes speak about the same thing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pog.library.models import LibraryEntry
from pog.profiles.snapshots import AttributeState, Snapshot, read_snapshot

STEM = 6
"""Words count as the same when they begin alike: "creativity" and "creative"."""
EMPTY_WORDS = frozenset(
    "and the of for with in to a an on or at by how who as is be their own use using "
    "skill skills thinker thinking think learner learn learning citizen ready readiness "
    "life world class thing effective engaged career college standards social".split()
)


@dataclass(frozen=True, slots=True)
class Column:
    """One entry of a comparison."""

    entry: LibraryEntry
    snapshot: Snapshot

    @property
    def short_name(self) -> str:
        return self.snapshot.place or self.entry.title


@dataclass(frozen=True, slots=True)
class Row:
    """Attributes of several entries that share a word; empty cells where one has none."""

    words: str
    cells: tuple[tuple[AttributeState, ...], ...]

    @property
    def shared_by(self) -> int:
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A whole comparison: what several have, and what only one has."""

    columns: tuple[Column, ...]
    shared: tuple[Row, ...]
    alone: tuple[tuple[AttributeState, ...], ...]


def side_by_side(entries: Sequence[LibraryEntry]) -> SideBySide:
    """Each attribute stands in one row only: the one that most entries share."""
    columns = tuple(Column(entry, read_snapshot(entry.edition.content)) for entry in entries)
    waiting = [list(column.snapshot.attributes) for column in columns]
    rows: list[Row] = []
    while (best := best_row(waiting)) is not None:
        rows.append(best)
        for column, cell in zip(waiting, best.cells, strict=True):
            column[:] = [attribute for attribute in column if attribute not in cell]
    return SideBySide(columns, tuple(rows), tuple(tuple(column) for column in waiting))


def best_row(waiting: Sequence[Sequence[AttributeState]]) -> Row | None:
    """The word most entries share; fewer attributes first, then the alphabet."""
    stems = {stem for column in waiting for a in column for stem in stems_of(a.name)}
    rows = (row_of(stem, waiting) for stem in sorted(stems))
    shared = [row for row in rows if row.shared_by > 1]
    return min(shared, key=lambda row: (-row.shared_by, sum(map(len, row.cells))), default=None)


def row_of(stem: str, waiting: Sequence[Sequence[AttributeState]]) -> Row:
    cells = tuple(tuple(a for a in column if stem in stems_of(a.name)) for column in waiting)
    words = [
        word for cell in cells for a in cell for word in words_of(a.name) if word[:STEM] == stem
    ]
    return Row(min(words, key=len), cells)


def stems_of(name: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words_of(name))


def words_of(name: str) -> Iterator[str]:
    """The words that carry meaning, without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    for word in re.findall(r"[a-z]+", plain):
        if len(word) > 3 and word not in EMPTY_WORDS:
            yield word
