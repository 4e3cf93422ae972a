"""A hall for ballot tests: guests with seats in their groups, each with a browser."""

from dataclasses import dataclass, field
from typing import Any

from pog.ballots.models import Ballot, Option, Vote
from pog.convenings.models import Participant, StakeholderGroup
from pog.core.database import db
from tests.factories import make_participant


def groups_of(convening: Any) -> dict[str, StakeholderGroup]:
    rows = db.session.query(StakeholderGroup).filter_by(convening_id=convening.id)
    return {group.name: group for group in rows}


def fill_hall(convening: Any, **wanted: int) -> dict[str, list[Participant]]:
    """So many seats in each group: `fill_hall(convening, Students=8, Families=3)`."""
    known = groups_of(convening)
    return {
        name: [make_participant(convening, group=known[name]) for _ in range(number)]
        for name, number in wanted.items()
    }


@dataclass
class Hall:
    """What a test looks up again and again."""

    app: Any
    ballot_id: Any
    options: list[str] = field(default_factory=list)

    def ballot(self) -> Ballot:
        with self.app.app_context():
            found = db.session.get(Ballot, self.ballot_id)
            assert found is not None
            db.session.expunge(found)
            return found

    def votes(self) -> list[Vote]:
        with self.app.app_context():
            return list(db.session.query(Vote).filter_by(ballot_id=self.ballot_id))


def options_of(ballot: Any) -> list[str]:
    rows = (
        db.session.query(Option.id).filter_by(ballot_id=ballot.id).order_by(Option.position).all()
    )
    return [str(row.id) for row in rows]
