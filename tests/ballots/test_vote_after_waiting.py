"""A vote that waited on a phone without network: it counts once, and never over a later one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pog.ballots.models import Vote
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_ballot, make_participant


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron")
    return browser


@pytest.fixture
def ballot(cast, work):
    with work():
        ballot = make_ballot(cast.convening)
        ballot.keys = ballot.option_keys
        return ballot


@pytest.fixture
def send(guest, ballot):
    def send(option, *, key, waited=None):
        headers = {"HX-Request": "true"}
        if waited is not None:
            headers["X-Pog-Waited"] = str(waited)
        data = {"option": ballot.keys[option], "idempotency_key": key}
        return guest.post(f"/ballots/{ballot.id}/vote", data=data, headers=headers)

    return send


@pytest.fixture
def counted(app, ballot):
    """Which options count, as their numbers, and when they were marked."""

    def counted():
        with app.app_context():
            vote = db.session.scalars(select(Vote)).one()
            return [ballot.keys.index(key) for key, mark in vote.marks.items() if mark], vote

    return counted


def test_it_counts_from_when_the_button_was_pressed(send, counted):
    assert send(0, key="k1", waited=60).status_code == 204
    chosen, vote = counted()
    assert chosen == [0]
    assert timedelta(seconds=58) < now() - vote.changed_at < timedelta(seconds=70)


def test_an_older_one_does_not_overwrite_a_later_one(send, counted):
    assert send(1, key="later").status_code == 200
    answer = send(0, key="older", waited=60)
    assert answer.status_code == 409
    [sentence] = answer.get_json()["said"]
    assert sentence.startswith("You sent another vote after this one.")
    chosen, vote = counted()
    assert (chosen, vote.times_changed) == ([1], 0)


def test_of_two_that_waited_the_one_pressed_last_counts(send, counted):
    """Also when they come from two devices in the wrong order."""
    assert send(1, key="pressed last", waited=20).status_code == 204
    assert send(0, key="pressed first", waited=40).status_code == 409
    assert counted()[0] == [1]
    assert send(2, key="pressed in between, more lately", waited=5).status_code == 204
    assert counted()[0] == [2]


def test_sent_again_because_the_answer_got_lost_it_is_one_vote(send, counted):
    assert send(0, key="k1").status_code == 200
    for waited in (3, 8):
        assert send(0, key="k1", waited=waited).status_code == 204
    chosen, vote = counted()
    assert (chosen, vote.times_changed) == ([0], 0)


def test_a_copy_that_comes_late_does_not_bring_the_old_choice_back(send, counted):
    send(0, key="k1")
    send(1, key="k2")
    assert send(0, key="k1", waited=9).status_code == 204
    assert counted()[0] == [1]


@pytest.mark.parametrize("waited", ["-5", "nan", "1e99", "soon"])
def test_nonsense_about_waiting_means_now(send, counted, waited):
    assert send(0, key="k1", waited=waited).status_code == 204
    assert now() - counted()[1].changed_at < timedelta(seconds=5)


def test_after_the_close_it_is_refused_with_a_sentence(send, work, ballot):
    with work():
        db.session.get(type(ballot), ballot.id).state = "closed"
    answer = send(0, key="k1", waited=60)
    assert answer.status_code == 409
    assert "Voting is closed, so this was not stored." in answer.get_json()["said"][0]
