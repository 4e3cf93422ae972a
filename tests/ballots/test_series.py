"""Questions in a row: prepared in one step, everybody is led from one to the next."""

import uuid

import pytest

from pog.ballots.models import Ballot
from pog.core.database import db
from tests.factories import make_attribute, make_participant, make_sign_in


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def row(app, cast, work, ana):
    """Three questions, one for each attribute."""
    with work():
        made = [make_attribute(cast.profile, name) for name in ("Courage", "Care", "Curiosity")]
    data = {
        "question": "Can you live with “{name}”?",
        "method": "fist_to_five",
        "attributes": [str(one.id) for one in made],
        "hidden": "y",
    }
    answer = ana.post(f"/convenings/{cast.convening.id}/ballots/series/new", data=data)
    assert answer.status_code == 303
    return answer.location


@pytest.fixture
def guest(app, cast, work):
    with work():
        make_participant(cast.convening, sign_in=make_sign_in(None, token="guest"))
    browser = app.test_client()
    browser.sign_in_with("guest")
    return browser


def states(app):
    with app.app_context():
        rows = db.session.query(Ballot).order_by(Ballot.position)
        return [(one.question, one.state) for one in rows]


def test_one_ballot_for_each_attribute_in_one_step(app, ana, row):
    assert states(app) == [
        (f"Can you live with “{name}”?", "draft") for name in ("Courage", "Care", "Curiosity")
    ]
    assert "Open the first question" in ana.get(row).text


def test_opening_the_next_leads_everybody_there(app, cast, ana, guest, row):
    ana.post(f"{row}/next")
    room = f"/convenings/{cast.convening.id}"
    first = guest.get(f"{room}/ballots").location
    option = first.rsplit("/", 1)[-1]
    with app.app_context():
        [mark] = db.session.get(Ballot, option_id(option)).option_keys
    assert guest.post(f"{first}/vote", data={f"mark-{mark}": "4"}).status_code == 303
    ana.post(f"{row}/next")
    page = guest.get(first).text
    assert "Can you live with “Care”?" in page.split("data-came=")[1][:1500], (
        "the call names the next one"
    )
    second = guest.get(f"{room}/ballots").location
    assert second != first
    assert guest.post(f"{first}/vote", data={f"mark-{mark}": "5"}).status_code == 303, "may change"
    assert [state for _q, state in states(app)] == ["open", "open", "draft"]
    ana.post(f"{row}/close")
    assert "Voting is closed" in guest.get(first).text
    late = guest.post(f"{first}/vote", data={f"mark-{mark}": "3"})
    assert late.status_code == 409
    ana.post(f"{row}/reveal")
    assert "1 of 1, 100 percent" in guest.get(first).text


def option_id(text):
    return uuid.UUID(text)


def test_after_the_last_there_is_none(app, ana, row):
    for _ in range(3):
        assert ana.post(f"{row}/next").status_code == 303
    answer = ana.post(f"{row}/next")
    assert answer.status_code == 409
    assert "All questions of this row were opened." in answer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"attributes": []}, "Choose at least two attributes."),
        ({"method": "approval"}, "Not a valid choice"),
        ({"question": ""}, "Enter the question."),
    ],
)
def test_a_row_that_cannot_be_made_keeps_what_was_typed(app, cast, work, ana, wrong, said):
    with work():
        made = [make_attribute(cast.profile, name) for name in ("Courage", "Care")]
    data = {
        "question": "Is {name} in?",
        "method": "motion",
        "attributes": [str(m.id) for m in made],
    }
    answer = ana.post(f"/convenings/{cast.convening.id}/ballots/series/new", data=data | wrong)
    assert answer.status_code in (400, 422)
    assert states(app) == []
    if "question" not in wrong:
        assert "Is {name} in?" in answer.text
    if "method" not in wrong:
        assert said in answer.text


def test_only_facilitators_run_a_row(as_person, cast, guest, row):
    assert guest.get(row).status_code == 403
    assert guest.post(f"{row}/next").status_code == 403
    assert as_person(cast.cy).get(row).status_code == 404
