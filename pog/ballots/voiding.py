"""Taking votes out of the count: who did it, when and why stands in the ballot's record."""

from pog.ballots import chain
from pog.ballots.box import hold_on_roll
from pog.ballots.eligibility import on_the_roll
from pog.ballots.events import VoteCast
from pog.ballots.models import PHONE, WHY_LIMIT, Ballot
from pog.ballots.services import lock, tell
from pog.ballots.voting import in_time, take_away
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _, _l
from pog.core.markup import clean_line


def void_vote(ballot: Ballot, seat: Participant, *, why: str, by: str, revoke: bool) -> bool:
    """Take a seat's vote out of the count; say whether there was one.

    The seat may vote again, unless its right to is revoked as well. Nobody sees what it said.
    """
    told = clean_line(why)
    if not told:
        raise Refusal(_l("Say why the vote does not count."), field="why")
    if len(told) > WHY_LIMIT:
        raise Refusal(_l("Use at most 200 characters."), field="why")
    hold(ballot, seat)
    taken = take_away(ballot, seat)
    if not taken and not revoke:
        raise Conflict(_("%(name)s has not voted here.", name=seat.nickname), field="seat")
    if revoke:
        line = hold_on_roll(ballot, seat, PHONE)
        line.revoked = True
        db.session.flush()
    chain.write(
        ballot,
        chain.REVOKED if revoke else chain.VOIDED,
        by=by,
        why=told,
        detail={"seat": seat.nickname, "had_voted": taken},
    )
    tell(VoteCast, ballot)
    return taken


def restore_right(ballot: Ballot, seat: Participant, *, by: str) -> None:
    """Let a seat vote again whose right was revoked."""
    hold(ballot, seat)
    line = on_the_roll(ballot.id, seat.id)
    if line is None or not line.revoked:
        return
    line.revoked = False
    db.session.flush()
    chain.write(ballot, chain.RESTORED, by=by, detail={"seat": seat.nickname})


def hold(ballot: Ballot, seat: Participant) -> None:
    """Nobody votes or closes meanwhile; the record's next line is ours."""
    if seat.convening_id != ballot.convening_id:
        raise NotFound(_l("This person is no longer here. Choose somebody else."), field="seat")
    lock(ballot)
    if not in_time(ballot):
        raise Conflict(_l("Voting is not open, so no vote can be taken out of the count."))
