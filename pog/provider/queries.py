"""Finding what is published."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pog.alignments.targets import FULL
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.profiles.models import Edition
from pog.provider.models import PublishedThing


def published_thing(identifier: uuid.UUID) -> PublishedThing | None:
    """Where this is published, if it is."""
    return db.session.scalar(
        select(PublishedThing)
        .where(PublishedThing.identifier == identifier)
        .options(
            joinedload(PublishedThing.edition).joinedload(Edition.profile),
            joinedload(PublishedThing.framework),
        )
    )


def newest_editions() -> list[uuid.UUID]:
    """The newest edition of each published profile, by when it was published."""
    newest = (
        select(Edition.profile_id, func.max(Edition.number).label("number"))
        .where(Edition.profile_id.is_not(None))
        .group_by(Edition.profile_id)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(Edition.id)
            .join(
                newest,
                (Edition.profile_id == newest.c.profile_id) & (Edition.number == newest.c.number),
            )
            .order_by(Edition.published_at, Edition.id)
        )
    )


def editions(ids: Sequence[uuid.UUID]) -> Sequence[Edition]:
    return db.session.scalars(
        select(Edition).where(Edition.id.in_(ids)).options(joinedload(Edition.profile))
    ).all()


def served_frameworks() -> Sequence[Framework]:
    """Those of the library whose licence lets the whole text travel."""
    return db.session.scalars(
        select(Framework)
        .where(Framework.organization_id.is_(None), Framework.redistribution.in_(FULL))
        .order_by(Framework.title, Framework.id)
    ).all()


def unlisted_editions() -> Sequence[Edition]:
    """Editions of profiles nothing of which is in the table yet, oldest first."""
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.profile_id.is_not(None),
            ~select(PublishedThing).where(PublishedThing.identifier == Edition.profile_id).exists(),
        )
        .options(joinedload(Edition.profile))
        .order_by(Edition.published_at, Edition.number)
    ).all()


def unlisted_frameworks() -> Sequence[Framework]:
    listed = select(PublishedThing).where(PublishedThing.framework_id == Framework.id).exists()
    return [
        framework
        for framework in db.session.scalars(
            select(Framework).where(
                Framework.organization_id.is_(None), Framework.redistribution.in_(FULL), ~listed
            )
        )
    ]
