"""Votes taken out of the count, with who, when and why; paper and phone are one person's."""

import pytest

from pog.ballots.chain import log_of
from pog.convenings.models import Participant
from pog.core.database import db
from tests.ballots.halls import Hall, options_of
from tests.factories import make_ballot, make_participant, make_sign_in


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture(params=[False, True], ids=["open", "secret"])
def hall(request, app, cast, work, ana):
    with work():
        ballot = make_ballot(
            cast.convening, options=("Yes", "No"), state="draft", secret=request.param
        )
    ana.post(f"/ballots/{ballot.id}/open")
    with app.app_context():
        return Hall(app, ballot.id, options_of(ballot))


@pytest.fixture
def guest(app, cast, work):
    with work():
        sign_in = make_sign_in(None, token="guest")
        seat = make_participant(cast.convening, sign_in=sign_in, nickname="Quick Otter")
    browser = app.test_client()
    browser.sign_in_with("guest")
    browser.seat_id = seat.id
    return browser


def vote(browser, hall, option=0):
    return browser.post(f"/ballots/{hall.ballot_id}/vote", data={"option": [hall.options[option]]})


def void(browser, hall, seat_id, **more):
    data = {"seat": str(seat_id), "why": "Voted for a friend.", **more}
    return browser.post(f"/ballots/{hall.ballot_id}/voiding", data=data)


def log(hall):
    with hall.app.app_context():
        return [(one.kind, one.by, one.why) for one in log_of(hall.ballot_id)]


def total(ana, hall):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    return hall.ballot().result["total"]["ballots"]


def test_a_vote_is_taken_out_and_may_be_cast_again(ana, guest, hall, cast):
    assert vote(guest, hall).status_code == 303
    assert "Quick Otter" in ana.get(f"/ballots/{hall.ballot_id}/voiding").text
    assert void(ana, hall, guest.seat_id).status_code == 303
    assert "0 of 3 have voted" in guest.get(f"/ballots/{hall.ballot_id}").text
    assert log(hall)[1:] == [("voided", cast.ana_seat.nickname, "Voted for a friend.")]
    text = ana.get(f"/ballots/{hall.ballot_id}/desk").text
    assert "The vote of Quick Otter was taken out by" in text
    assert vote(guest, hall).status_code == 303
    assert total(ana, hall) == 1


def test_a_revoked_seat_votes_no_more_until_it_may_again(ana, guest, hall):
    vote(guest, hall)
    void(ana, hall, guest.seat_id, revoke="y")
    answer = vote(guest, hall)
    assert answer.status_code == 403
    assert "took back your right to vote" in answer.text
    ana.post(f"/ballots/{hall.ballot_id}/voiding/{guest.seat_id}/restore")
    assert vote(guest, hall).status_code == 303
    assert [kind for kind, _by, _why in log(hall)] == ["opened", "revoked", "restored"]
    assert total(ana, hall) == 1


def test_a_reason_is_needed_and_a_vote(ana, guest, hall):
    answer = void(ana, hall, guest.seat_id)
    assert answer.status_code == 409
    assert "Quick Otter has not voted here." in answer.text
    vote(guest, hall)
    answer = void(ana, hall, guest.seat_id, why=" ")
    assert answer.status_code == 422
    assert "Say why the vote does not count." in answer.text
    assert [kind for kind, _by, _why in log(hall)] == ["opened"]
    assert total(ana, hall) == 1


def test_after_the_close_nothing_is_taken_out(ana, guest, hall):
    vote(guest, hall)
    assert total(ana, hall) == 1
    assert void(ana, hall, guest.seat_id).status_code == 409
    assert hall.ballot().result["total"]["ballots"] == 1


def test_only_facilitators_take_votes_out(as_person, cast, guest, hall):
    assert guest.get(f"/ballots/{hall.ballot_id}/voiding").status_code == 403
    assert void(guest, hall, guest.seat_id).status_code == 403
    assert as_person(cast.cy).get(f"/ballots/{hall.ballot_id}/voiding").status_code == 404
    with hall.app.app_context():
        assert db.session.get(Participant, guest.seat_id).removed_at is None
