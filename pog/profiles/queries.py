"""Finding profiles, their parts in order, their revisions and editions."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from pog.core.database import db
from pog.organizations.models import Organization
from pog.profiles.models import Attribute, Edition, Grouping, Profile, Revision


@dataclass(frozen=True, slots=True)
class Section:
    """A grouping with its attributes in order; None holds those that are in no grouping."""

    grouping: Grouping | None
    attributes: tuple[Attribute, ...]


def sections(profile: Profile) -> list[Section]:
    """The profile in the order people read it: groupings first, then what is in none."""
    known = {grouping.id for grouping in profile.groupings}
    found = [Section(g, _living(profile, g.id)) for g in profile.groupings]
    loose = tuple(a for a in _in_order(profile) if a.grouping_id not in known)
    if loose or not found:
        found.append(Section(None, loose))
    return found


def attributes_in_order(profile: Profile) -> list[Attribute]:
    """The living attributes, numbered from one in this order."""
    return [a for section in sections(profile) for a in section.attributes]


def _living(profile: Profile, grouping_id: uuid.UUID) -> tuple[Attribute, ...]:
    return tuple(a for a in _in_order(profile) if a.grouping_id == grouping_id)


def _in_order(profile: Profile) -> list[Attribute]:
    return sorted(profile.attributes, key=lambda a: (a.position, a.created_at))


def load_whole(profile_id: uuid.UUID) -> Profile:
    """The profile with everything its page shows, in a fixed number of queries."""
    return db.session.scalars(
        select(Profile)
        .where(Profile.id == profile_id)
        .options(
            joinedload(Profile.organization),
            joinedload(Profile.upstream_edition),
            selectinload(Profile.groupings),
            selectinload(Profile.attributes).selectinload(Attribute.indicators),
        )
    ).one()


def profile_by_slug(slug: str) -> Profile | None:
    return db.session.scalar(select(Profile).where(Profile.slug == slug))


def profile_by_slug_or_id(text: str) -> Profile | None:
    """The profile with this short name, or with this identifier."""
    found = profile_by_slug(text)
    if found is not None:
        return found
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return db.session.get(Profile, key)


def profiles_of(organization_ids: Sequence[uuid.UUID]) -> Sequence[Profile]:
    """The profiles of these organizations, last changed first."""
    return db.session.scalars(
        select(Profile)
        .where(Profile.organization_id.in_(organization_ids))
        .options(
            joinedload(Profile.organization),
            joinedload(Profile.upstream_edition),
            selectinload(Profile.groupings),
            selectinload(Profile.attributes),
        )
        .order_by(Profile.changed_at.desc(), Profile.title)
    ).all()


def all_profiles() -> Sequence[Profile]:
    """Every profile, for the terminal."""
    return profiles_of(db.session.scalars(select(Organization.id)).all())


def dropped_attributes(profile: Profile) -> Sequence[Attribute]:
    """What was dropped and can be brought back, last dropped first."""
    return db.session.scalars(
        select(Attribute)
        .where(Attribute.profile_id == profile.id, Attribute.dropped_at.is_not(None))
        .order_by(Attribute.dropped_at.desc())
    ).all()


def namesake(profile: Profile, name: str, but: Attribute | None = None) -> Attribute | None:
    """The living attribute that has this name already, whatever its case."""
    wanted = name.casefold()
    rows = db.session.scalars(
        select(Attribute).where(Attribute.profile_id == profile.id, Attribute.dropped_at.is_(None))
    )
    return next((a for a in rows if a.name.casefold() == wanted and a is not but), None)


def revisions_of(attribute: Attribute, *, start: int = 0, limit: int) -> Sequence[Revision]:
    """The states the attribute had, newest first, a page at a time."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.attribute_id == attribute.id)
        .order_by(Revision.number.desc())
        .offset(start)
        .limit(limit)
    ).all()


def newest_number(attribute: Attribute) -> int:
    """The number of the newest revision; 0 without any."""
    return (
        db.session.scalar(
            select(func.max(Revision.number)).where(Revision.attribute_id == attribute.id)
        )
        or 0
    )


def revision_of(attribute: Attribute, number: int) -> Revision | None:
    return db.session.scalar(
        select(Revision).where(Revision.attribute_id == attribute.id, Revision.number == number)
    )


def recent_revisions(profile: Profile, *, start: int = 0, limit: int = 30) -> Sequence[Revision]:
    """What happened to the profile, newest first, a page at a time."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.profile_id == profile.id)
        .options(joinedload(Revision.attribute))
        .order_by(Revision.at.desc(), Revision.number.desc(), Revision.id)
        .offset(start)
        .limit(limit)
    ).all()


def texts_before(revisions: Sequence[Revision]) -> Mapping[uuid.UUID, Revision]:
    """For each of these revisions the one before it, in one query."""
    if not revisions:
        return {}
    numbers = {(r.attribute_id, r.number - 1): r.id for r in revisions}
    rows = db.session.scalars(
        select(Revision).where(
            Revision.attribute_id.in_({r.attribute_id for r in revisions}),
            Revision.number.in_({r.number - 1 for r in revisions}),
        )
    )
    return {
        numbers[(row.attribute_id, row.number)]: row
        for row in rows
        if (row.attribute_id, row.number) in numbers
    }


def count_revisions(profile: Profile) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Revision).where(Revision.profile_id == profile.id)
        )
        or 0
    )


def editions_of(profile: Profile) -> Sequence[Edition]:
    """What was published, newest first."""
    return db.session.scalars(
        select(Edition).where(Edition.profile_id == profile.id).order_by(Edition.number.desc())
    ).all()


def newest_edition(profile: Profile) -> Edition | None:
    return db.session.scalar(
        select(Edition)
        .where(Edition.profile_id == profile.id)
        .order_by(Edition.number.desc())
        .limit(1)
    )


def newest_editions(profile_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Edition]:
    """The newest edition of each of these profiles that has one, in one query."""
    last = (
        select(Edition.profile_id, func.max(Edition.number).label("number"))
        .where(Edition.profile_id.in_(profile_ids))
        .group_by(Edition.profile_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(Edition).join(
            last, (last.c.profile_id == Edition.profile_id) & (last.c.number == Edition.number)
        )
    )
    return {row.profile_id: row for row in rows if row.profile_id is not None}


def edition_by_number(profile: Profile, number: int) -> Edition | None:
    return db.session.scalar(
        select(Edition).where(Edition.profile_id == profile.id, Edition.number == number)
    )


def newest_published(limit: int) -> Sequence[Profile]:
    """Profiles with an edition, last published first."""
    last = (
        select(Edition.profile_id, func.max(Edition.published_at).label("at"))
        .where(Edition.profile_id.is_not(None))
        .group_by(Edition.profile_id)
        .subquery()
    )
    return db.session.scalars(
        select(Profile)
        .join(last, last.c.profile_id == Profile.id)
        .where(Profile.state != "retired")
        .options(joinedload(Profile.organization))
        .order_by(last.c.at.desc(), Profile.title)
        .limit(limit)
    ).all()
