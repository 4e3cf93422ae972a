"""What ballots do when others tell a fact."""

from collections.abc import Sequence

from pog.ballots.queries import ballots_of, open_ballots
from pog.ballots.services import close_ballot
from pog.convenings.events import ConveningClosed
from pog.convenings.models import Convening
from pog.convenings.places import Place, finds_places
from pog.core.events import before_commit


@before_commit(ConveningClosed)
def close_what_is_open(event: ConveningClosed) -> None:
    """No ballot stays open after the convening; it is counted in the same transaction."""
    for ballot in open_ballots(event.convening_id):
        close_ballot(ballot)


@finds_places("ballot")
def ballots_to_look_at(convening: Convening) -> Sequence[Place]:
    """What everybody can be called to; drafts are nobody's business yet."""
    return [Place(one.id, one.question) for one in ballots_of(convening.id)]
