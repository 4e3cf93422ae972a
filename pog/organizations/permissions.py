"""Who may see and change an organization."""

from pog.core.identity import Actor, finds_roles
from pog.core.permissions import Permission
from pog.organizations.models import Organization
from pog.organizations.queries import roles_of

finds_roles(roles_of)

VIEW_ORGANIZATION = Permission("organization.view", Organization)
WORK_IN_ORGANIZATION = Permission("organization.work", Organization)
"""Start profiles and convenings, load frameworks."""
MANAGE_ORGANIZATION = Permission("organization.manage", Organization)
"""Invite people and change their roles."""


@VIEW_ORGANIZATION.granted_by
def members_see_it(actor: Actor, organization: Organization) -> bool:
    return organization.id in actor.organization_ids


@WORK_IN_ORGANIZATION.granted_by
def editors_work_in_it(actor: Actor, organization: Organization) -> bool:
    return actor.has_role(organization.id, "admin", "editor")


@MANAGE_ORGANIZATION.granted_by
def admins_manage_it(actor: Actor, organization: Organization) -> bool:
    return actor.has_role(organization.id, "admin")
