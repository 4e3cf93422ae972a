"""Coverage: which attributes reach which sectors and frameworks, and where the gaps are."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import select

from pog.alignments.models import Alignment
from pog.alignments.queries import COUNTED, alignments_in, alignments_of
from pog.alignments.wording import RANKED, RELATION_WORDS, STRENGTH, STRENGTH_WORDS
from pog.core.database import db
from pog.frameworks.models import SECTORS, Competency, Framework
from pog.frameworks.queries import Branch, competency_tree, visible_frameworks
from pog.frameworks.wording import SECTOR_WORDS
from pog.profiles.models import Attribute, Profile
from pog.profiles.queries import attributes_in_order, load_whole

ASKED_OF_ALL: Final = ("k12", "higher_ed", "workforce")
"""Every attribute should reach these; the international sector is a choice."""
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a map needs to know of one alignment."""

    attribute_id: Hashable
    sector: str
    framework_id: Hashable
    relation: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a map: how many alignments, and the strongest relation among them."""

    count: int = 0
    relation: str | None = None

    @property
    def strength(self) -> int:
        """From 3 (strong) to 0 (nothing)."""
        return STRENGTH[self.relation] if self.relation else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute's row of a map."""

    number: int
    attribute: Attribute
    cells: tuple[Cell, ...]
    missing: tuple[str, ...]
    """Sectors it should reach and does not."""


@dataclass(frozen=True, slots=True)
class FrameworkUse:
    """How much of a framework the profile reaches."""

    framework: Framework
    size: int
    aligned: int
    """Competencies with an alignment of their own."""


@dataclass(slots=True)
class Drill:
    """One sector taken apart: its frameworks, and the attributes against those in use."""

    sector: str
    uses: list[FrameworkUse] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def used(self) -> list[FrameworkUse]:
        return [use for use in self.uses if use.aligned]

    @property
    def unused(self) -> list[FrameworkUse]:
        return [use for use in self.uses if not use.aligned]


def strongest(relations: Iterable[str]) -> str | None:
    return min(relations, key=RANKED.index, default=None)


def cells_by(ties: Iterable[Tie], key: Callable[[Tie], K]) -> dict[K, Cell]:
    """The ties counted by this key, each with its strongest relation."""
    found: defaultdict[K, list[str]] = defaultdict(list)
    for tie in ties:
        found[key(tie)].append(tie.relation)
    return {where: Cell(len(many), strongest(many)) for where, many in found.items()}


def ties_of(alignments: Iterable[Alignment]) -> list[Tie]:
    return [
        Tie(
            row.attribute_id,
            row.competency.framework.sector,
            row.competency.framework_id,
            row.relation,
        )
        for row in alignments
    ]


def lines_of(
    attributes: Sequence[Attribute],
    columns: Sequence[Hashable],
    cells: Mapping[Any, Cell],  # attribute and column, whatever kind of key that is
    sectors: Mapping[Any, Cell],  # attribute and sector
) -> list[Line]:
    return [
        Line(
            number,
            attribute,
            tuple(cells.get((attribute.id, column), Cell()) for column in columns),
            tuple(s for s in ASKED_OF_ALL if (attribute.id, s) not in sectors),
        )
        for number, attribute in enumerate(attributes, start=1)
    ]


def coverage_context(profile_id: uuid.UUID) -> dict[str, Any] | None:
    """For the region "coverage" of the topic "profile:<id>": attributes against sectors."""
    if db.session.get(Profile, profile_id) is None:
        return None
    profile = load_whole(profile_id)
    ties = ties_of(alignments_in(profile_id))
    sectors = cells_by(ties, lambda tie: (tie.attribute_id, tie.sector))
    columns = [s for s in SECTORS if s in ASKED_OF_ALL or any(t.sector == s for t in ties)]
    lines = lines_of(attributes_in_order(profile), columns, sectors, sectors)
    return {
        "profile": profile,
        "columns": columns,
        "lines": lines,
        "gaps": [line for line in lines if line.missing],
        "total": len(ties),
        "sector_words": SECTOR_WORDS,
        "relation_words": RELATION_WORDS,
        "strength_words": STRENGTH_WORDS,
    }


