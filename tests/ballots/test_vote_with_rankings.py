"""Every other way of voting on the page: what is sent, what comes back, what the result shows."""

import pytest

from pog.ballots.models import Ballot
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot, make_participant, make_vote

NAMES = ("Curiosity", "Courage", "Care", "Craft")
SETTINGS = {
    "motion": {"pass_rule": "simple", "share": 60, "abstentions": "left_out"},
    "irv": {"seed": "7"},
    "stv": {"seats": 2, "seed": "7"},
    "schulze": {"seed": "7"},
}


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


@pytest.fixture
def open_vote(app, cast, work):
    def begin(method, options=NAMES):
        with work():
            ballot = make_ballot(
                cast.convening, method=method, options=options, settings=SETTINGS.get(method, {})
            )
            return Hall(app, ballot.id, options_of(ballot))

    return begin


def marks(hall, *values):
    return {f"mark-{one}": str(v) for one, v in zip(hall.options, values, strict=False)}


@pytest.mark.parametrize("method", ["irv", "stv", "schulze"])
def test_a_ranking_is_stored_and_shown_again(guest, open_vote, method):
    hall = open_vote(method)
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert text.count("<select") == 4
    assert "Its seed is “7”." in text
    answer = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data=marks(hall, 2, "", 1), follow_redirects=True
    )
    assert "Your vote is stored." in answer.text
    [vote] = hall.votes()
    assert vote.marks == {hall.options[0]: 2, hall.options[2]: 1}
    assert answer.text.count(" selected>") == 2
    assert '<option value="2" selected>2</option>' in answer.text


@pytest.mark.parametrize(
    ("places", "sentence"),
    [((1, 1), "You gave place 1 more than once."), ((1, 3), "You left out place 2.")],
)
def test_equal_places_and_gaps_are_explained_and_nothing_is_lost(
    guest, open_vote, places, sentence
):
    hall = open_vote("stv")
    answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data=marks(hall, *places))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count(" selected>") == 2
    assert hall.votes() == []


def test_equal_places_where_they_are_kept(guest, open_vote):
    hall = open_vote("schulze")
    assert guest.post(f"/ballots/{hall.ballot_id}/vote", data=marks(hall, 1, 1)).status_code == 303
    assert [vote.marks for vote in hall.votes()] == [{hall.options[0]: 1, hall.options[1]: 1}]


def test_many_options_are_ranked_by_number(guest, open_vote):
    hall = open_vote("irv", tuple(f"Theme {n}" for n in range(20)))
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert text.count('type="number"') == 20


def test_a_block_needs_its_reason(guest, open_vote):
    hall = open_vote("consent", ("The vision",))
    address = f"/ballots/{hall.ballot_id}/vote"
    answer = guest.post(address, data=marks(hall, 0))
    assert answer.status_code == 422
    assert "Say why, so that the draft can be changed." in answer.text
    assert (
        guest.post(address, data={**marks(hall, 0), "reason": "No word on care"}).status_code == 303
    )
    assert [vote.reason for vote in hall.votes()] == ["No word on care"]
    assert guest.post(address, data={**marks(hall, 3), "reason": "Gone"}).status_code == 303
    assert [vote.reason for vote in hall.votes()] == [""]


def close(cast, as_person, hall):
    ana = as_person(cast.ana)
    assert ana.post(f"/ballots/{hall.ballot_id}/close").status_code == 303
    assert ana.post(f"/ballots/{hall.ballot_id}/reveal").status_code == 303
    return ana


class Named:
    def __init__(self, hall):
        self.id = hall.ballot_id


def test_rounds_are_told(cast, as_person, guest, work, open_vote):
    hall = open_vote("irv")
    with work():
        seats = fill_hall(cast.convening, Students=6, Families=5)
        for at, seat in enumerate([*seats["Students"], *seats["Families"]]):
            order = ((0,), (1, 2), (2, 1))[0 if at < 5 else 1 if at < 8 else 2]
            make_vote(
                Named(hall),
                seat,
                {hall.options[o]: place for place, o in enumerate(order, start=1)},
            )
    ana = close(cast, as_person, hall)
    for address in (
        guest.get(f"/ballots/{hall.ballot_id}"),
        ana.get(f"/ballots/{hall.ballot_id}/desk"),
    ):
        text = address.text
        assert "Round by round" in text
        assert "“Craft” is out, and its votes move on." in text
        assert "How ties were decided" in text
        assert "The lot decides" in text
        assert "Choices by group" in text
    assert "Chosen: " in guest.get(f"/ballots/{hall.ballot_id}/projector").text
    record = ana.get(f"/convenings/{cast.convening.id}/record").text
    assert "Round by round" in record


def test_every_two_compared(cast, as_person, guest, work, open_vote):
    hall = open_vote("schulze")
    with work():
        for seat in fill_hall(cast.convening, Students=6)["Students"]:
            make_vote(Named(hall), seat, {hall.options[1]: 1, hall.options[0]: 2})
    close(cast, as_person, hall)
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert "Chosen: Courage" in text
    assert text.count('class="number is-win"') == 5


@pytest.mark.parametrize(
    ("method", "mark", "sentence"),
    [
        ("motion", 2, "6 yes, 0 no, 0 abstained."),
        ("consent", 3, "No objection is open."),
        ("gradients", 8, "All who answered can accept it."),
        ("score", 4, "4.0 of 5, from 6 people"),
    ],
)
def test_scales_are_told(cast, as_person, guest, work, open_vote, method, mark, sentence):
    hall = open_vote(method)
    with work():
        for seat in fill_hall(cast.convening, Students=6)["Students"]:
            make_vote(Named(hall), seat, {hall.options[0]: mark})
    ana = close(cast, as_person, hall)
    for page in ("", "/projector"):
        assert guest.get(f"/ballots/{hall.ballot_id}{page}").status_code == 200
    assert sentence in ana.get(f"/ballots/{hall.ballot_id}/desk").text


@pytest.mark.parametrize(
    ("method", "rules", "stored"),
    [
        (
            "motion",
            {"pass_rule": "two_thirds", "abstentions": "like_no"},
            {"pass_rule": "two_thirds", "share": 60, "abstentions": "like_no"},
        ),
        ("stv", {"seats": "2", "stv_seed": "dice 4 4 1"}, {"seats": 2, "seed": "dice 4 4 1"}),
        ("consent", {}, {}),
    ],
)
def test_rules_are_set_on_the_form(app, cast, as_person, method, rules, stored):
    ana = as_person(cast.ana)
    data = {"question": "Which?", "method": method, "own": "\n".join(NAMES), **rules}
    assert ana.post(f"/convenings/{cast.convening.id}/ballots/new", data=data).status_code == 303
    with app.app_context():
        assert db.session.query(Ballot).one().settings == stored


def test_a_lot_is_drawn_before_anybody_votes_and_anew_in_the_next_round(app, cast, as_person):
    ana = as_person(cast.ana)
    data = {"question": "Which?", "method": "irv", "own": "\n".join(NAMES)}
    ana.post(f"/convenings/{cast.convening.id}/ballots/new", data=data)
    with app.app_context():
        ballot = db.session.query(Ballot).one()
    assert len(ballot.settings["seed"]) == 6
    assert ballot.settings["seed"] in ana.get(f"/ballots/{ballot.id}/edit").text
    for action in ("open", "close", "reveal", "rounds"):
        assert ana.post(f"/ballots/{ballot.id}/{action}").status_code == 303
    with app.app_context():
        after = db.session.query(Ballot).filter_by(round=2).one()
        assert len(after.settings["seed"]) == 6
