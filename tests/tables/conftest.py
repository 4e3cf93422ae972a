"""A table with a scribe, five people and their cards, and a question that is open."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from pog.ballots.models import Vote
from pog.core.database import db
from pog.tables.models import CardEntry, CountSheet, Table, TableCard
from tests.ballots.halls import groups_of, options_of
from tests.factories import make_ballot, make_participant, make_table


@dataclass
class Room:
    """What the tests look up again and again."""

    app: Any
    table_id: Any
    ballot_id: Any
    scribe_id: Any
    options: list[str] = field(default_factory=list)

    @property
    def entry(self) -> str:
        return f"/tables/{self.table_id}/ballots/{self.ballot_id}"

    def votes(self) -> dict[int, dict[str, int]]:
        """The marks of each card."""
        with self.app.app_context():
            rows = (
                db.session.query(TableCard.number, Vote.marks)
                .join(Vote, Vote.participant_id == TableCard.participant_id)
                .filter(TableCard.table_id == self.table_id, Vote.ballot_id == self.ballot_id)
            )
            return {number: marks for number, marks in rows}

    def log(self) -> list[tuple[int, str, str]]:
        with self.app.app_context():
            rows = db.session.query(CardEntry).order_by(CardEntry.at, CardEntry.id)
            return [(row.card.number, row.kind, row.by) for row in rows]

    def sheet(self) -> CountSheet | None:
        with self.app.app_context():
            return db.session.get(CountSheet, (self.ballot_id, self.table_id))

    def table(self) -> Table:
        with self.app.app_context():
            table = db.session.get(Table, self.table_id)
            assert table is not None
            table.people = [(card.number, card.seat.group_id) for card in table.cards_in_use]  # type: ignore[attr-defined]
            db.session.expunge_all()
            return table


@pytest.fixture
def scribe(cast, work, as_person):
    """A guest's browser with a scribe's seat."""
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, role="scribe", nickname="Patient Owl"
        )
    return browser


@pytest.fixture
def room(app, cast, work, scribe):
    with work():
        families = groups_of(cast.convening)["Families"]
        table = make_table(cast.convening, cards=5, scribe=scribe.seat, group=families)
        ballot = make_ballot(cast.convening, settings={"limit": 2})
        return Room(app, table.id, ballot.id, scribe.seat.id, options_of(ballot))


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)
