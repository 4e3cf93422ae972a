"""What ballots do when others tell a fact."""

from pog.ballots.queries import open_ballots
from pog.ballots.services import close_ballot
from pog.convenings.events import ConveningClosed
from pog.core.events import before_commit


@before_commit(ConveningClosed)
def close_what_is_open(event: ConveningClosed) -> None:
    """No ballot stays open after the convening; it is counted in the same transaction."""
    for ballot in open_ballots(event.convening_id):
        close_ballot(ballot)
