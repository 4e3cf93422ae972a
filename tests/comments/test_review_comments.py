"""Holding for review: who wrote it and who decides read it, and nobody else anywhere."""

import pytest

from pog.comments.models import Comment, ModerationEntry
from pog.core.database import db
from pog.profiles.models import Attribute

WORDS = "Let them fail safely"


@pytest.fixture
def held(app, cast, as_person, seated):
    """A guest's comment on an attribute that waits, and the guest."""
    ana = as_person(cast.ana)
    address = f"/convenings/{cast.convening.id}/comments/hold"
    assert ana.post(address, data={"hold": "yes"}).status_code == 303
    guest = seated()
    with app.app_context():
        attribute = db.session.query(Attribute).filter_by(profile_id=cast.profile.id).first().id
    sent = guest.post(f"/attributes/{attribute}/comments", data={"body": WORDS}).status_code
    assert sent == 303
    with app.app_context():
        comment = db.session.query(Comment).one()
        assert comment.is_held
        guest.comment, guest.attribute = comment.id, attribute
    return guest


def outlets(cast, guest):
    """Everything others read comments, or numbers of them, on."""
    profile = cast.profile.id
    return [
        f"/profiles/{profile}",
        f"/profiles/{profile}/comments",
        f"/profiles/{profile}/comments?filter=agreed",
        f"/profiles/{profile}/comments?search=safely",
        f"/profiles/{profile}/comments?filter=waiting",
        f"/profiles/{profile}/comments/matrix",
        f"/attributes/{guest.attribute}",
        f"/attributes/{guest.attribute}/comments",
        f"/live-parts?topics=profile:{profile}&since=0",
        f"/convenings/{cast.convening.id}/projector",
        f"/convenings/{cast.convening.id}/record",
        f"/profiles/{profile}/export/xlsx",
    ]


def test_nobody_else_reads_it_anywhere(cast, held, seated, as_person):
    for browser in (seated(), seated(role="observer"), as_person(cast.ben)):
        for address in outlets(cast, held):
            text = browser.get(address).get_data()
            assert WORDS.encode() not in text, address
            assert b"1 comment" not in text, address
        assert browser.get(f"/comments/{held.comment}").status_code == 404
        agreed = browser.post(f"/comments/{held.comment}/agreement")
        assert agreed.status_code == 404


def test_its_author_reads_that_it_waits(cast, held):
    for address in (f"/comments/{held.comment}", f"/profiles/{cast.profile.id}/comments"):
        text = held.get(address).text
        assert WORDS in text
        assert "Waits for review." in text
    assert "Waits for review." in held.get("/my-input").text
    # The list everybody sees, and is sent, has it not.
    assert "No comments yet" in held.get(f"/profiles/{cast.profile.id}/comments").text


def test_the_desk_and_the_queue_show_it(cast, held, as_person):
    ana = as_person(cast.ana)
    assert "1 comment waits for review" in ana.get(f"/convenings/{cast.convening.id}/desk").text
    assert WORDS in ana.get(f"/profiles/{cast.profile.id}/comments/queue").text
    pushed = ana.get(f"/live-parts?topics=desk:{cast.convening.id}&since=0").text
    assert "1 comment waits for review" in pushed
    for browser in (as_person(cast.ben), held):
        for address in ("queue", "log"):
            found = browser.get(f"/profiles/{cast.profile.id}/comments/{address}")
            assert found.status_code == 403


def test_released_it_is_there_for_everybody(app, cast, held, seated, as_person):
    ana = as_person(cast.ana)
    assert ana.post(f"/comments/{held.comment}/release").status_code == 303
    again = ana.post(f"/comments/{held.comment}/release", follow_redirects=True)
    assert "does not wait any more" in again.text
    for address in (f"/profiles/{cast.profile.id}/comments", f"/comments/{held.comment}"):
        assert WORDS in seated().get(address).text
    with app.app_context():
        actions = [one.action for one in db.session.query(ModerationEntry).order_by("at")]
    assert actions == ["hold", "released"]


def test_hidden_from_the_queue_it_says_why(cast, held, seated, as_person):
    ana = as_person(cast.ana)
    back = f"/profiles/{cast.profile.id}/comments/queue"
    answer = ana.post(
        f"/comments/{held.comment}/hide", data={"reason": "Names a child.", "back": back}
    )
    assert answer.location == back
    text = seated(role="observer").get(f"/profiles/{cast.profile.id}/comments/matrix").text
    assert "Hidden by the facilitator: Names a child." in text
    assert WORDS not in text
    log = ana.get(f"/profiles/{cast.profile.id}/comments/log").text
    assert "Names a child." in log
    record = ana.get(f"/convenings/{cast.convening.id}/record").text
    assert "How comments were moderated" in record
    assert "Names a child." in record
    told = ana.get(f"/convenings/{cast.convening.id}/record.json").get_json()
    assert [one["action"] for one in told["moderation"]["entries"]] == ["hold", "hidden"]
    assert WORDS not in str(told)


def test_all_are_released_together(app, cast, held, as_person):
    held.post(f"/attributes/{held.attribute}/comments", data={"body": "And one more"})
    ana = as_person(cast.ana)
    answer = ana.post(f"/profiles/{cast.profile.id}/comments/release", follow_redirects=True)
    assert "2 comments are released." in answer.text
    with app.app_context():
        assert db.session.query(Comment).filter(Comment.held_at.is_not(None)).count() == 0


def test_facilitators_do_not_wait_and_the_switch_goes_off(app, cast, held, as_person):
    ana = as_person(cast.ana)
    ana.post(f"/profiles/{cast.profile.id}/comments", data={"body": "From the desk"})
    address = f"/convenings/{cast.convening.id}/comments/hold"
    assert held.post(address, data={"hold": "no"}).status_code == 403
    ana.post(address, data={"hold": "no"})
    held.post(f"/attributes/{held.attribute}/comments", data={"body": "At once"})
    with app.app_context():
        rows = db.session.query(Comment.body, Comment.held_at).all()
    assert {body for body, held_at in rows if held_at is None} == {"From the desk", "At once"}


def test_replies_wait_by_themselves(app, cast, held, as_person, seated):
    ana = as_person(cast.ana)
    ana.post(f"/comments/{held.comment}/release")
    other = seated()
    answer = other.post(f"/comments/{held.comment}/replies", data={"body": "Not mine to say"})
    assert answer.status_code == 303
    assert "Not mine to say" not in held.get(f"/comments/{held.comment}").text
    assert "Not mine to say" in other.get(answer.location).text
    assert "Not mine to say" in ana.get(f"/profiles/{cast.profile.id}/comments/queue").text
