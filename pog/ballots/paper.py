"""Paper ballots with the code of a card on them: handed in at the help desk, or come by post.

The card stands for one seat, so phone and paper meet the same guard: whichever came first counts,
and the other is told so.
"""

from collections.abc import Mapping

from pog.ballots import chain
from pog.ballots.models import DESK, POST, Ballot
from pog.ballots.queries import channel_of
from pog.ballots.services import lock
from pog.ballots.voting import cast_vote, refuse_other_channel
from pog.convenings.cards import card_by_code, refuse_dead_card, seat_on_paper
from pog.convenings.models import Participant
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _l

CHANNELS = (DESK, POST)


def enter_paper(
    ballot: Ballot,
    code: str,
    marks: Mapping[str, object],
    *,
    reason: str = "",
    channel: str,
    by: str,
) -> Participant:
    """Store what stands on a paper ballot, once; the card's seat has voted then."""
    if channel not in CHANNELS:
        raise Refusal(_l("Say how it came."), field="channel")
    card = card_by_code(code)
    if card is None:
        raise Refusal(_l("A code on a card has 8 letters and digits."), field="code")
    if card.convening_id != ballot.convening_id:
        raise NotFound(_l("This card belongs to another convening."), field="code")
    lock(ballot)
    refuse_dead_card(card)
    seat = seat_on_paper(card)
    known = channel_of(ballot, seat)
    if known:
        refuse_other_channel(known, channel)
    cast_vote(ballot, seat, marks, reason=reason, channel=channel)
    detail = {"seat": seat.nickname, "channel": channel}
    chain.write(ballot, chain.ENTERED, by=by, detail=detail)
    return seat
