"""Finding tables, their cards, what was entered, and whether the counts add up."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from pog.ballots.eligibility import cast, voted_in
from pog.ballots.models import Ballot, Vote
from pog.comments.models import RELEASED, Comment
from pog.convenings.models import Convening, Participant, StakeholderGroup
from pog.core.database import db
from pog.core.i18n import _, force_locale
from pog.notes.models import Note
from pog.tables.models import CardEntry, CountSheet, Table, TableCard


def label_of(table: Table) -> str:
    """What the table is called in what it writes: in the convening's language, for everybody."""
    with force_locale(table.convening.language):
        return str(_("Table %(number)s", number=table.number))


def _whole() -> list[Any]:
    """Load options: the cards with their seats and groups."""
    return [
        selectinload(Table.cards).joinedload(TableCard.seat).joinedload(Participant.group),
        joinedload(Table.scribe),
        joinedload(Table.convening),
    ]


def tables_of(convening_id: uuid.UUID) -> Sequence[Table]:
    """The convening's tables by number, with everybody at them."""
    return db.session.scalars(
        select(Table)
        .where(Table.convening_id == convening_id)
        .options(*_whole())
        .order_by(Table.number)
    ).all()


def whole_table(table: Table) -> Table:
    """The table with its cards, seats and groups loaded."""
    return db.session.scalars(
        select(Table)
        .where(Table.id == table.id)
        .options(*_whole())
        .execution_options(populate_existing=True)
    ).one()


def table_of_scribe(seat: Participant) -> Table | None:
    return db.session.scalar(select(Table).where(Table.scribe_id == seat.id))


def next_number(convening_id: uuid.UUID) -> int:
    highest = select(func.max(Table.number)).where(Table.convening_id == convening_id)
    return (db.session.scalar(highest) or 0) + 1


def possible_scribes(convening_id: uuid.UUID, table: Table | None = None) -> Sequence[Participant]:
    """Seats with a browser that sit at no other table."""
    elsewhere = select(Table.scribe_id).where(
        Table.convening_id == convening_id, Table.scribe_id.is_not(None)
    )
    if table is not None:
        elsewhere = elsewhere.where(Table.id != table.id)
    return db.session.scalars(
        select(Participant)
        .where(
            Participant.convening_id == convening_id,
            Participant.removed_at.is_(None),
            Participant.role.in_(("participant", "scribe")),
            or_(Participant.person_id.is_not(None), Participant.sign_in_id.is_not(None)),
            Participant.id.not_in(elsewhere),
        )
        .order_by(Participant.role.desc(), Participant.nickname)
        .limit(400)
    ).all()


def people_at(table: Table) -> dict[uuid.UUID | None, int]:
    """How many sit there from each group; None for those who gave none."""
    found: dict[uuid.UUID | None, int] = {}
    for card in table.cards_in_use:
        found[card.seat.group_id] = found.get(card.seat.group_id, 0) + 1
    return found


def groups_at(table: Table) -> list[tuple[StakeholderGroup | None, list[int]]]:
    """Each group at the table with the numbers of its cards, in their order."""
    found: dict[uuid.UUID | None, tuple[StakeholderGroup | None, list[int]]] = {}
    for card in table.cards_in_use:
        found.setdefault(card.seat.group_id, (card.seat.group, []))[1].append(card.number)
    return list(found.values())


# ------------------------------------------------------------------ cards


def card_of(table: Table, number: int) -> TableCard | None:
    return db.session.scalar(
        select(TableCard).where(TableCard.table_id == table.id, TableCard.number == number)
    )


def votes_at(table: Table, ballot: Ballot) -> Mapping[uuid.UUID, Vote]:
    """What was entered in this ballot, by the seat of the card; nothing of a secret one."""
    rows = db.session.scalars(
        select(Vote)
        .join(TableCard, TableCard.participant_id == Vote.participant_id)
        .where(TableCard.table_id == table.id, Vote.ballot_id == ballot.id)
    )
    return {vote.participant_id: vote for vote in rows}


def entered_at(table: Table, ballot: Ballot) -> frozenset[uuid.UUID]:
    """The seats of cards that were entered, in a secret ballot as well."""
    return frozenset(
        db.session.scalars(
            select(TableCard.participant_id).where(
                TableCard.table_id == table.id, TableCard.participant_id.in_(voted_in(ballot))
            )
        )
    )


