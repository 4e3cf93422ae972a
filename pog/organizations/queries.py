"""Finding organizations and the roles people have in them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pog.core.database import db
from pog.organizations.models import Membership, Organization


def roles_of(person_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The person's role in each of their organizations."""
    rows = db.session.execute(
        select(Membership.organization_id, Membership.role).where(Membership.person_id == person_id)
    )
    return {organization: role for organization, role in rows}


def organizations_of(person_id: uuid.UUID) -> Sequence[Organization]:
    """The organizations a person belongs to, by name."""
    return db.session.scalars(
        select(Organization)
        .join(Membership)
        .where(Membership.person_id == person_id)
        .options(joinedload(Organization.parent))
        .order_by(Organization.name)
    ).all()


def organization_by_slug(slug: str) -> Organization | None:
    return db.session.scalar(select(Organization).where(Organization.slug == slug))


def members_of(organization: Organization) -> Sequence[Membership]:
    """Who belongs to the organization, with their people."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.organization_id == organization.id)
        .options(joinedload(Membership.person))
        .order_by(Membership.created_at)
    ).all()
