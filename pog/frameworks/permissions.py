"""Who may read a framework."""

from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.frameworks.models import Framework

VIEW_FRAMEWORK = Permission("framework.view", Framework)


@VIEW_FRAMEWORK.granted_by
def everybody_reads_the_library(_actor: Actor, framework: Framework) -> bool:
    return framework.organization_id is None


@VIEW_FRAMEWORK.granted_by
def members_read_their_own(actor: Actor, framework: Framework) -> bool:
    return framework.organization_id in actor.organization_ids
