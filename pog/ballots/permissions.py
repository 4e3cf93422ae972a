"""Who may see a ballot, vote in it and run it."""

from pog.ballots.eligibility import may_vote
from pog.ballots.models import Ballot
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, TAKE_PART, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.identity import Actor
from pog.core.permissions import Permission

WITH_CONVENING = (Ballot.convening, Convening.current_activity)
VIEW_BALLOT = Permission("ballot.view", Ballot, along=WITH_CONVENING)
CAST_VOTE = Permission("ballot.vote", Ballot, along=WITH_CONVENING)
RUN_BALLOT = Permission("ballot.run", Ballot, along=WITH_CONVENING)


ENTER_PAPER = Permission("ballot.enter-paper", Ballot)
"""Store what stands on somebody's paper ballot: facilitators, and scribes at the help desk."""


@VIEW_BALLOT.granted_by
def those_of_the_convening_see_it(actor: Actor, ballot: Ballot) -> bool:
    if ballot.state == "draft":
        return FACILITATE.allows(actor, ballot.convening)
    return VIEW_CONVENING.allows(actor, ballot.convening)


@CAST_VOTE.granted_by
def seats_vote(actor: Actor, ballot: Ballot) -> bool:
    seat = seat_of(actor, ballot.convening_id)
    return seat is not None and may_vote(ballot, seat) and TAKE_PART.allows(actor, ballot.convening)


@RUN_BALLOT.granted_by
def facilitators_run_it(actor: Actor, ballot: Ballot) -> bool:
    return FACILITATE.allows(actor, ballot.convening)


@ENTER_PAPER.granted_by
def facilitators_enter_paper(actor: Actor, ballot: Ballot) -> bool:
    return FACILITATE.allows(actor, ballot.convening)


@ENTER_PAPER.granted_by
def scribes_enter_paper(actor: Actor, ballot: Ballot) -> bool:
    seat = seat_of(actor, ballot.convening_id)
    return seat is not None and seat.role == "scribe"
