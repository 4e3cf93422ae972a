"""Finding frameworks and competencies."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from pog.core.database import db
from pog.frameworks.models import SECTORS, Competency, Framework


@dataclass(frozen=True, slots=True)
class Listed:
    """A framework with the number of its competencies."""

    framework: Framework
    size: int


def in_the_library_or(
    owner: InstrumentedAttribute[uuid.UUID | None], organization_ids: Iterable[uuid.UUID]
) -> ColumnElement[bool]:
    """What everybody may read and what these organizations brought themselves."""
    return or_(owner.is_(None), owner.in_(list(organization_ids)))


def visible_frameworks(organization_ids: Iterable[uuid.UUID] = ()) -> list[Listed]:
    """The library's frameworks and those of these organizations, by sector and title."""
    size = (
        select(func.count(Competency.id))
        .where(Competency.framework_id == Framework.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Framework, size)
        .where(in_the_library_or(Framework.organization_id, organization_ids))
        .order_by(Framework.title)
    )
    listed = [Listed(framework, count) for framework, count in rows]
    return sorted(listed, key=lambda entry: SECTORS.index(entry.framework.sector))


def framework_named(reference: str) -> Framework | None:
    """The framework with this key or identifier."""
    try:
        return db.session.get(Framework, uuid.UUID(reference))
    except ValueError:
        return db.session.scalar(select(Framework).where(Framework.key == reference))


@dataclass(slots=True)
class Branch:
    """A competency and those below it, in order."""

    competency: Competency
    children: list["Branch"] = field(default_factory=list)

    def size(self) -> int:
        return 1 + sum(child.size() for child in self.children)


def competency_tree(framework: Framework) -> list[Branch]:
    """The competencies of a framework as a tree, in two queries at most."""
    rows = db.session.scalars(
        select(Competency)
        .where(Competency.framework_id == framework.id)
        .order_by(Competency.position)
    ).all()
    branches = {row.id: Branch(row) for row in rows}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.competency.parent_id) if branch.competency.parent_id else None
        (above.children if above else top).append(branch)
    return top


def editions_of(framework: Framework) -> list[Framework]:
    """Every edition of the framework that is here, the newest first, itself among them."""
    rows = db.session.scalars(
        select(Framework).where(
            Framework.organization_id.is_(None)
            if framework.organization_id is None
            else Framework.organization_id == framework.organization_id
        )
    ).all()
    later = {row.id: row.replaced_by_id for row in rows}

    def newest(key: uuid.UUID) -> uuid.UUID:
        seen = {key}
        while (after := later.get(key)) is not None and after not in seen:
            seen.add(after)
            key = after
        return key

    root = newest(framework.id)
    kin = [row for row in rows if newest(row.id) == root]
    return sorted(kin, key=lambda row: (row.id == root, row.year or 0), reverse=True)
