"""Entering paper cards: each once per ballot, corrected or voided until the close, with a log."""

from collections.abc import Mapping

from pog.ballots import chain
from pog.ballots.events import VoteCast
from pog.ballots.models import TABLE, Ballot
from pog.ballots.queries import channel_of, vote_of
from pog.ballots.services import lock
from pog.ballots.services import tell as ballots_tell
from pog.ballots.voting import TOO_LATE, Cast, cast_vote, in_time, take_away
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _, _l
from pog.core.markup import clean_line
from pog.core.work import publish
from pog.tables.events import CardEntered
from pog.tables.models import CORRECTED, ENTERED, REASON_LIMIT, VOIDED, CardEntry, Table, TableCard
from pog.tables.queries import card_of


def hold_card(
    ballot: Ballot, table: Table, number: int, *, beside_voters: bool = True
) -> TableCard:
    """The card, held until the commit: two devices may enter it at once."""
    if ballot.convening_id != table.convening_id:
        raise NotFound(_l("This ballot is no longer there."))
    lock(ballot, shared=beside_voters)
    if not in_time(ballot):
        raise Conflict(TOO_LATE)
    card = card_of(table, number)
    if card is None:
        raise Refusal(_("There is no card %(number)s at this table.", number=number), field="card")
    db.session.refresh(card, with_for_update=True)
    if card.seat.removed_at is not None:
        raise Conflict(_("Card %(number)s was taken away.", number=number), field="card")
    return card


def enter_card(
    ballot: Ballot,
    table: Table,
    number: int,
    marks: Mapping[str, object],
    *,
    reason: str = "",
    by: str,
) -> TableCard:
    """Store what stands on a card; a card is entered once."""
    card = hold_card(ballot, table, number)
    if channel_of(ballot, card.seat):
        raise Conflict(
            _(
                "Card %(number)s was entered already, so this was not stored. "
                "Look at the number on the card, or correct what was entered.",
                number=number,
            ),
            field="card",
        )
    cast_vote(ballot, card.seat, marks, reason=reason, channel=TABLE)
    note(ballot, card, ENTERED, by)
    return card


def correct_card(
    ballot: Ballot,
    table: Table,
    number: int,
    marks: Mapping[str, object],
    *,
    reason: str = "",
    seen: int,
    by: str,
) -> Cast:
    """Put other marks in place of those entered; `seen` is how often it had been corrected."""
    card = hold_card(ballot, table, number)
    if ballot.secret:
        raise Conflict(
            _(
                "Nobody is shown what stands on card %(number)s, so it cannot be corrected. "
                "Take it out of the count, then enter it again.",
                number=number,
            ),
            field="card",
        )
    vote = vote_of(ballot.id, card.participant_id)
    if vote is None or vote.times_changed != seen:
        raise Conflict(
            _(
                "Card %(number)s was changed on another device meanwhile. "
                "Compare it with the card, then store it again.",
                number=number,
            ),
            field="card",
        )
    done = cast_vote(ballot, card.seat, marks, reason=reason, channel=TABLE)
    if done is Cast.CHANGED:
        note(ballot, card, CORRECTED, by)
    return done


def void_card(ballot: Ballot, table: Table, number: int, *, why: str, by: str) -> None:
    """Take a card out of the count; it may be entered again."""
    told = clean_line(why)
    if not told:
        raise Refusal(_l("Say why the card does not count."), field="why")
    if len(told) > REASON_LIMIT:
        raise Refusal(_l("Use at most 200 characters."), field="why")
    card = hold_card(ballot, table, number, beside_voters=False)
    if take_away(ballot, card.seat):
        ballots_tell(VoteCast, ballot)
        chain.write(ballot, chain.VOIDED, by=by, why=told, detail={"seat": card.seat.nickname})
        note(ballot, card, VOIDED, by, told)


def note(ballot: Ballot, card: TableCard, kind: str, by: str, reason: str = "") -> None:
    """Who did it and when. What the card says is on the card, not in the log."""
    db.session.add(CardEntry(ballot_id=ballot.id, card_id=card.id, kind=kind, reason=reason, by=by))
    db.session.flush()
    publish(
        CardEntered(convening_id=ballot.convening_id, table_id=card.table_id, ballot_id=ballot.id)
    )
