"""Paper with a card's code: by post or at the help desk, in one count with the phones."""

import pytest

from pog.ballots.chain import log_of
from pog.convenings.models import Card
from pog.core.database import db
from tests.ballots.halls import Hall, options_of
from tests.factories import make_ballot, make_card, make_participant, make_sign_in

CODE = "ABCD2345"


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture(params=[False, True], ids=["open", "secret"])
def hall(request, app, cast, work, ana):
    with work():
        make_card(cast.convening, code=CODE)
        ballot = make_ballot(
            cast.convening, options=("Yes", "No"), state="draft", secret=request.param
        )
    ana.post(f"/ballots/{ballot.id}/open")
    with app.app_context():
        return Hall(app, ballot.id, options_of(ballot))


@pytest.fixture
def phone(app, cast, work, hall):
    """A guest's phone that took the card's seat."""
    with work():
        sign_in = make_sign_in(None, token="phone")
        seat = make_participant(cast.convening, sign_in=sign_in)
        card = db.session.query(Card).one()
        card.participant_id, card.used_at, card.code = seat.id, seat.joined_at, None
    browser = app.test_client()
    browser.sign_in_with("phone")
    return browser


def enter(browser, hall, choice=0, **more):
    data = {"code": CODE, "channel": "post", "option": [hall.options[choice]]}
    data |= more
    return browser.post(f"/ballots/{hall.ballot_id}/paper", data=data)


def vote(browser, hall, option=0):
    return browser.post(f"/ballots/{hall.ballot_id}/vote", data={"option": [hall.options[option]]})


def counted(ana, hall):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    total = hall.ballot().result["total"]
    return total["ballots"], [one["counts"]["1"] for one in total["options"]]


def test_a_ballot_by_post_counts_beside_the_phones(app, ana, cast, hall, as_person):
    assert vote(as_person(cast.ben), hall).status_code == 303
    assert enter(ana, hall, 1).status_code == 303
    with app.app_context():
        [*_, entry] = log_of(hall.ballot_id)
        assert (entry.kind, entry.detail["channel"]) == ("entered", "post")
        name = db.session.query(Card).one().participant.nickname
    assert name.startswith("Paper card 1-")
    assert f"A paper ballot of {name}" in ana.get(f"/ballots/{hall.ballot_id}/desk").text
    assert counted(ana, hall) == (2, [1, 1])


def test_paper_after_the_phone_is_refused_and_keeps_what_was_typed(ana, hall, phone):
    assert vote(phone, hall, 0).status_code == 303
    answer = enter(ana, hall, 1)
    assert answer.status_code == 409
    assert "This person has already voted on a phone at this convening" in answer.text
    assert f'value="{CODE}"' in answer.text
    assert f'value="{hall.options[1]}" checked' in answer.text
    assert counted(ana, hall) == (1, [1, 0])


def test_the_phone_after_paper_is_shown_that_the_vote_is_used(ana, hall, phone):
    assert enter(ana, hall, 1).status_code == 303
    text = phone.get(f"/ballots/{hall.ballot_id}").text
    assert "Your vote came in on paper and counts." in text
    assert 'name="option"' not in text
    answer = vote(phone, hall, 0)
    assert answer.status_code == 409
    assert "A paper ballot of yours was entered already." in answer.text
    assert counted(ana, hall) == (1, [0, 1])


def test_the_same_paper_twice_is_one_vote(ana, hall):
    assert enter(ana, hall, 1).status_code == 303
    answer = enter(ana, hall, 1, channel="desk")
    assert answer.status_code == 409
    assert "A paper ballot of this person was entered already" in answer.text
    assert counted(ana, hall) == (1, [0, 1])


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"code": "ABC"}, 400, "A code on a card has 8 letters and digits."),
        ({"code": "ZZZZ2345"}, 404, "There is no card with this code."),
        ({"channel": "pigeon"}, 400, "Say how it came."),
        ({"option": ["nothing"]}, 400, "This ballot has other options now."),
    ],
)
def test_what_cannot_be_entered_says_why(ana, hall, wrong, status, said):
    answer = enter(ana, hall, **wrong)
    assert answer.status_code in (status, 422)
    assert said in answer.text
    assert counted(ana, hall) == (0, [0, 0])


def test_participants_enter_no_paper(as_person, cast, hall, phone):
    assert enter(phone, hall).status_code == 403
    assert enter(as_person(cast.cy), hall).status_code == 404
