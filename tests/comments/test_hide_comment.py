"""Hiding: the words leave every page and every pushed part; the reason stands in their place."""

import pytest

from pog.comments.models import Comment
from pog.core.database import db
from tests.factories import make_attribute, make_comment, make_participant

WORDS = "Mister Smith is to blame"


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


@pytest.fixture(params=["comment", "reply"])
def comment(request, cast, work):
    """Once a comment of its own, once a reply."""
    with work():
        attribute = make_attribute(cast.profile, "Kindness")
        given = {"attribute": attribute, "convening": cast.convening}
        if request.param == "reply":
            given["parent"] = make_comment(cast.profile, "First.", **given)
        return make_comment(cast.profile, WORDS, **given)


def pages(cast, comment):
    thread = comment.parent_id or comment.id
    return [
        f"/profiles/{cast.profile.id}/comments",
        f"/profiles/{cast.profile.id}/comments?filter=agreed",
        f"/attributes/{comment.attribute_id}/comments",
        f"/comments/{comment.id}",
        f"/comments/{thread}",
        f"/profiles/{cast.profile.id}/comments/matrix",
        f"/profiles/{cast.profile.id}",
        f"/attributes/{comment.attribute_id}",
        f"/live-parts?topics=profile:{cast.profile.id}&since=0",
    ]


def test_the_words_leave_every_page(cast, comment, guest, as_person):
    ana, ben = as_person(cast.ana), as_person(cast.ben)
    reason = {"reason": "Names a person."}
    assert ana.post(f"/comments/{comment.id}/hide", data=reason).status_code == 303
    for browser in (guest, ben):
        for address in pages(cast, comment):
            assert WORDS not in browser.get(address).text, address
    told = guest.get(f"/comments/{comment.id}").text
    assert "Hidden by the facilitator: Names a person." in told
    # Those who may show it again still read it, on the page that asks.
    assert WORDS in ana.get(f"/comments/{comment.id}").text


def test_open_pages_are_told_at_once(cast, comment, guest, as_person):
    as_person(cast.ana).post(f"/comments/{comment.id}/hide", data={"reason": "Names a person."})
    pushed = guest.get(f"/live-parts?topics=profile:{cast.profile.id}&since=0").text
    assert f"#region-comment-{comment.parent_id or comment.id}" in pushed
    assert "Hidden by the facilitator: Names a person." in pushed


def test_it_can_be_shown_again(cast, comment, guest, as_person):
    ana = as_person(cast.ana)
    ana.post(f"/comments/{comment.id}/hide", data={"reason": "Names a person."})
    assert ana.post(f"/comments/{comment.id}/show-again").status_code == 303
    assert WORDS in guest.get(f"/comments/{comment.id}").text


def test_hiding_needs_a_reason(app, cast, comment, as_person):
    ana = as_person(cast.ana)
    answer = ana.post(f"/comments/{comment.id}/hide", data={"reason": " "})
    assert answer.status_code == 422
    assert "Say why. Everybody reads the reason" in answer.text
    with app.app_context():
        assert not db.session.get(Comment, comment.id).is_hidden
    assert ana.get(f"/comments/{comment.id}/hide").status_code == 200


def test_a_hidden_comment_takes_no_reply_and_no_agreement(cast, comment, as_person, guest):
    as_person(cast.ana).post(f"/comments/{comment.id}/hide", data={"reason": "Names a person."})
    answer = guest.post(f"/comments/{comment.id}/replies", data={"body": "I agree"})
    assert answer.status_code == 409
    assert guest.post(f"/comments/{comment.id}/agreement").status_code == 409
