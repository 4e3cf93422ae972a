"""Reporting: anybody with a seat or an account, once each; a facilitator looks at it."""

import pytest

from pog.comments.models import Report
from pog.core.database import db
from tests.factories import make_comment

REASON = {"reason": "hurts", "details": "About my class."}


@pytest.fixture
def comment(cast, work):
    with work():
        return make_comment(cast.profile, "They never learn.", convening=cast.convening)


def test_each_reports_it_once(app, cast, comment, seated, as_person):
    observer = seated(role="observer")
    for browser in (observer, as_person(cast.ben), observer):
        assert browser.get(f"/comments/{comment.id}/report").status_code == 200
        answer = browser.post(f"/comments/{comment.id}/report", data=REASON)
        assert answer.status_code == 303
    assert "You reported this comment before." in observer.get(answer.location).text
    with app.app_context():
        assert db.session.query(Report).count() == 2


def test_strangers_report_nothing(cast, comment, as_person, client):
    for browser in (as_person(cast.cy), client):
        assert browser.post(f"/comments/{comment.id}/report", data=REASON).status_code == 404


def test_a_report_needs_a_reason(app, comment, seated):
    guest = seated()
    answer = guest.post(f"/comments/{comment.id}/report", data={"details": "Look at this"})
    assert answer.status_code == 422
    assert "Choose what is wrong with it." in answer.text
    assert "Look at this" in answer.text
    with app.app_context():
        assert db.session.query(Report).count() == 0


def test_the_facilitator_keeps_it_or_hides_it(cast, comment, seated, as_person):
    ana = as_person(cast.ana)
    queue = f"/profiles/{cast.profile.id}/comments/queue"
    seated().post(f"/comments/{comment.id}/report", data=REASON)
    text = ana.get(queue).text
    assert "1 comment is reported" in text
    assert "It is hurtful" in text
    assert "About my class." in text
    assert "About my class." not in seated().get(f"/comments/{comment.id}").text
    ana.post(f"/comments/{comment.id}/keep")
    assert "Nobody has reported a comment." in ana.get(queue).text
    seated().post(f"/comments/{comment.id}/report", data=REASON)
    ana.post(f"/comments/{comment.id}/hide", data={"reason": "Hurtful."})
    assert "Nobody has reported a comment." in ana.get(queue).text
    log = ana.get(f"/profiles/{cast.profile.id}/comments/log").text
    for words in ("Reported", "Looked at and kept", "Hidden", "Hurtful."):
        assert words in log