def seats_with_votes(seat_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of these seats that voted in any ballot."""
    mine = cast(Participant.id.in_(seat_ids)).subquery()
    return frozenset(db.session.scalars(select(mine.c.participant_id)))


def log_of(table: Table, ballot: Ballot) -> Sequence[CardEntry]:
    """What was done with the table's cards in this ballot, newest first."""
    return db.session.scalars(
        select(CardEntry)
        .join(TableCard, TableCard.id == CardEntry.card_id)
        .where(TableCard.table_id == table.id, CardEntry.ballot_id == ballot.id)
        .options(joinedload(CardEntry.card))
        .order_by(CardEntry.at.desc(), CardEntry.id)
        .limit(100)
    ).all()


# ------------------------------------------------------------------ count sheets

OPEN, UNEVEN, EXPLAINED, EVEN = "open", "uneven", "explained", "even"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """The cards of one table in one ballot."""

    table: Table
    cards: int
    entered: int
    sheet: CountSheet | None

    @property
    def accounted(self) -> int:
        """Entered, blank and spoiled together."""
        given = self.sheet
        return self.entered + (given.blank + given.spoiled if given else 0)

    @property
    def state(self) -> str:
        """open: not counted yet; uneven: does not add up; explained: neither, but said why; even.

        A sheet kept before the last cards were entered is judged by what is entered now; its
        explanation spoke of another difference.
        """
        if self.sheet is None:
            return OPEN
        if self.sheet.handed_out == self.accounted:
            return EVEN
        same = self.sheet.entered == self.entered
        return EXPLAINED if self.sheet.explanation and same else UNEVEN

    @property
    def needs_a_look(self) -> bool:
        return self.state in (OPEN, UNEVEN)


def sheet_line(table: Table, ballot: Ballot) -> SheetLine:
    return SheetLine(
        table=table,
        cards=len(table.cards_in_use),
        entered=len(entered_at(table, ballot)),
        sheet=db.session.get(CountSheet, (ballot.id, table.id)),
    )


def sheets_of(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> list[SheetLine]:
    """Every table with people at it, by number; three queries, however many there are."""
    tables = tables_of(convening_id)
    if not tables:
        return []
    voted = cast(Ballot.id == ballot_id).subquery()
    entered = {
        table_id: number
        for table_id, number in db.session.execute(
            select(TableCard.table_id, func.count())
            .join(voted, voted.c.participant_id == TableCard.participant_id)
            .group_by(TableCard.table_id)
        )
    }
    sheets = {
        sheet.table_id: sheet
        for sheet in db.session.scalars(select(CountSheet).where(CountSheet.ballot_id == ballot_id))
    }
    return [
        SheetLine(
            table=table,
            cards=len(table.cards_in_use),
            entered=entered.get(table.id, 0),
            sheet=sheets.get(table.id),
        )
        for table in tables
        if table.cards_in_use or table.id in entered or table.id in sheets
    ]


def sheets_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-tables-{id}` of the desk: the count sheets of all tables."""
    ballot = db.session.get(Ballot, ballot_id)
    if ballot is None or ballot.convening_id != convening_id or ballot.state == "draft":
        return None
    return {"ballot": ballot, "lines": sheets_of(convening_id, ballot_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotAtTable:
    """An open ballot and how far its cards are."""

    ballot: Ballot
    line: SheetLine


def ballots_at(table: Table) -> list[BallotAtTable]:
    """The open ballots with how many of the table's cards are entered; three queries."""
    ballots = db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id == table.convening_id, Ballot.state == "open")
        .order_by(Ballot.position, Ballot.created_at)
    ).all()
    if not ballots:
        return []
    ids = [ballot.id for ballot in ballots]
    voted = cast(Ballot.id.in_(ids)).subquery()
    entered = {
        ballot_id: number
        for ballot_id, number in db.session.execute(
            select(voted.c.ballot_id, func.count())
            .join(TableCard, TableCard.participant_id == voted.c.participant_id)
            .where(TableCard.table_id == table.id)
            .group_by(voted.c.ballot_id)
        )
    }
    sheets = {
        sheet.ballot_id: sheet
        for sheet in db.session.scalars(
            select(CountSheet).where(CountSheet.table_id == table.id, CountSheet.ballot_id.in_(ids))
        )
    }
    cards = len(table.cards_in_use)
    return [
        BallotAtTable(
            ballot=ballot,
            line=SheetLine(
                table=table,
                cards=cards,
                entered=entered.get(ballot.id, 0),
                sheet=sheets.get(ballot.id),
            ),
        )
        for ballot in ballots
    ]


# ------------------------------------------------------------------ what the table said


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer the table gave."""

    text: str
    note: bool
    at: Any


def said_by(table: Table) -> list[Said]:
    """The table's latest notes and comments, newest first."""
    label = label_of(table)
    notes = db.session.scalars(
        select(Note)
        .where(
            Note.convening_id == table.convening_id,
            Note.table_name == label,
            Note.withdrawn_at.is_(None),
            Note.hidden_at.is_(None),
        )
        .order_by(Note.created_at.desc())
        .limit(20)
    )
    comments = db.session.scalars(
        select(Comment)
        .where(
            Comment.convening_id == table.convening_id,
            Comment.author_name == label,
            Comment.hidden_at.is_(None),
            RELEASED,
        )
        .order_by(Comment.created_at.desc())
        .limit(20)
    )
    found = [Said(text=one.text, note=True, at=one.created_at) for one in notes]
    found += [Said(text=one.body, note=False, at=one.created_at) for one in comments]
    return sorted(found, key=lambda one: one.at, reverse=True)[:20]


def ballots_to_print(convening: Convening, *, drafts: bool) -> Sequence[Ballot]:
    """What is on paper: open ballots, and for facilitators those being prepared."""
    states = ("draft", "open") if drafts else ("open",)
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id == convening.id, Ballot.state.in_(states))
        .options(selectinload(Ballot.options))
        .order_by(Ballot.position, Ballot.created_at)
    ).all()
