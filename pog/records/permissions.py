"""Who may read how a convening went."""

from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.identity import Actor
from pog.core.permissions import Permission

VIEW_RECORD = Permission("convening.view-record", Convening)


@VIEW_RECORD.granted_by
def those_of_the_convening_after_the_close(actor: Actor, convening: Convening) -> bool:
    return not convening.is_open and VIEW_CONVENING.allows(actor, convening)


@VIEW_RECORD.granted_by
def facilitators_at_any_time(actor: Actor, convening: Convening) -> bool:
    return FACILITATE.allows(actor, convening)
