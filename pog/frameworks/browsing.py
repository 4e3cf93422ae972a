"""Browsing large frameworks one level at a time, in a fixed number of queries."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from pog.core.database import db
from pog.frameworks.models import Competency, Framework

LARGE: Final = 400
"""A framework with more competencies is browsed level by level, not as one tree."""
PAGE: Final = 100
DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Level:
    """What stands directly inside a competency, or at the top of a framework."""

    above: list[Competency]
    """The way down to here, the top first."""
    rows: list[tuple[Competency, int]]
    """Each with the number of those directly inside it."""
    page: int
    pages: int

    @property
    def inside(self) -> Competency | None:
        return self.above[-1] if self.above else None


def level_in(framework: Framework, inside: uuid.UUID | None, page: int = 1) -> Level:
    """One page of a level; an unknown competency leads to the top."""
    above = path_to(framework, inside) if inside is not None else []
    parent = above[-1].id if above else None
    here = (
        Competency.framework_id == framework.id,
        Competency.parent_id == parent if parent is not None else Competency.parent_id.is_(None),
    )
    total = db.session.scalar(select(func.count(Competency.id)).where(*here)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    below = aliased(Competency)
    count = select(func.count(below.id)).where(below.parent_id == Competency.id).scalar_subquery()
    rows = db.session.execute(
        select(Competency, count)
        .where(*here)
        .order_by(Competency.position, Competency.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Level(above, [(row, size) for row, size in rows], page, pages)


def is_large(framework: Framework) -> bool:
    """Whether it is browsed level by level; its competencies are counted no further than that."""
    some = select(Competency.id).where(Competency.framework_id == framework.id).limit(LARGE + 1)
    return (db.session.scalar(select(func.count()).select_from(some.subquery())) or 0) > LARGE


def level_with(framework: Framework, competency: Competency) -> Level:
    """The page of the level on which this competency stands."""
    before = db.session.scalar(
        select(func.count(Competency.id)).where(
            Competency.framework_id == framework.id,
            Competency.parent_id == competency.parent_id
            if competency.parent_id is not None
            else Competency.parent_id.is_(None),
            or_(
                Competency.position < competency.position,
                and_(Competency.position == competency.position, Competency.id < competency.id),
            ),
        )
    )
    return level_in(framework, competency.parent_id, (before or 0) // PAGE + 1)


def path_to(framework: Framework, inside: uuid.UUID) -> list[Competency]:
    """The competency and all above it, the top first, in one query."""
    start = select(Competency.id, Competency.parent_id, func.abs(0).label("depth")).where(
        Competency.id == inside, Competency.framework_id == framework.id
    )
    way = start.cte("way", recursive=True)
    up = aliased(Competency)
    way = way.union_all(
        select(up.id, up.parent_id, way.c.depth + 1)
        .join(way, up.id == way.c.parent_id)
        .where(way.c.depth < DEEPEST)
    )
    rows = db.session.scalars(
        select(Competency).join(way, way.c.id == Competency.id).order_by(way.c.depth.desc())
    )
    return list(rows)


def levels_named_in(framework: Framework) -> list[str]:
    """The levels (grades, say) a framework names, in the order they first stand in it."""
    rows = db.session.execute(
        select(Competency.level, func.min(Competency.position))
        .where(Competency.framework_id == framework.id, Competency.level.is_not(None))
        .group_by(Competency.level)
        .order_by(func.min(Competency.position))
    )
    return [level for level, _position in rows if level]
