"""Who may sort notes, see clusters, and make one an attribute.

Whether they can be changed at all (frozen, closed) is asked by the services.
"""

from pog.clusters.models import Cluster
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.permissions import EDIT_PROFILE

SORT_NOTES = Permission("convening.sort-notes", Convening)
"""Work at the theme desk: the facilitators and those they made scribes."""
VIEW_CLUSTER = Permission("cluster.view", Cluster)
CHANGE_CLUSTER = Permission("cluster.change", Cluster)
PROMOTE_CLUSTER = Permission("cluster.promote", Cluster)
"""Make it an attribute of the profile: those of the team who may change the profile."""


@SORT_NOTES.granted_by
def facilitators_sort(actor: Actor, convening: Convening) -> bool:
    return FACILITATE.allows(actor, convening)


@SORT_NOTES.granted_by
def scribes_sort(actor: Actor, convening: Convening) -> bool:
    seat = seat_of(actor, convening.id)
    return seat is not None and seat.role == "scribe"


@SORT_NOTES.granted_by
def own_editors_sort(actor: Actor, convening: Convening) -> bool:
    return actor.has_role(convening.organization_id, "admin", "editor")


@VIEW_CLUSTER.granted_by
def with_its_convening(actor: Actor, cluster: Cluster) -> bool:
    return VIEW_CONVENING.allows(actor, cluster.convening)


@CHANGE_CLUSTER.granted_by
def by_the_team(actor: Actor, cluster: Cluster) -> bool:
    return SORT_NOTES.allows(actor, cluster.convening)


@PROMOTE_CLUSTER.granted_by
def by_those_of_the_team_who_edit(actor: Actor, cluster: Cluster) -> bool:
    return CHANGE_CLUSTER.allows(actor, cluster) and EDIT_PROFILE.allows(
        actor, cluster.convening.profile
    )
