"""What ballots do when others tell a fact."""

import logging
from collections.abc import Sequence

from pog.ballots import merging, sweeping
from pog.ballots.events import BallotOpened
from pog.ballots.models import Ballot
from pog.ballots.portions import deal_to_everybody
from pog.ballots.queries import ballots_of, draft_ballots, open_ballots
from pog.ballots.services import close_ballot, open_ballot
from pog.convenings.events import ConveningClosed, RoundBegan, RoundEnded
from pog.convenings.models import Convening
from pog.convenings.places import Place, finds_places
from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.events import before_commit

__all__ = ["merging", "sweeping"]  # imported for what it listens to

log = logging.getLogger(__name__)


@before_commit(BallotOpened)
def deal_long_list(event: BallotOpened) -> None:
    """Everybody who is here gets a part of a long list with its opening."""
    ballot = db.session.get(Ballot, event.ballot_id)
    if ballot is not None and ballot.shown_each is not None:
        deal_to_everybody(ballot)


@before_commit(RoundBegan)
def open_what_is_prepared(event: RoundBegan) -> None:
    """An open round's ballots open with it; one that cannot be opened waits for a facilitator."""
    for ballot in draft_ballots(event.convening_id):
        try:
            with db.session.begin_nested():
                open_ballot(ballot)
        except Conflict:
            log.warning("A ballot of an open round could not be opened.")


@before_commit(ConveningClosed)
def close_what_is_open(event: ConveningClosed) -> None:
    """No ballot stays open after the convening; it is counted in the same transaction."""
    for ballot in open_ballots(event.convening_id):
        close_ballot(ballot)


@before_commit(RoundEnded)
def count_what_the_round_asked(event: RoundEnded) -> None:
    """An open round's votes end with it, and are counted with the end."""
    for ballot in open_ballots(event.convening_id):
        close_ballot(ballot)


@finds_places("ballot")
def ballots_to_look_at(convening: Convening) -> Sequence[Place]:
    """What everybody can be called to; drafts are nobody's business yet."""
    return [Place(one.id, one.question) for one in ballots_of(convening.id)]
