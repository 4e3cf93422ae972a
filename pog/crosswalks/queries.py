"""Finding crosswalks and their pairs."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pog.core.database import db
from pog.crosswalks.models import Crosswalk, CrosswalkLink
from pog.frameworks.models import Competency, Framework
from pog.frameworks.queries import in_the_library_or


@dataclass(frozen=True, slots=True)
class Listed:
    """A crosswalk with the number of its pairs."""

    crosswalk: Crosswalk
    size: int


def visible_crosswalks(organization_ids: Iterable[uuid.UUID] = ()) -> list[Listed]:
    """The library's and those of these organizations, by title."""
    size = (
        select(func.count(CrosswalkLink.id))
        .where(CrosswalkLink.crosswalk_id == Crosswalk.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Crosswalk, size)
        .where(in_the_library_or(Crosswalk.organization_id, organization_ids))
        .order_by(Crosswalk.title, Crosswalk.id)
    )
    return [Listed(crosswalk, count) for crosswalk, count in rows]


def links_of(crosswalk: Crosswalk) -> Sequence[CrosswalkLink]:
    """The pairs with both ends and their frameworks, in the order they were published."""
    return db.session.scalars(
        select(CrosswalkLink)
        .where(CrosswalkLink.crosswalk_id == crosswalk.id)
        .options(
            joinedload(CrosswalkLink.source).joinedload(Competency.framework),
            joinedload(CrosswalkLink.target).joinedload(Competency.framework),
        )
        .order_by(CrosswalkLink.position)
    ).all()


def readable_links(organization_ids: Iterable[uuid.UUID] = ()) -> Sequence[CrosswalkLink]:
    """Every pair of the library's crosswalks and of those these organizations imported."""
    return db.session.scalars(
        select(CrosswalkLink)
        .join(Crosswalk)
        .where(in_the_library_or(Crosswalk.organization_id, organization_ids))
        .order_by(CrosswalkLink.crosswalk_id, CrosswalkLink.position)
    ).all()


def frameworks_by_name(organization_ids: Iterable[uuid.UUID]) -> Mapping[str, Framework]:
    """Frameworks one may read, by key, identifier and title (in small letters)."""
    rows = db.session.scalars(
        select(Framework).where(in_the_library_or(Framework.organization_id, organization_ids))
    ).all()
    found = {row.title.casefold(): row for row in rows}
    found |= {row.key.casefold(): row for row in rows if row.key}
    return found | {str(row.id): row for row in rows}
