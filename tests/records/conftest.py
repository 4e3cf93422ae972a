"""A convening in which something of everything happened, before and after its close."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from pog.ballots import services as voting
from pog.ballots.models import Ballot
from pog.clusters.models import Cluster, ClusteredNote
from pog.comments.models import Disposition
from pog.convenings.models import Convening, NextStep
from pog.core.clock import now
from pog.core.database import db
from pog.notes.models import Collection, Note, Star
from pog.profiles.models import Attribute, Revision
from pog.tables.models import CountSheet, Table
from tests.ballots.halls import fill_hall, options_of
from tests.factories import make_activity, make_ballot, make_comment, make_vote, saved


@dataclass
class Evening:
    """The convening and what a test looks for in its record."""

    id: Any
    seats: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return f"/convenings/{self.id}"


def play(cast: Any, *, students: int = 6, families: int = 6, employers: int = 1) -> Evening:
    """Notes, a theme, a revision, comments, two ballots and a count sheet; inside work()."""
    convening = db.session.get(Convening, cast.convening.id)
    convening.purpose = "Hear everybody."
    convening.place = "Creek School"
    seats = fill_hall(convening, Students=students, Families=families, Employers=employers)
    student = seats["Students"][0]
    write_notes(convening, seats)
    reword(convening, student)
    comment_on(cast, convening, seats)
    vote(convening, seats)
    db.session.add(
        NextStep(
            convening_id=convening.id,
            what="Print the draft",
            owner="Office",
            due_on=None,
            done_at=None,
            changed_by="Ana",
        )
    )
    db.session.flush()
    return Evening(convening.id, seats)


def write_notes(convening: Any, seats: Any) -> None:
    collect = make_activity(convening, "collect", position=9)
    collect.round, collect.opened_at = 2, now()
    collect.title = "What matters"
    for round_number, revealed in ((1, now()), (2, None)):
        saved(
            Collection(
                activity_id=collect.id,
                round=round_number,
                last_number=2,
                revealed_at=revealed,
                revealed_by="Ana" if revealed else None,
            )
        )
    shown = make_note(convening, collect, seats["Students"][0], "Listening first", 1, 1)
    make_note(convening, collect, seats["Families"][0], "Rude words", 1, 2, hidden="Not kind")
    make_note(convening, collect, seats["Families"][1], "Still secret", 2, 1)
    saved(Star(note_id=shown.id, participant_id=seats["Families"][0].id, stars=4))
    attribute = db.session.query(Attribute).filter_by(profile_id=convening.profile_id).first()
    cluster = saved(
        Cluster(
            convening_id=convening.id,
            number=1,
            name="Hearing each other",
            attribute_id=attribute.id,
            ended_at=None,
            ended_by=None,
        )
    )
    saved(ClusteredNote(note_id=shown.id, cluster_id=cluster.id, step=1, put_by="Ana"))


def make_note(
    convening: Any,
    activity: Any,
    seat: Any,
    text: str,
    round_number: int,
    number: int,
    hidden: str | None = None,
) -> Any:
    return saved(
        Note(
            convening_id=convening.id,
            activity_id=activity.id,
            round=round_number,
            number=number,
            participant_id=seat.id,
            author_name=seat.nickname,
            group_letter=seat.group.letter,
            group_name=seat.group.name,
            table_name=None,
            text=text,
            changed_at=None,
            withdrawn_at=None,
            hidden_at=now() if hidden else None,
            hidden_reason=hidden,
            hidden_by="Ana" if hidden else None,
        )
    )


def reword(convening: Any, seat: Any) -> None:
    attribute = db.session.query(Attribute).filter_by(profile_id=convening.profile_id).first()
    attribute.revision += 1
    attribute.statement = "Says clearly what they mean."
    saved(
        Revision(
            profile_id=attribute.profile_id,
            attribute_id=attribute.id,
            number=attribute.revision,
            change="reworded",
            name=attribute.name,
            statement=attribute.statement,
            grouping_name=None,
            position=attribute.position,
            reason="Shorter",
            person_id=None,
            participant_id=seat.id,
            author_name=seat.nickname,
        )
    )


def comment_on(cast: Any, convening: Any, seats: Any) -> None:
    family = seats["Families"][0]
    given = {"convening": convening, "participant": family, "group_letter": "B"}
    answered = make_comment(cast.profile, "=SUM(A1) is no quality", group_name="Families", **given)
    saved(
        Disposition(
            comment_id=answered.id,
            answer="partly",
            reason="We took the point",
            revision_number=2,
            answered_by="Ana",
            published_at=now(),
        )
    )
    drafted = make_comment(cast.profile, "Say it in one line", group_name="Families", **given)
    saved(
        Disposition(
            comment_id=drafted.id,
            answer="declined",
            reason="Draft of an answer",
            revision_number=None,
            answered_by="Ana",
            published_at=None,
        )
    )
    hidden = make_comment(cast.profile, "Awful words", group_name="Families", **given)
    hidden.hidden_at, hidden.hidden_reason, hidden.hidden_by = now(), "Names a child", "Ana"
    make_comment(cast.profile, "A reply to awful", parent=hidden, group_name="Families", **given)


def vote(convening: Any, seats: Any) -> None:
    for question, shown in (("Keep these?", True), ("Which secret?", False)):
        ballot = make_ballot(convening, question)
        db.session.refresh(ballot)
        first, second, _third = options_of(ballot)
        for name, some in seats.items():
            for seat in some:
                chosen = second if name == "Employers" else first
                make_vote(ballot, seat, {chosen: 1})
        voting.close_ballot(ballot)
        if shown:
            voting.reveal_ballot(ballot)
            count_cards(convening, ballot)


def count_cards(convening: Any, ballot: Ballot) -> None:
    table = saved(Table(convening_id=convening.id, number=4, scribe_id=None))
    saved(
        CountSheet(
            ballot_id=ballot.id,
            table_id=table.id,
            handed_out=9,
            blank=1,
            spoiled=1,
            entered=6,
            explanation="One went home",
            kept_by="Ana",
        )
    )


@pytest.fixture
def evening(cast, work):
    """It goes on."""
    with work():
        return play(cast)


@pytest.fixture
def closed_evening(evening, work):
    """It is over."""
    with work():
        convening = db.session.get(Convening, evening.id)
        convening.outcome = "We keep **nine**."
        convening.closed_at = now() + timedelta(seconds=1)
    return evening
