"""Looking at a profile again: who is reminded and when, and what came of it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from pog.core.clock import now
from pog.core.database import db
from pog.profiles.models import Adoption, Profile, ProfileReview
from tests.factories import make_edition

DUE, SOON = "was due on", "is due on"


@pytest.fixture
def review_in(app, cast, work):
    """Set the day of the review so many days from today."""

    def put(days, **more):
        with work():
            profile = db.session.get(Profile, cast.profile.id)
            profile.review_on = None if days is None else now().date() + timedelta(days=days)
            for name, value in more.items():
                setattr(profile, name, value)

    return put


def pages_of(cast):
    return (
        f"/profiles/{cast.profile.id}",
        f"/organizations/{cast.riverbend.id}",
        f"/organizations/{cast.riverbend.id}/profiles",
    )


@pytest.mark.parametrize(
    ("days", "words"), [(400, None), (61, None), (60, SOON), (0, SOON), (-1, DUE), (None, None)]
)
def test_those_who_work_on_it_are_reminded_when_the_day_is_near(
    ana, cast, reader, review_in, days, words
):
    review_in(days)
    for address in pages_of(cast):
        mine, theirs = ana.get(address).text, reader.get(address).text
        for other in (DUE, SOON):
            assert (f"The review of “{cast.profile.title}” {other}" in mine) is (other == words)
            assert f"The review of “{cast.profile.title}” {other}" not in theirs


def test_a_retired_profile_reminds_nobody(ana, cast, review_in):
    review_in(-5, state="retired")
    for address in pages_of(cast):
        assert DUE not in ana.get(address).text


def test_it_was_reviewed_and_the_next_day_is_set(app, ana, cast, review_in):
    review_in(-5)
    address = f"/profiles/{cast.profile.id}/review"
    assert "It was due on" in ana.get(address).text
    day = now().date() + timedelta(days=365)
    answer = ana.post(
        address, data={"what": "reviewed", "next_on": day.isoformat(), "note": "It still fits."}
    )
    assert answer.status_code == 303
    for page in pages_of(cast):
        assert DUE not in ana.get(page).text
    page = ana.get(address).text
    assert "Reviewed, says Ana" in page and "It still fits." in page
    with app.app_context():
        assert db.session.get(Profile, cast.profile.id).review_on == day
        (line,) = db.session.scalars(sa.select(ProfileReview)).all()
        assert line.due_on == now().date() - timedelta(days=5)


def test_the_day_is_moved_or_left_open(ana, cast, review_in):
    review_in(-5)
    address = f"/profiles/{cast.profile.id}/review"
    day = (now().date() + timedelta(days=10)).isoformat()
    assert ana.post(address, data={"what": "moved", "next_on": day}).status_code == 303
    assert "set a new day." in ana.get(address).text
    assert SOON in ana.get(f"/profiles/{cast.profile.id}").text
    assert ana.post(address, data={"what": "reviewed"}).status_code == 303
    assert "No day is set for the next review." in ana.get(address).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Choose what happened."),
        ({"what": "nonsense"}, "Choose what happened."),
        ({"what": "moved"}, "Enter the new day."),
        ({"what": "moved", "next_on": "2020-01-01"}, "Choose a day that is still to come."),
        ({"what": "reviewed", "next_on": "soon"}, "Not a valid date value"),
        ({"what": "reviewed", "note": "x" * 501}, "Shorten it to 500 at most."),
    ],
)
def test_what_cannot_be_is_explained_and_kept(app, ana, cast, review_in, wrong, sentence):
    review_in(-5)
    answer = ana.post(f"/profiles/{cast.profile.id}/review", data={"note": "Kept.", **wrong})
    assert answer.status_code == 422
    if wrong["what"] != "nonsense":
        assert sentence in answer.text
    assert wrong.get("note", "Kept.") in answer.text
    with app.app_context():
        assert db.session.scalars(sa.select(ProfileReview)).all() == []
        assert db.session.get(Profile, cast.profile.id).review_on < now().date()


def test_who_may_record_it(cast, client, cy, reader):
    address = f"/profiles/{cast.profile.id}/review"
    for browser, status in ((reader, 403), (cy, 404), (client, 404)):
        assert browser.get(address).status_code == status
        assert browser.post(address, data={"what": "reviewed"}).status_code in (status, 303)


def test_a_board_sets_the_day_with_its_decision(app, ana, cast, client, work):
    with work():
        make_edition(db.session.get(Profile, cast.profile.id))
    decision = {"edition": "1", "body": "Board", "decided_on": "2026-05-04"}
    address = f"/profiles/{cast.profile.id}/adoption"
    answer = ana.post(address, data={**decision, "review_on": "2026-05-04"})
    assert answer.status_code == 422 and "Choose a day after the decision." in answer.text
    assert ana.post(address, data={**decision, "review_on": "2031-06-30"}).status_code == 303
    with app.app_context():
        assert db.session.get(Profile, cast.profile.id).review_on == date(2031, 6, 30)
        assert db.session.scalars(sa.select(Adoption)).one().review_on == date(2031, 6, 30)
    assert "To be reviewed until June 30, 2031." in client.get(f"/p/{cast.profile.slug}").text
    # A later record without a day leaves it as it is.
    assert ana.post(address, data=decision).status_code == 303
    with app.app_context():
        assert db.session.get(Profile, cast.profile.id).review_on == date(2031, 6, 30)
