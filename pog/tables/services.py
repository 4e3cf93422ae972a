"""Opening tables and seating the people there; each paper card is a seat of its own."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pog.convenings.joining import free_name
from pog.convenings.models import Convening, Participant, StakeholderGroup
from pog.convenings.roles import change_role
from pog.convenings.seats import nicknames_in
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _, _l, force_locale
from pog.core.markup import clean_line
from pog.core.work import publish
from pog.tables.events import TableChanged
from pog.tables.models import HIGHEST_NUMBER, MOST_PEOPLE, NAME_LIMIT, Table, TableCard
from pog.tables.queries import seats_with_votes, table_of_scribe, whole_table

People = Mapping[uuid.UUID | None, int]
"""How many sit there from each group; None for those who give none."""


def open_table(
    convening: Convening,
    *,
    number: int,
    name: str = "",
    people: People,
    scribe: Participant | None = None,
) -> Table:
    """Open a table; everybody there gets a card, and counts as joined from now on."""
    lock(convening)
    refuse_when_closed(convening)
    refuse_number(number)
    refuse_no_people(people)
    table = Table(
        convening_id=convening.id,
        number=number,
        name=checked_name(name),
        scribe_id=None,
        last_card=0,
    )
    try:
        with db.session.begin_nested():
            db.session.add(table)
    except IntegrityError as error:
        raise number_is_taken(number) from error
    seat_scribe(table, scribe)
    seat_people(table, people)
    return table


def lock(convening: Convening) -> None:
    """Before anything that hangs on it is written: scribes open their tables all at once.

    A new table holds its convening, and naming the scribe has to hold it alone. On PostgreSQL
    five of six waited for each other and were turned away.
    """
    db.session.refresh(convening, with_for_update=True)


def refuse_when_closed(convening: Convening) -> None:
    if not convening.takes_input:
        raise Conflict(_l("This convening is closed. It can be read, not changed."))


def refuse_number(number: int) -> None:
    if not 1 <= number <= HIGHEST_NUMBER:
        raise Refusal(_l("Enter a number from 1 to 999."), field="number")


def refuse_no_people(people: People) -> None:
    if not sum(people.values()):
        raise Refusal(_l("Say how many people sit at the table."), field="people")


def number_is_taken(number: int) -> Conflict:
    return Conflict(
        _("There is already a table %(number)s. Use another number.", number=number),
        field="number",
    )


def checked_name(name: str) -> str:
    cleaned = clean_line(name)
    if len(cleaned) > NAME_LIMIT:
        raise Refusal(_l("Use at most 60 characters for the name."), field="name")
    return cleaned


def change_table(
    table: Table,
    *,
    number: int,
    name: str,
    people: People,
    scribe: Participant | None,
) -> None:
    """Change number, name, scribe and who sits there; cards with votes stay."""
    lock(table.convening)
    refuse_when_closed(table.convening)
    refuse_number(number)
    db.session.refresh(table, with_for_update=True)
    table.name = checked_name(name)
    try:
        with db.session.begin_nested():
            table.number = number
    except IntegrityError as error:
        raise number_is_taken(number) from error
    seat_scribe(table, scribe)
    seat_people(table, people)


def seat_scribe(table: Table, scribe: Participant | None) -> None:
    """Let this seat write for the table; it becomes a scribe's."""
    if scribe is None:
        table.scribe_id = None
        return
    other = table_of_scribe(scribe)
    if other is not None and other.id != table.id:
        raise Conflict(
            _(
                "%(name)s is the scribe of table %(number)s.",
                name=scribe.nickname,
                number=other.number,
            ),
            field="scribe",
        )
    change_role(scribe, "scribe")
    table.scribe_id = scribe.id
    db.session.flush()


def seat_people(table: Table, people: People) -> None:
    """Give everybody a card, group after group; what is too much goes, unless it voted."""
    if any(number < 0 for number in people.values()) or sum(people.values()) > MOST_PEOPLE:
        raise Refusal(_l("A table has at most 40 people. Open a second one."), field="people")
    db.session.flush()
    db.session.refresh(table, with_for_update=True)
    hold_cards(table)
    whole = whole_table(table)
    voted = seats_with_votes([card.participant_id for card in whole.cards])
    for group_id, wanted in people.items():
        here = [card for card in whole.cards_in_use if card.seat.group_id == group_id]
        take_cards(here[::-1], len(here) - wanted, voted)
    spare = [
        card
        for card in whole.cards
        if card.seat.removed_at is not None and card.participant_id not in voted
    ]
    for group_id, wanted in people.items():
        here = [card for card in whole.cards_in_use if card.seat.group_id == group_id]
        give_cards(whole, group_id, wanted - len(here), spare)
    tell(table)


def hold_cards(table: Table) -> None:
    """A card that is just being entered is waited for: it has voted, so it stays."""
    mine = select(TableCard.id).where(TableCard.table_id == table.id)
    db.session.scalars(mine.order_by(TableCard.number).with_for_update()).all()


def take_cards(last_first: Sequence[TableCard], too_many: int, voted: frozenset[uuid.UUID]) -> None:
    """Take cards away again, the last ones first, and never one that voted."""
    unused = [card for card in last_first if card.participant_id not in voted]
    if too_many > len(unused):
        raise Conflict(
            _l("Some of these cards have voted, so they stay. Enter a higher number."),
            field="people",
        )
    for card in unused[: max(too_many, 0)]:
        card.seat.removed_at = now()


def give_cards(
    table: Table, group_id: uuid.UUID | None, missing: int, spare: list[TableCard]
) -> None:
    """Bring back cards that were taken away, then number new ones."""
    for _one in range(max(missing, 0)):
        if spare:
            card = spare.pop(0)
            card.seat.removed_at = None
            card.seat.group_id = group_id
        else:
            add_card(table, group_id)


def add_card(table: Table, group_id: uuid.UUID | None) -> None:
    table.last_card += 1
    with force_locale(table.convening.language):
        nickname = str(
            _("Table %(table)s, card %(card)s", table=table.number, card=table.last_card)
        )
    seat = Participant(
        id=uuid.uuid4(),
        convening_id=table.convening_id,
        group_id=group_id,
        person_id=None,
        sign_in_id=None,
        role="participant",
        nickname=free_name(nickname, nicknames_in(table.convening_id)),
        removed_at=None,
    )
    db.session.add(seat)
    db.session.flush()
    card = TableCard(number=table.last_card, participant_id=seat.id)
    card.seat = seat
    table.cards.append(card)
    db.session.flush()


def move_card(card: TableCard, group: StakeholderGroup | None) -> None:
    """Let a card speak for another group, before its first vote."""
    if seats_with_votes([card.participant_id]):
        raise Conflict(_l("This card has voted, so its group stays as it is."))
    card.seat.group = group
    db.session.flush()
    tell(card.table)


def tell(table: Table) -> None:
    db.session.flush()
    publish(TableChanged(convening_id=table.convening_id, table_id=table.id))
