"""A form that is sent twice is done once, whatever the form and whoever sends it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pog.comments.models import Comment
from pog.convenings.models import Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.submissions import KEPT, Submission
from pog.profiles.models import Attribute
from tests.browsing import HTMX
from tests.factories import make_participant, make_sign_in

OUTBOX = {"HX-Request": "true", "X-Pog-Waited": "3.5"}


@pytest.fixture
def threads(cast):
    return f"/profiles/{cast.profile.id}/comments"


@pytest.fixture
def ben(cast, as_person):
    return as_person(cast.ben)


@pytest.fixture
def count(app):
    def count(model):
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(model))

    return count


def sent(browser, path, key="a1", **values):
    headers = values.pop("headers", None)
    return browser.post(path, data={**values, "idempotency_key": key}, headers=headers)


def test_the_same_key_again_is_answered_as_the_first_time(ben, threads, count):
    first = sent(ben, threads, body="Once.")
    again = sent(ben, threads, body="Once.")
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert count(Comment) == 1
    assert "Your comment is stored." in ben.get(again.location).text


def test_other_words_with_the_same_key_are_something_else(ben, threads, count):
    """Back in the browser, other words, sent again: nobody's second thought gets lost."""
    sent(ben, threads, body="Once.")
    sent(ben, threads, body="Twice.")
    assert count(Comment) == 2


def test_the_key_of_somebody_else_is_not_honoured(ben, cast, as_person, threads, count):
    for browser in (ben, as_person(cast.ana)):
        sent(browser, threads, body="Once.")
    assert count(Comment) == 2


def test_the_same_key_at_another_address_is_something_else(ben, cast, threads, count):
    sent(ben, threads, body="Once.")
    with ben.application.app_context():
        attribute = db.session.scalar(select(Attribute.id).limit(1))
    sent(ben, f"/attributes/{attribute}/comments", body="Once.")
    assert count(Comment) == 2


def test_a_new_token_against_forgery_changes_nothing(ben, threads, count):
    for _ in range(2):
        sent(ben, threads, body="Once.", csrf_token=ben.csrf_token())
    assert count(Comment) == 1


def test_what_was_refused_may_be_sent_again(ben, threads, count):
    assert sent(ben, threads, body="").status_code == 422
    assert sent(ben, threads, body="").status_code == 422
    assert count(Submission) == 0
    assert sent(ben, threads, body="Now.").status_code == 303
    assert count(Comment) == 1


def test_a_part_sent_again_leads_back_to_the_page(ben, threads, count):
    assert "Your comment is stored." in sent(ben, threads, body="Once.", headers=HTMX).text
    again = sent(
        ben,
        threads,
        body="Once.",
        headers={**HTMX, "HX-Current-URL": f"http://localhost{threads}?filter=agreed"},
    )
    assert again.status_code == 204
    assert again.headers["HX-Redirect"] == f"{threads}?filter=agreed"
    assert "Your comment is stored." in ben.get(threads).text
    assert count(Comment) == 1


def test_the_way_back_never_leads_elsewhere(ben, threads):
    sent(ben, threads, body="Once.", headers=HTMX)
    again = sent(
        ben, threads, body="Once.", headers={**HTMX, "HX-Current-URL": "https://evil.example//x/"}
    )
    assert again.headers["HX-Redirect"] == "/"


def test_two_copies_at_once_have_one_effect_and_two_answers(cast, as_person, app, work, count):
    """Also where the second meets a rule that the first has made true."""
    with work():
        make_sign_in(cast.ana, token="t1")
    path = f"/profiles/{cast.profile.id}/attributes"
    together = threading.Barrier(4)
    answers = []

    def post():
        browser = app.test_client()
        browser.sign_in_with("t1")
        together.wait()
        answers.append(sent(browser, path, name="Only once", statement="Yes.").status_code)

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    with app.app_context():
        assert len(db.session.scalars(select(Attribute).filter_by(name="Only once")).all()) == 1


def test_whoever_never_heard_that_they_sit_takes_the_same_seat_again(cast, client, app, count):
    """The first answer got lost, and with it the cookie that says who they are."""
    path = f"/j/{cast.convening.join_code}"
    before = count(Participant)
    client.get(path)
    with app.app_context():
        group = db.session.get_one(Convening, cast.convening.id).groups[0].id
    data = {"group": group, "nickname": "Quiet Heron", "csrf_token": client.csrf_token()}
    cookie = client.get_cookie("session").value
    first = sent(client, path, **data)
    client.set_cookie("session", cookie)
    again = sent(client, path, **data)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.location == first.location
    assert count(Participant) == before + 1
    with app.app_context():
        seat = db.session.scalars(
            select(Participant).order_by(Participant.joined_at.desc())
        ).first()
    assert seat.nickname in client.get(first.location).text


def test_a_key_alone_signs_nobody_in(cast, client, app, count):
    path = f"/j/{cast.convening.join_code}"
    client.get(path)
    with app.app_context():
        group = db.session.get_one(Convening, cast.convening.id).groups[0].id
    sent(client, path, group=group, nickname="Quiet Heron")
    other = app.test_client()
    other.get(path)
    before = count(Participant)
    sent(other, path, group=group, nickname="Quiet Heron")
    assert count(Participant) == before + 1


def test_neither_key_nor_words_can_be_read_from_what_is_kept(ben, threads, app):
    sent(ben, threads, key="a-key-of-mine", body="Some words.")
    with app.app_context():
        row = db.session.scalars(select(Submission)).one()
        kept = f"{row.digest} {row.location} {row.said}"
    assert "a-key-of-mine" not in kept
    assert "Some words" not in kept


def test_old_keys_go_when_new_ones_come(ben, threads, work, count):
    with work():
        for number in range(5):
            moment = now() - KEPT - timedelta(minutes=number)
            db.session.add(Submission(digest=f"old-{number}", sent_at=moment, location=None))
        db.session.add(Submission(digest="young", sent_at=now() - KEPT / 2, location=None))
    sent(ben, threads, body="Once.")
    assert count(Submission) == 2


def test_the_outbox_is_told_and_nobody_else_is(ben, threads, count):
    for _ in range(2):
        answer = sent(ben, threads, body="From my phone.", headers=OUTBOX)
        assert answer.status_code == 204
        assert answer.headers["X-Pog-Stored"] == "1"
        assert "HX-Redirect" not in answer.headers
    assert count(Comment) == 1
    assert "Your comment is stored." not in ben.get(threads).text


def test_the_outbox_gets_the_sentence_of_a_refusal(ben, threads, count):
    answer = sent(ben, threads, body="", headers=OUTBOX)
    assert answer.status_code == 422
    assert answer.get_json() == {"said": ["Write your comment first."]}
    assert "X-Pog-Stored" not in answer.headers
    assert count(Comment) == 0


def test_the_outbox_of_somebody_signed_out_is_not_told_that_it_is_stored(client):
    client.get("/")
    answer = sent(client, "/account/settings", name="Nobody", headers=OUTBOX)
    assert answer.status_code in (401, 404)
    assert "X-Pog-Stored" not in answer.headers


def test_every_form_that_changes_something_carries_a_key(ben, cast, work):
    with work():
        make_participant(cast.convening)
    for path in (f"/convenings/{cast.convening.id}", f"/profiles/{cast.profile.id}/comments"):
        text = ben.get(path).text
        forms = text.split("<form ")[1:]
        for form in forms:
            if "data-submit-once" in form.split(">")[0]:
                assert 'name="idempotency_key" value="' in form