def drill_into(profile: Profile, sector: str) -> Drill:
    """One sector: its frameworks with what is reached, and the attributes against them."""
    alignments = alignments_in(profile.id)
    ties = ties_of(alignments)
    reached: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in alignments:
        reached[row.competency.framework_id].add(row.competency_id)
    uses = [
        FrameworkUse(one.framework, one.size, len(reached[one.framework.id]))
        for one in visible_frameworks([profile.organization_id])
        if one.framework.sector == sector
    ]
    columns = [use.framework.id for use in uses if use.aligned]
    cells = cells_by(ties, lambda tie: (tie.attribute_id, tie.framework_id))
    sectors = cells_by(ties, lambda tie: (tie.attribute_id, tie.sector))
    return Drill(sector, uses, lines_of(attributes_in_order(profile), columns, cells, sectors))


@dataclass(frozen=True, slots=True)
class Reach:
    """A framework's competencies from its own side."""

    covered: int
    size: int
    gaps: tuple[Competency, ...]
    """The innermost competencies nobody reaches, neither directly nor through what is above."""


def reach_of(profile: Profile, framework: Framework) -> Reach:
    """Which competencies of the framework no attribute reaches."""
    aligned = {
        row.competency_id
        for row in alignments_in(profile.id)
        if row.competency.framework_id == framework.id
    }
    gaps: list[Competency] = []
    leaves = 0

    def walk(branch: Branch, covered: bool) -> None:
        nonlocal leaves
        covered = covered or branch.competency.id in aligned
        for child in branch.children:
            walk(child, covered)
        if not branch.children:
            leaves += 1
            if not covered:
                gaps.append(branch.competency)

    for branch in competency_tree(framework):
        walk(branch, False)
    return Reach(leaves - len(gaps), leaves, tuple(gaps))


def strip_of(attribute: Attribute) -> dict[str, Any]:
    """For the attribute's own page: which sectors it reaches, in one query."""
    rows = [row for row in alignments_of(attribute) if row.state in COUNTED]
    cells = cells_by(ties_of(rows), lambda tie: tie.sector)
    return {
        "sectors": [
            (sector, cells.get(sector, Cell()))
            for sector in SECTORS
            if sector in ASKED_OF_ALL or sector in cells
        ],
        "sector_words": SECTOR_WORDS,
        "relation_words": RELATION_WORDS,
    }


@dataclass(frozen=True, slots=True)
class Sheets:
    """The map as tables: by sector, and by framework in use."""

    sectors: tuple[str, ...]
    by_sector: list[Line]
    frameworks: tuple[Framework, ...]
    by_framework: list[Line]
    aligned: frozenset[uuid.UUID]
    """Every competency that is reached, in any of them."""


def sheets_of(profile_id: uuid.UUID) -> Sheets:
    """Everything a table of the map says, in a fixed number of queries."""
    profile = load_whole(profile_id)
    rows = alignments_in(profile_id)
    ties = ties_of(rows)
    attributes = attributes_in_order(profile)
    sectors = cells_by(ties, lambda tie: (tie.attribute_id, tie.sector))
    used = {row.competency.framework_id: row.competency.framework for row in rows}
    frameworks = sorted(used.values(), key=lambda f: (SECTORS.index(f.sector), f.title))
    cells = cells_by(ties, lambda tie: (tie.attribute_id, tie.framework_id))
    return Sheets(
        SECTORS,
        lines_of(attributes, SECTORS, sectors, sectors),
        tuple(frameworks),
        lines_of(attributes, [f.id for f in frameworks], cells, sectors),
        frozenset(row.competency_id for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A competency nobody reaches."""

    framework_id: uuid.UUID
    code: str | None
    name: str


def uncovered_in(sheets: Sheets) -> list[Uncovered]:
    """The innermost competencies nobody reaches, neither directly nor through what is above.

    Only what a table shows of them is read: of a framework of 15,000 nearly all are there.
    """
    aligned = sheets.aligned
    rows = db.session.execute(
        select(
            Competency.id,
            Competency.parent_id,
            Competency.framework_id,
            Competency.official_code,
            Competency.name,
        )
        .where(Competency.framework_id.in_([one.id for one in sheets.frameworks]))
        .order_by(Competency.framework_id, Competency.position)
    ).all()
    parents = {row.id: row.parent_id for row in rows}
    inner = set(parents.values())

    def covered(key: uuid.UUID | None) -> bool:
        while key is not None:
            if key in aligned:
                return True
            key = parents.get(key)
        return False

    return [
        Uncovered(row.framework_id, row.official_code, row.name)
        for row in rows
        if row.id not in inner and not covered(row.id)
    ]
