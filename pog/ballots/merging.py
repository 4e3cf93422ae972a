"""One person with two seats has one vote in each ballot that is still open."""

from pog.ballots import box
from pog.ballots.events import VoteCast
from pog.ballots.models import VOTING_ROLES
from pog.ballots.queries import open_ballots, vote_of
from pog.ballots.services import lock, tell
from pog.convenings.events import SeatGivenUp
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.events import before_commit


@before_commit(SeatGivenUp)
def keep_one_vote(event: SeatGivenUp) -> None:
    """The vote moves to the seat that goes on; of two the later one counts.

    Ballots that were counted stay as they are. Whoever only looks on from their own seat keeps
    the vote they cast as a guest.
    """
    own = db.session.get(Participant, event.for_id)
    if own is None or own.role not in VOTING_ROLES:
        return
    for ballot in open_ballots(event.convening_id):
        lock(ballot, shared=True)
        if ballot.state != "open":
            continue
        if ballot.secret:
            seat = db.session.get_one(Participant, event.participant_id)
            box.hand_on(ballot, seat, own)
            tell(VoteCast, ballot)
            continue
        given = vote_of(ballot.id, event.participant_id)
        if given is None:
            continue
        kept = vote_of(ballot.id, own.id)
        if kept is None:
            given.participant_id = own.id
        else:
            if given.changed_at > kept.changed_at:
                kept.marks, kept.reason = given.marks, given.reason
                kept.changed_at = given.changed_at
                kept.times_changed += 1
            db.session.delete(given)
        db.session.flush()
        tell(VoteCast, ballot)
