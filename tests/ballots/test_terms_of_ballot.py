"""Who is asked, what suffices, and whether it is a decision."""

import pytest

from pog.ballots.deciding import quorum_of, verdict_of
from pog.ballots.models import Ballot
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, groups_of, options_of
from tests.factories import make_ballot, make_participant, make_sign_in, make_vote


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def typed(**more):
    return {"question": "Adopt it?", "method": "approval", "own": "Yes\nNo", "hidden": "y", **more}


def newest(app):
    with app.app_context():
        return db.session.query(Ballot).order_by(Ballot.created_at.desc()).first()


def test_terms_are_set_and_said_on_top(app, cast, ana):
    with app.app_context():
        families = str(groups_of(cast.convening)["Families"].id)
    data = typed(group_ids=[families], quorum_percent="60", pass_percent="50", pass_groups="1")
    address = f"/convenings/{cast.convening.id}/ballots/new"
    text = ana.post(address, data=data, follow_redirects=True).text
    ballot = newest(app)
    assert (ballot.group_ids, ballot.quorum_percent, ballot.pass_percent) == ([families], 60, 50)
    for sentence in (
        "Asked here: Families.",
        "It counts when 60 of 100 people who may vote do vote.",
        "An option passes when more than 50 of 100 votes support it.",
        "It needs that in 1 group as well.",
    ):
        assert sentence in text
    kept = ana.get(f"/ballots/{ballot.id}/edit").text
    assert f'value="{families}" checked' in kept
    assert 'value="60"' in kept


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quorum_percent": "101"}, "Enter a number from 1 to 100"),
        ({"quorum_number": "many"}, "Enter a whole number"),
        ({"pass_percent": "50", "pass_groups": "99"}, "groups to vote. Enter at most that."),
        ({"pass_groups": "2"}, "Say which share an option needs"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_was_typed(app, cast, ana, wrong, said):
    answer = ana.post(f"/convenings/{cast.convening.id}/ballots/new", data=typed(**wrong))
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert f'value="{next(iter(wrong.values()))}"' in answer.text
    assert newest(app) is None


def test_only_the_groups_asked_may_vote(app, cast, work):
    browsers = {}
    with work():
        groups = groups_of(cast.convening)
        for name in ("Families", "Students"):
            sign_in = make_sign_in(None, token=f"of-{name}")
            make_participant(cast.convening, sign_in=sign_in, group=groups[name])
        ballot = make_ballot(
            cast.convening, options=("Yes", "No"), group_ids=[str(groups["Families"].id)]
        )
        options = options_of(ballot)
    for name in ("Families", "Students"):
        browsers[name] = app.test_client()
        browsers[name].sign_in_with(f"of-{name}")
    address = f"/ballots/{ballot.id}"
    assert "This vote is for other groups." in browsers["Students"].get(address).text
    answers = {
        name: browser.post(f"{address}/vote", data={"option": options[:1]}).status_code
        for name, browser in browsers.items()
    }
    assert answers == {"Families": 303, "Students": 403}
    hall = Hall(app, ballot.id)
    assert len(hall.votes()) == 1
    assert "1 of 1 have voted" in browsers["Students"].get(address).text


def closed(app, cast, work, ana, *, votes, empty=0, **terms):
    """Each group's votes for the first of two options; `empty` seats that did not vote."""
    with work():
        ballot = make_ballot(cast.convening, options=("Yes", "No"), **terms)
        options = options_of(ballot)
        seats = fill_hall(cast.convening, **{name: number for name, (number, _y) in votes.items()})
        fill_hall(cast.convening, Students=empty)
        for name, (_number, yes) in votes.items():
            for place, seat in enumerate(seats[name]):
                make_vote(ballot, seat, {options[0]: int(place < yes), options[1]: 0})
    ana.post(f"/ballots/{ballot.id}/close")
    ana.post(f"/ballots/{ballot.id}/reveal")
    return ballot.id


@pytest.mark.parametrize(("percent", "met"), [(24, True), (25, True), (26, False), (100, False)])
def test_a_quorum_is_compared_with_ballots_cast(app, cast, work, ana, percent, met):
    """20 people could vote and 5 did: a tool that compares invitations finds every quorum met."""
    ballot_id = closed(
        app,
        cast,
        work,
        ana,
        votes={"Families": (5, 5)},
        empty=12,  # and Ana, Ben and one more of the cast
        quorum_percent=percent,
        could_vote=20,
    )
    with app.app_context():
        ballot = db.session.get(Ballot, ballot_id)
        assert ballot.eligible <= 20
        assert quorum_of(ballot, 5).met is met
    text = ana.get(f"/ballots/{ballot_id}").text
    assert ("Enough people voted" if met else "Too few people voted") in text


def test_sending_people_out_does_not_lower_the_quorum(app, cast, work, ana):
    with work():
        seats = fill_hall(cast.convening, Families=10)["Families"]
        ballot = make_ballot(cast.convening, state="draft", quorum_percent=50)
    ana.post(f"/ballots/{ballot.id}/open")
    with work():
        for seat in seats[2:]:
            db.session.merge(seat).removed_at = seat.joined_at
    ana.post(f"/ballots/{ballot.id}/close")
    with app.app_context():
        found = quorum_of(db.session.get(Ballot, ballot.id), 2)
        assert (found.base, found.needed, found.met) == (12, 6, False)


@pytest.mark.parametrize(
    ("votes", "passes"),
    [
        # Large groups for, the others against: everybody's count carries it, the groups do not.
        ({"Students": (20, 20), "Families": (6, 1), "Educators": (6, 1)}, False),
        ({"Students": (20, 12), "Families": (6, 4), "Educators": (6, 1)}, True),
        ({"Students": (20, 10), "Families": (6, 3), "Educators": (6, 3)}, False),
        # A small group is told together with the next larger one: two voices, not three.
        ({"Students": (20, 20), "Families": (6, 6), "Educators": (1, 1)}, True),
        ({"Students": (20, 20), "Families": (1, 1)}, False),
    ],
)
def test_a_majority_in_several_groups(app, cast, work, ana, votes, passes):
    ballot_id = closed(app, cast, work, ana, votes=votes, pass_percent=50, pass_groups=2)
    with app.test_request_context():
        verdict = verdict_of(db.session.get(Ballot, ballot_id))
        assert {one.option.option.name: one.passes for one in verdict.options} == {
            "Yes": passes,
            "No": False,
        }
    text = ana.get(f"/ballots/{ballot_id}").text
    assert ("It passes" in text) is passes


def test_each_group_counts_as_one(app, cast, work, ana):
    """All students for, all others against: 20 of 32, but one voice of three."""
    votes = {"Students": (20, 20), "Families": (6, 0), "Educators": (6, 0)}
    ballot_id = closed(app, cast, work, ana, votes=votes)
    text = ana.get(f"/ballots/{ballot_id}").text
    assert "20 of 32, 63 percent" in text
    assert "33 percent, mean of 3 groups" in text


def test_nothing_is_decided_before_the_reveal(app, cast, work, ana):
    with work():
        ballot = make_ballot(cast.convening, pass_percent=50, quorum_number=1)
    ana.post(f"/ballots/{ballot.id}/close")
    with app.test_request_context():
        assert verdict_of(db.session.get(Ballot, ballot.id)) is None
