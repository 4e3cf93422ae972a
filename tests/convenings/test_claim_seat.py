"""A guest who signs in to an account that sits here already is one person with one seat."""

import html
import re

import pytest
import sqlalchemy as sa

from pog.ballots.models import Vote
from pog.comments.models import Comment
from pog.convenings.models import Card, Participant, StakeholderGroup
from pog.convenings.queries import count_joined
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_ballot, make_card, make_comment

PASSWORD = "correct horse battery staple"


def sign_up(browser, email="dee@home.example"):
    answer = browser.post("/sign-up", data={"name": "Dee", "email": email, "password": PASSWORD})
    assert answer.status_code == 303


def sign_in(browser, email="dee@home.example"):
    answer = browser.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303


def group_id(app, name):
    with app.app_context():
        return str(db.session.query(StakeholderGroup).filter_by(name=name).one().id)


def join(app, browser, cast, group):
    browser.post(
        f"/j/{cast.convening.join_code}", data={"group": group_id(app, group) if group else "none"}
    )


@pytest.fixture
def laptop(app, cast):
    """Dee's laptop, with her account and a seat among the Students."""
    browser = app.test_client()
    sign_up(browser)
    join(app, browser, cast, "Students")
    return browser


@pytest.fixture
def phone(app, cast, laptop):
    """Dee's phone, where she joined as a guest among the Families."""
    browser = app.test_client()
    join(app, browser, cast, "Families")
    return browser


def seats(app):
    """Her own seat and the guest's."""
    with app.app_context():
        own = db.session.scalar(
            sa.select(Participant).where(
                Participant.nickname != "Ana",
                Participant.nickname != "Ben",
                Participant.person_id.is_not(None),
            )
        )
        guest = db.session.scalar(sa.select(Participant).where(Participant.person_id.is_(None)))
        return own, guest


def votes(app, ballot):
    with app.app_context():
        return {
            vote.participant_id: dict(vote.marks)
            for vote in db.session.query(Vote).filter_by(ballot_id=ballot.id)
        }


def joined(app, cast):
    with app.app_context():
        return count_joined(cast.convening.id)


@pytest.fixture
def ballot(cast, work):
    with work():
        return make_ballot(cast.convening, "Keep it?", state="open")


def test_one_person_counts_once_and_is_told(app, cast, phone):
    own, guest = seats(app)
    assert joined(app, cast) == 3
    sign_in(phone)
    assert joined(app, cast) == 2
    page = phone.get(f"/convenings/{cast.convening.id}")
    told = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page.text)))
    assert f"You also took part here as {guest.nickname}." in told
    assert own.nickname in told
    _own, after = seats(app)
    assert after.given_up_for_id == own.id
    assert after.removed_at is not None


def test_comments_of_the_guest_stay_and_are_found(app, cast, phone, work):
    _own, guest = seats(app)
    with work():
        make_comment(cast.profile, "Say it shorter.", convening=cast.convening, participant=guest)
    sign_in(phone)
    assert "Say it shorter." in phone.get("/my-input").text
    with app.app_context():
        assert db.session.query(Comment).one().participant_id == guest.id


def test_a_vote_of_the_guest_moves_and_takes_its_group(app, cast, phone, ballot, work):
    own, guest = seats(app)
    with work():
        db.session.add(Vote(ballot_id=ballot.id, participant_id=guest.id, marks={"a": 1}))
    sign_in(phone)
    assert votes(app, ballot) == {own.id: {"a": 1}}
    with app.app_context():
        assert db.session.get(Participant, own.id).group.name == "Families"


@pytest.mark.parametrize(("later", "kept"), [("guest", {"b": 1}), ("own", {"a": 1})])
def test_of_two_votes_the_later_counts(later, kept, app, cast, phone, ballot, work):
    own, guest = seats(app)
    with work():
        first, second = now().replace(microsecond=0), now()
        for seat, marks, moment in (
            (own, {"a": 1}, second if later == "own" else first),
            (guest, {"b": 1}, second if later == "guest" else first),
        ):
            db.session.add(
                Vote(
                    ballot_id=ballot.id,
                    participant_id=seat.id,
                    marks=marks,
                    cast_at=moment,
                    changed_at=moment,
                )
            )
    sign_in(phone)
    assert votes(app, ballot) == {own.id: kept}
    with app.app_context():
        assert db.session.get(Participant, own.id).group.name == "Students"


def test_what_was_counted_stays_as_it_was(app, cast, phone, work):
    own, guest = seats(app)
    with work():
        ballot = make_ballot(cast.convening, "Kept?", state="closed")
        for seat in (own, guest):
            db.session.add(Vote(ballot_id=ballot.id, participant_id=seat.id, marks={"a": 1}))
    sign_in(phone)
    assert set(votes(app, ballot)) == {own.id, guest.id}


def test_a_facilitator_who_voted_as_a_guest_keeps_role_and_vote(app, cast, phone, ballot, work):
    own, guest = seats(app)
    with work():
        db.session.get(Participant, own.id).role = "facilitator"
        db.session.add(Vote(ballot_id=ballot.id, participant_id=guest.id, marks={"a": 1}))
    sign_in(phone)
    assert phone.get(f"/convenings/{cast.convening.id}/desk").status_code == 200
    assert set(votes(app, ballot)) == {own.id}


def test_the_guests_card_opens_the_seat_that_goes_on(app, cast, laptop, work):
    with work():
        make_card(cast.convening, "ABCD2345")
    phone = app.test_client()
    phone.post("/j/ABCD2345", data={"group": "none"})
    own, _guest = seats(app)
    sign_in(phone)
    with app.app_context():
        assert db.session.query(Card).one().participant_id == own.id
    assert phone.get("/j/ABCD2345").location.endswith(f"/convenings/{cast.convening.id}")
