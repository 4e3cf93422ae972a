"""Who sees an import, and who may go on with it."""

from pog.core.database import db
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.imports.models import FrameworkImport
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION

VIEW_IMPORT = Permission("import.view", FrameworkImport)
CHANGE_IMPORT = Permission("import.change", FrameworkImport)


@VIEW_IMPORT.granted_by
def members_see_theirs(actor: Actor, found: FrameworkImport) -> bool:
    return found.organization_id in actor.organization_ids


@CHANGE_IMPORT.granted_by
def who_works_there(actor: Actor, found: FrameworkImport) -> bool:
    organization = db.session.get(Organization, found.organization_id)
    return organization is not None and WORK_IN_ORGANIZATION.allows(actor, organization)
