"""Agreeing: once each, taken back by asking for it, from a seat or an account."""

import threading

import pytest

from pog.comments.models import Agreement
from pog.convenings.models import Activity, Convening
from pog.core.database import db
from tests.factories import make_comment, make_participant, open_activity


@pytest.fixture
def comment(cast, work):
    with work():
        return make_comment(cast.profile, "We need this.", person=cast.cy)


@pytest.fixture
def marks(app, comment):
    def count():
        with app.app_context():
            return db.session.query(Agreement).filter_by(comment_id=comment.id).count()

    return count


def test_agreeing_twice_counts_once(cast, as_person, comment, marks):
    ben = as_person(cast.ben)
    for _ in range(2):
        answer = ben.post(f"/comments/{comment.id}/agreement", data={"agree": "yes"})
        assert answer.status_code == 303
    assert marks() == 1
    text = ben.get(f"/comments/{comment.id}").text
    assert "1 agrees" in text
    assert "Take it back" in text


def test_it_can_be_taken_back(cast, as_person, comment, marks):
    ben = as_person(cast.ben)
    ben.post(f"/comments/{comment.id}/agreement", data={"agree": "yes"})
    for _ in range(2):
        ben.post(f"/comments/{comment.id}/agreement", data={"agree": "no"})
    assert marks() == 0


def test_ten_taps_at_once_count_once(app, cast, as_person, comment, marks):
    ben = as_person(cast.ben)
    answers = []
    browsers = []
    for _ in range(10):
        browser = app.test_client()
        for cookie in ben._cookies.values():
            browser.set_cookie(cookie.key, cookie.value, domain=cookie.domain)
        browsers.append(browser)
    headers = {"X-CSRFToken": ben.csrf_token()}

    def tap(browser):
        answer = browser.post(f"/comments/{comment.id}/agreement", headers=headers, csrf=False)
        answers.append(answer.status_code)

    for browser in browsers:
        for cookie in ben._cookies.values():
            browser.set_cookie(cookie.key, cookie.value, domain=cookie.domain)
    threads = [threading.Thread(target=tap, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 10
    assert marks() == 1


def test_nobody_agrees_with_themselves(cast, as_person, work):
    with work():
        own = make_comment(cast.profile, "Mine.", participant=cast.ben_seat, person=cast.ben)
    ben = as_person(cast.ben)
    answer = ben.post(f"/comments/{own.id}/agreement")
    assert answer.status_code == 409
    assert "You wrote this comment, so we know that you agree." in answer.text
    assert "You wrote this." in ben.get(f"/comments/{own.id}").text


def test_it_waits_until_comments_are_open(cast, as_person, comment, marks, work):
    guest = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=guest.sign_in)
        convening = db.session.get(Convening, cast.convening.id)
        reading = db.session.query(Activity).filter_by(convening_id=convening.id, kind="read").one()
        open_activity(convening, reading)
    answer = guest.post(f"/comments/{comment.id}/agreement")
    assert answer.status_code == 409
    assert "Comments are closed at the moment" in answer.text
    assert marks() == 0


def test_strangers_and_observers_may_not(cast, as_person, client, comment, marks, work):
    observer = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=observer.sign_in, role="observer")
    assert observer.post(f"/comments/{comment.id}/agreement").status_code == 403
    assert as_person(cast.cy).post(f"/comments/{comment.id}/agreement").status_code == 404
    assert client.post(f"/comments/{comment.id}/agreement").status_code == 404
    assert marks() == 0
