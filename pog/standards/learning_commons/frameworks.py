"""Which frameworks the files hold, and which statements belong to which of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.choice import Choice
from pog.standards.learning_commons.tables import FRAMEWORK, ITEM, RELATIONSHIP, Cells, Table

MOST: Final = 5_000
"""Release 1.11 has 214 frameworks."""
CHILD: Final = "hasChild"


def key_of(cells: Cells) -> str:
    """The identifier of CASE Network, by which a CASE file names the same thing."""
    return (cells.get("caseIdentifierUUID") or cells.get("identifier") or "").lower()


def names_of(cells: Cells) -> list[str]:
    """Both identifiers: relationships name a thing by either of them."""
    both = (cells.get("caseIdentifierUUID"), cells.get("identifier"))
    return [one.lower() for one in both if one]


def pair_of(cells: Cells) -> tuple[str, str]:
    return cells.get("jurisdiction", ""), cells.get("academicSubject", "")


def is_older(cells: Cells) -> bool:
    return cells.get("isCurrent", "").lower() in ("false", "0", "no")


@dataclass(frozen=True, slots=True)
class Root:
    """A framework: its row, or what its statements say where there is no row."""

    key: str
    cells: Cells

    @property
    def title(self) -> str:
        return self.cells.get("name") or ": ".join(filter(None, pair_of(self.cells)))

    @property
    def choice(self) -> Choice:
        jurisdiction, subject = pair_of(self.cells)
        return Choice(
            key=self.key,
            title=self.title,
            jurisdiction=jurisdiction,
            subject=subject,
            is_older=is_older(self.cells),
        )


def roots_in(tables: Sequence[Table]) -> list[Root]:
    """The frameworks that are listed; without a list, the pairs of state and subject there are."""
    found: dict[str, Root] = {}
    listed = [one for one in tables if one.kind == FRAMEWORK]
    for root in _rows_of(listed) if listed else _pairs_of(tables):
        found.setdefault(root.key, root)
        if len(found) > MOST:
            raise TooLarge(_("These files hold too many frameworks to choose from."))
    if not found:
        raise Unreadable(_("There is no framework in these files."))
    return sorted(found.values(), key=lambda one: (*pair_of(one.cells), one.title))


def _rows_of(tables: Sequence[Table]) -> Iterator[Root]:
    for table in tables:
        for number, row in table.rows():
            cells = table.cells(row)
            if not key_of(cells):
                raise no_identifier(table.where(number))
            yield Root(key_of(cells), cells)


def _pairs_of(tables: Sequence[Table]) -> Iterator[Root]:
    seen: set[tuple[str, str]] = set()
    for table in tables:
        if table.kind != ITEM:
            continue
        columns = [table.place("jurisdiction"), table.place("academicSubject")]
        for _number, row in table.rows():
            pair = cell(row, columns[0]), cell(row, columns[1])
            if pair not in seen:
                seen.add(pair)
                yield Root(str(mint(NAMESPACE, "learning commons", *pair)), _alike(table, row))


def _alike(table: Table, row: list[str]) -> Cells:
    """What a statement says of its framework, too."""
    shared = {
        "jurisdiction", "academicSubject", "inLanguage", "author", "provider", "license",
        "attributionStatement",
    }  # fmt: skip
    return {name: text for name, text in table.cells(row).items() if name in shared}


def cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def no_identifier(where: str) -> Unreadable:
    return Unreadable(
        _(
            "%(where)s has no identifier, so that nothing can be linked to it and a newer file "
            "could not be compared. Complete the row or take it out.",
            where=where,
        )
    )


@dataclass(slots=True)
class Tree:
    """The hasChild rows of all frameworks: whom each identifier has below it."""

    children: dict[str, list[str]] = field(default_factory=dict)

    def below(self, names: Collection[str]) -> set[str]:
        """Everything below, in the identifiers that the rows use."""
        found: set[str] = set()
        open_ = list(names)
        while open_:
            for child in self.children.get(open_.pop(), ()):
                if child not in found:
                    found.add(child)
                    open_.append(child)
        return found


def tree_in(tables: Sequence[Table]) -> Tree:
    children: defaultdict[str, list[str]] = defaultdict(list)
    for table in tables:
        if table.kind != RELATIONSHIP:
            continue
        kind = table.place("relationshipType")
        source, target = table.place("sourceEntityValue"), table.place("targetEntityValue")
        for _number, row in table.rows():
            if cell(row, kind) == CHILD:
                children[cell(row, source).lower()].append(cell(row, target).lower())
    return Tree(dict(children))


class Belonging:
    """Whether a statement belongs to the framework that is wanted.

    It does when the tree leads to it from there. One that no tree leads to belongs to the only
    framework of its state and subject, or to the only one there is.
    """

    def __init__(self, wanted: Root, roots: Sequence[Root], tree: Tree, listed: bool) -> None:
        self.pair = pair_of(wanted.cells)
        self.inside = tree.below(names_of(wanted.cells))
        others = [name for one in roots if one is not wanted for name in names_of(one.cells)]
        self.elsewhere = tree.below(others) - self.inside
        alike = [one for one in roots if pair_of(one.cells) == self.pair]
        self.is_alone = listed and len(roots) == 1 and not self.inside
        self.by_pair = len(alike) == 1
        if not self.inside and not self.by_pair:
            raise Unreadable(
                _(
                    "There are %(number)s frameworks of %(state)s for %(subject)s in these files. "
                    "Add relationships.jsonl or Relationships.csv: only they say which statement "
                    "belongs to which.",
                    number=len(alike),
                    state=self.pair[0],
                    subject=self.pair[1],
                )
            )

    def takes(self, names: Sequence[str], pair: tuple[str, str]) -> bool:
        if any(name in self.inside for name in names):
            return True
        if any(name in self.elsewhere for name in names):
            return False
        return self.is_alone or (self.by_pair and pair == self.pair)
