"""Creating organizations and giving people roles in them."""

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pog.accounts.models import Person
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l
from pog.organizations.models import LEVELS, ROLES, Membership, Organization
from pog.organizations.queries import organization_by_slug


def slug_of(name: str) -> str:
    """The name as an address: lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "organization"


def free_slug(name: str) -> str:
    """A slug no organization has yet."""
    base, number = slug_of(name), 1
    slug = base
    while organization_by_slug(slug) is not None:
        number += 1
        slug = f"{base}-{number}"
    return slug


def create_organization(
    *,
    name: str,
    level: str,
    slug: str | None = None,
    parent: Organization | None = None,
    founder: Person | None = None,
) -> Organization:
    """Create an organization; its founder becomes an admin. Slugs are unique."""
    if level not in LEVELS:
        raise Refusal(_l("Choose state, district or school."), field="level")
    if slug is not None and slug != slug_of(slug):
        raise Refusal(_l("Use small letters, digits and hyphens for the short name."), field="slug")
    organization = Organization(
        name=name.strip(), level=level, slug=slug or free_slug(name), parent=parent
    )
    try:
        with db.session.begin_nested():
            db.session.add(organization)
    except IntegrityError as error:
        raise Conflict(
            _l("There is already an organization with this short name."), field="slug"
        ) from error
    if founder is not None:
        give_role(organization, founder, "admin")
    return organization


def give_role(organization: Organization, person: Person, role: str) -> Membership:
    """Make the person a member with this role, or change the role they have."""
    if role not in ROLES:
        raise Refusal(_l("Choose admin, editor or reader."), field="role")
    membership = db.session.scalar(
        select(Membership).where(
            Membership.organization_id == organization.id, Membership.person_id == person.id
        )
    )
    if membership is None:
        membership = Membership(organization=organization, person=person, role=role)
        db.session.add(membership)
    else:
        refuse_last_admin_leaving(membership, role)
        membership.role = role
    db.session.flush()
    return membership


def remove_member(membership: Membership) -> None:
    """Take the person out of the organization; the last admin stays."""
    refuse_last_admin_leaving(membership, None)
    db.session.delete(membership)
    db.session.flush()


def refuse_last_admin_leaving(membership: Membership, new_role: str | None) -> None:
    if membership.role != "admin" or new_role == "admin":
        return
    admins = db.session.scalars(
        select(Membership.id).where(
            Membership.organization_id == membership.organization_id, Membership.role == "admin"
        )
    ).all()
    if len(admins) == 1:
        raise Conflict(_l("An organization needs an admin. Name another one first."))
