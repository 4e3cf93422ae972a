"""Who may see a ballot, vote in it and run it."""

from pog.ballots.models import Ballot
from pog.convenings.permissions import FACILITATE, TAKE_PART, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.identity import Actor
from pog.core.permissions import Permission

VIEW_BALLOT = Permission("ballot.view", Ballot)
CAST_VOTE = Permission("ballot.vote", Ballot)
RUN_BALLOT = Permission("ballot.run", Ballot)


@VIEW_BALLOT.granted_by
def those_of_the_convening_see_it(actor: Actor, ballot: Ballot) -> bool:
    if ballot.state == "draft":
        return FACILITATE.allows(actor, ballot.convening)
    return VIEW_CONVENING.allows(actor, ballot.convening)


@CAST_VOTE.granted_by
def seats_vote(actor: Actor, ballot: Ballot) -> bool:
    seat = seat_of(actor, ballot.convening_id)
    return (
        seat is not None
        and seat.role in ("participant", "scribe", "facilitator")
        and TAKE_PART.allows(actor, ballot.convening)
    )


@RUN_BALLOT.granted_by
def facilitators_run_it(actor: Actor, ballot: Ballot) -> bool:
    return FACILITATE.allows(actor, ballot.convening)
