"""Preparing a ballot: question, method, options and rules; changed until it opens."""

import uuid

import pytest

from pog.ballots.events import BallotPrepared
from pog.ballots.models import Ballot, Option
from pog.core.database import db
from pog.core.events import on
from pog.profiles.models import Attribute
from tests.factories import make_ballot, make_participant


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def attributes(app, cast):
    with app.app_context():
        rows = db.session.query(Attribute).filter_by(profile_id=cast.profile.id)
        return [str(row.id) for row in rows.order_by(Attribute.position)]


@pytest.fixture
def ballots(app):
    def read():
        with app.app_context():
            rows = db.session.query(Ballot).order_by(Ballot.position).all()
            for row in rows:
                row.names = [option.name for option in row.options]
            db.session.expunge_all()
            return rows

    return read


@pytest.fixture
def new(cast):
    return f"/convenings/{cast.convening.id}/ballots/new"


QUESTION = {"question": "Which do we keep?", "method": "approval", "hidden": "y"}


def test_a_facilitator_prepares_one_from_attributes(ana, new, attributes, ballots):
    assert ana.get(new).status_code == 200
    answer = ana.post(new, data={**QUESTION, "attributes": attributes[:2], "limit": "1"})
    assert answer.status_code == 303
    [ballot] = ballots()
    assert answer.location.endswith(f"/ballots/{ballot.id}/desk")
    assert ballot.names == ["Clear communication", "Sound judgement"]
    assert (ballot.state, ballot.hidden, ballot.settings) == ("draft", True, {"limit": 1})
    assert "Which do we keep?" in ana.get(f"/ballots/{ballot.id}/desk").text


def test_options_of_ones_own_stand_behind_the_attributes(ana, new, attributes, ballots):
    ana.post(new, data={**QUESTION, "attributes": attributes[:1], "own": "Courage\n\n  Care \n"})
    assert ballots()[0].names == ["Clear communication", "Courage", "Care"]


def test_fist_to_five_takes_its_words(ana, new, attributes, ballots):
    data = {
        "question": "Can you live with this?",
        "method": "fist_to_five",
        "attributes": attributes[:1],
        "pass_share": "75",
        **{f"word_{value}": f"Step {value}" for value in range(6)},
    }
    ana.post(new, data=data)
    [ballot] = ballots()
    assert ballot.settings == {"words": [f"Step {v}" for v in range(6)], "pass_share": 75}
    assert ballot.hidden is False
    ana.post(f"/ballots/{ballot.id}/open")
    assert "Step 4" in ana.get(f"/ballots/{ballot.id}").text


def test_one_wording_of_ones_own_for_fist_to_five(app, ana, new, ballots):
    data = {
        "question": "Live with it?",
        "method": "fist_to_five",
        "own": "The vision",
        "wording": "Every graduate **belongs**.",
    }
    assert ana.post(new, data=data).status_code == 303
    ana.post(f"/ballots/{ballots()[0].id}/open")
    assert "<strong>belongs</strong>" in ana.get(f"/ballots/{ballots()[0].id}").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"question": " "}, "Enter the question."),
        ({"question": "x" * 301}, "Use at most 300 characters for the question."),
        ({"method": ""}, "Choose how people vote."),
        ({"method": "coin"}, "Not a valid choice"),
        ({"attributes": [], "own": "Only one"}, "Choose at least two attributes"),
        ({"own": "Care\ncare"}, "Two options have the same name."),
        ({"own": "x" * 201}, "Use at most 200 characters for each option."),
        ({"own": "\n".join(f"Option {n}" for n in range(61))}, "Use at most 60 options."),
        ({"limit": "9"}, "Enter how many options a person can choose, from 1 to 2"),
        ({"limit": "two"}, "Enter how many options"),
        ({"method": "fist_to_five", "pass_share": "101"}, "Enter a percentage from 1 to 100."),
        ({"method": "fist_to_five", "word_3": " "}, "Say what each number from 0 to 5 means."),
    ],
)
def test_what_does_not_fit_is_explained_and_the_rest_kept(
    ana, new, attributes, ballots, changed, sentence
):
    answer = ana.post(new, data={**QUESTION, "attributes": attributes[:2], **changed})
    assert answer.status_code == 422
    assert sentence in answer.text
    if "question" not in changed:
        assert 'value="Which do we keep?"' in answer.text
    assert ballots() == []


def test_an_attribute_of_another_profile_is_no_choice(ana, new, ballots):
    answer = ana.post(new, data={**QUESTION, "attributes": [str(uuid.uuid4())], "own": "A\nB"})
    assert answer.status_code == 422
    assert ballots() == []


def test_a_draft_is_changed_and_thrown_away(ana, new, attributes, ballots):
    ana.post(new, data={**QUESTION, "attributes": attributes[:2]})
    [ballot] = ballots()
    text = ana.get(f"/ballots/{ballot.id}/edit").text
    assert 'value="Which do we keep?"' in text
    assert (
        text.count(" checked") == 6
    )  # the method, two attributes, hidden, and two rules of other methods
    answer = ana.post(
        f"/ballots/{ballot.id}/edit",
        data={**QUESTION, "question": "Which first?", "own": "One\nTwo"},
    )
    assert answer.status_code == 303
    [ballot] = ballots()
    assert (ballot.question, ballot.names) == ("Which first?", ["One", "Two"])
    assert ana.post(f"/ballots/{ballot.id}/discard").status_code == 303
    assert ballots() == []


def test_once_open_it_is_not_changed(app, ana, cast, work):
    with work():
        ballot = make_ballot(cast.convening)
    data = {**QUESTION, "question": "Another question?", "own": "One\nTwo"}
    answer = ana.post(f"/ballots/{ballot.id}/edit", data=data)
    assert answer.status_code == 409
    assert "its question and options stay as they are" in answer.text
    assert ana.post(f"/ballots/{ballot.id}/discard").status_code == 409
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).question == "Which of these do we keep?"
        assert db.session.query(Option).count() == 3


def test_nobody_sees_a_draft_but_facilitators(cast, ana, as_person, client, work):
    guest = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=guest.sign_in)
        ballot = make_ballot(cast.convening, "Secret so far?", state="draft")
    for browser in (guest, as_person(cast.ben), as_person(cast.cy), client):
        for page in ("", "/desk", "/projector", "/edit", "/close"):
            assert browser.get(f"/ballots/{ballot.id}{page}").status_code == 404
    for browser in (guest, as_person(cast.ben)):
        assert "Secret so far?" not in browser.get(f"/convenings/{cast.convening.id}/ballots").text
    assert "Secret so far?" in ana.get(f"/convenings/{cast.convening.id}/ballots").text


def test_only_facilitators_prepare(cast, new, as_person, client, ballots):
    for browser, status in ((as_person(cast.ben), 403), (as_person(cast.cy), 404), (client, 404)):
        assert browser.get(new).status_code == status
        assert browser.post(new, data={**QUESTION, "own": "A\nB"}).status_code == status
    assert ballots() == []


def test_it_is_announced(ana, cast, new):
    heard = []
    on(BallotPrepared)(heard.append)
    ana.post(new, data={**QUESTION, "own": "A\nB"})
    ana.post(new, data={**QUESTION, "own": "A"})
    assert [event.convening_id for event in heard] == [cast.convening.id]
