"""Representation: target, joined, contributed and voted per group, and those without a group."""

from pog.convenings.models import StakeholderGroup
from pog.convenings.queries import representation
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_ballot, make_comment, make_participant, make_vote


def numbers(app, cast):
    with app.app_context():
        return {
            row.group.name if row.group else None: (
                row.target,
                row.joined,
                row.contributed,
                row.voted,
                row.missing,
            )
            for row in representation(cast.convening.id)
        }


def test_everybody_is_counted_once_in_their_group(app, cast, work):
    with work():
        families = db.session.query(StakeholderGroup).filter_by(name="Families").one()
        mothers = [make_participant(cast.convening, group=families) for _ in range(3)]
        nobody = make_participant(cast.convening)
        nobody.group_id = None
        make_participant(cast.convening, role="observer")
        gone = make_participant(cast.convening, group=families)
        gone.removed_at = now()
        ballot = make_ballot(cast.convening)
        for seat in (*mothers, nobody):
            make_vote(ballot, seat, {"approved": []})
        for _ in range(2):
            make_comment(cast.profile, convening=cast.convening, participant=mothers[0])
    # While people vote, the number of votes by group stands still: a step would tell who did.
    assert numbers(app, cast)["Families"] == (5, 3, 1, 0, 2)
    with work():
        db.session.merge(ballot).state = "closed"
    found = numbers(app, cast)
    assert found["Families"] == (5, 3, 1, 3, 2)
    assert found["Students"] == (5, 1, 0, 0, 4)  # ben; ana facilitates
    assert found["Employers"] == (5, 0, 0, 0, 5)
    assert found[None] == (0, 1, 0, 1, 0)


def test_the_desk_says_who_is_missing(cast, as_person):
    desk = as_person(cast.ana).get(f"/convenings/{cast.convening.id}/desk").text
    assert "4 missing" in desk
    assert "No group given" in desk
