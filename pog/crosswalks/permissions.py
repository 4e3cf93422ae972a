"""Who may read a crosswalk, and take an imported one away."""

from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.crosswalks.models import Crosswalk

VIEW_CROSSWALK = Permission("crosswalk.view", Crosswalk)
REMOVE_CROSSWALK = Permission("crosswalk.remove", Crosswalk)


@VIEW_CROSSWALK.granted_by
def everybody_reads_the_librarys(_actor: Actor, crosswalk: Crosswalk) -> bool:
    return crosswalk.organization_id is None


@VIEW_CROSSWALK.granted_by
def members_read_their_own(actor: Actor, crosswalk: Crosswalk) -> bool:
    return crosswalk.organization_id in actor.organization_ids


@REMOVE_CROSSWALK.granted_by
def own_editors_remove(actor: Actor, crosswalk: Crosswalk) -> bool:
    owner = crosswalk.organization_id
    return owner is not None and actor.has_role(owner, "admin", "editor")
