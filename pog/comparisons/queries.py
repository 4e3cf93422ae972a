"""Finding what is compared and what people said about its rows, in a fixed number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from pog.alignments.models import Alignment
from pog.comparisons.models import RowMark
from pog.comparisons.rows import Evidence, Mark, Pair, Row, Standing, rows_of
from pog.comparisons.sides import Side
from pog.core.database import db
from pog.frameworks.models import Competency
from pog.profiles.models import Attribute, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody did to the rows in one step."""

    id: uuid.UUID
    one_id: uuid.UUID
    others: tuple[uuid.UUID, ...]
    together: bool
    author_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A whole comparison: what several have, what stands alone, and what people changed."""

    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]

    @property
    def shared(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if len(row.members) > 1)

    def alone(self, side: int) -> tuple[Standing, ...]:
        return tuple(
            row.members[0]
            for row in self.rows
            if len(row.members) == 1 and row.members[0].side == side
        )

    def row_with(self, attribute_id: uuid.UUID) -> Row | None:
        return next(
            (row for row in self.rows if any(one.id == attribute_id for one in row.members)), None
        )

    def name_of(self, attribute_id: uuid.UUID) -> str:
        found = (side.attribute(attribute_id) for side in self.sides)
        return next((one.name for one in found if one is not None), "")


def profiles_by_ids(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Profile]:
    """These profiles with all their words; unknown ones are left out."""
    rows = db.session.scalars(
        select(Profile)
        .where(Profile.id.in_(ids))
        .options(
            joinedload(Profile.organization),
            joinedload(Profile.upstream_edition),
            selectinload(Profile.groupings),
            selectinload(Profile.attributes).selectinload(Attribute.indicators),
        )
    )
    return {row.id: row for row in rows}


def compare(sides: Sequence[Side], organization_id: uuid.UUID | None) -> SideBySide:
    """The sides in rows, as people of this organization put them, if one is given."""
    standings = [
        Standing(id=one.id, side=place, name=one.name, statement=one.statement)
        for place, side in enumerate(sides)
        for one in side.snapshot.attributes
    ]
    marks = marks_among([one.id for one in standings], organization_id)
    evidence = Evidence(
        competencies=competencies_of(sides),
        sources={key: above for side in sides for key, above in side.sources.items()},
        marks=newest_of_each_pair(marks),
    )
    return SideBySide(tuple(sides), tuple(rows_of(standings, evidence)), tuple(steps_of(marks)))


def competencies_of(sides: Sequence[Side]) -> Mapping[uuid.UUID, list[tuple[uuid.UUID, str]]]:
    """What each attribute is aligned with, as far as it is endorsed: today, or in the edition."""
    found: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for side in sides:
        for attribute_id, competency_id, name in side.endorsed:
            found[attribute_id].append((competency_id, name))
    drafts = [side.profile.id for side in sides if side.is_draft and side.profile]
    rows = db.session.execute(
        select(Alignment.attribute_id, Alignment.competency_id, Competency.name)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .join(Competency, Competency.id == Alignment.competency_id)
        .where(Attribute.profile_id.in_(drafts), Alignment.state == "endorsed")
        .order_by(Alignment.created_at, Alignment.id)
    )
    for attribute_id, competency_id, name in rows:
        found[attribute_id].append((competency_id, name))
    return found


def marks_among(ids: Sequence[uuid.UUID], organization_id: uuid.UUID | None) -> Sequence[RowMark]:
    """What the organization's people said about these attributes, newest first."""
    if organization_id is None:
        return ()
    return db.session.scalars(
        select(RowMark)
        .where(
            RowMark.organization_id == organization_id,
            RowMark.one_id.in_(ids),
            RowMark.other_id.in_(ids),
        )
        .order_by(RowMark.at.desc(), RowMark.step_id, RowMark.id)
    ).all()


def newest_of_each_pair(marks: Iterable[RowMark]) -> list[Mark]:
    found: dict[Pair, Mark] = {}
    for row in marks:
        pair = Pair((row.one_id, row.other_id))
        found.setdefault(pair, Mark(pair=pair, together=row.together, author=row.author_name))
    return list(found.values())


def steps_of(marks: Iterable[RowMark]) -> list[Step]:
    steps: dict[uuid.UUID, list[RowMark]] = defaultdict(list)
    for row in marks:
        steps[row.step_id].append(row)
    return [
        Step(
            id=step_id,
            one_id=rows[0].one_id,
            others=tuple(row.other_id for row in rows),
            together=rows[0].together,
            author_name=rows[0].author_name,
            at=rows[0].at,
        )
        for step_id, rows in steps.items()
    ]


def step_in(organization_id: uuid.UUID, step_id: uuid.UUID) -> Sequence[RowMark]:
    return db.session.scalars(
        select(RowMark).where(
            RowMark.organization_id == organization_id, RowMark.step_id == step_id
        )
    ).all()
