"""The paper cards of all votes of a convening, table by table, in four queries."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from pog.ballots.eligibility import cast
from pog.ballots.models import Ballot
from pog.convenings.models import Participant
from pog.core.database import db
from pog.tables.models import CountSheet, Table, TableCard
from pog.tables.queries import SheetLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One table's cards in one ballot."""

    ballot: Ballot
    line: SheetLine


def counted_cards(convening_id: uuid.UUID) -> list[Counted]:
    """Every table with cards in every ballot that was opened, by ballot and by table."""
    tables = db.session.execute(
        select(Table, func.count(Participant.id))
        .outerjoin(TableCard, TableCard.table_id == Table.id)
        .outerjoin(
            Participant,
            (Participant.id == TableCard.participant_id) & Participant.removed_at.is_(None),
        )
        .where(Table.convening_id == convening_id)
        .group_by(Table.id)
        .order_by(Table.number)
    ).all()
    if not tables:
        return []
    entered = entered_cards(convening_id)
    ballots = db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id == convening_id, Ballot.state != "draft")
        .order_by(Ballot.opened_at, Ballot.id)
    ).all()
    sheets = {
        (sheet.ballot_id, sheet.table_id): sheet
        for sheet in db.session.scalars(
            select(CountSheet)
            .join(Table, Table.id == CountSheet.table_id)
            .where(Table.convening_id == convening_id)
        )
    }
    return [
        Counted(
            ballot=ballot,
            line=SheetLine(
                table=table,
                cards=cards,
                entered=entered.get((ballot.id, table.id), 0),
                sheet=sheets.get((ballot.id, table.id)),
            ),
        )
        for ballot in ballots
        for table, cards in tables
    ]


def entered_cards(convening_id: uuid.UUID) -> dict[tuple[uuid.UUID, uuid.UUID], int]:
    """How many cards of each table were entered in each ballot."""
    voted = cast(Ballot.convening_id == convening_id).subquery()
    rows = db.session.execute(
        select(voted.c.ballot_id, TableCard.table_id, func.count())
        .join(TableCard, TableCard.participant_id == voted.c.participant_id)
        .group_by(voted.c.ballot_id, TableCard.table_id)
    )
    return {(ballot_id, table_id): number for ballot_id, table_id, number in rows}
