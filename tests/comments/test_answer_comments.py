"""Answers: drafted by facilitators, published together or at once, read by their authors."""

import pytest

from pog.comments.events import CommentAnswered
from pog.comments.models import Disposition
from pog.core.database import db
from pog.core.events import on
from tests.factories import make_attribute, make_comment, make_participant


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron"
        )
    return browser


@pytest.fixture
def comment(cast, work, guest):
    with work():
        attribute = make_attribute(cast.profile, "Kindness")
        return make_comment(
            cast.profile,
            "Say it plainer.",
            attribute=attribute,
            convening=cast.convening,
            participant=guest.seat,
        )


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


DECLINED = {"answer": "declined", "reason": "The room wanted the longer words.", "when": "later"}


def test_a_draft_is_for_facilitators_until_all_are_published(cast, ana, guest, comment, as_person):
    assert ana.post(f"/comments/{comment.id}/answer", data=DECLINED).status_code == 303
    pages = (
        f"/profiles/{cast.profile.id}/comments",
        f"/comments/{comment.id}",
        f"/attributes/{comment.attribute_id}/comments",
        "/my-input",
    )
    for browser in (guest, as_person(cast.ben)):
        for address in pages:
            assert "longer words" not in browser.get(address).text
    assert "longer words" in ana.get(f"/comments/{comment.id}").text
    assert "1 answer is a draft." in ana.get(f"/profiles/{cast.profile.id}/comments/matrix").text
    assert ana.post(f"/profiles/{cast.profile.id}/answers").status_code == 303
    for address in pages:
        text = guest.get(address).text
        assert "longer words" in text
        assert "Declined" in text


def test_a_reader_sees_no_drafts_in_the_matrix(cast, ana, comment, as_person):
    ana.post(f"/comments/{comment.id}/answer", data=DECLINED)
    text = as_person(cast.ben).get(f"/profiles/{cast.profile.id}/comments/matrix").text
    assert "Say it plainer." in text
    assert "longer words" not in text
    assert "Publish all drafts" not in text


def test_answer_now(ana, guest, comment):
    data = {"answer": "accepted", "reason": "", "revision": "1", "when": "now"}
    assert ana.post(f"/comments/{comment.id}/answer", data=data).status_code == 303
    text = guest.get("/my-input").text
    assert "Accepted" in text
    assert "Done in revision 1" in text
    assert "Answer by Ana" in text


def test_a_published_answer_is_corrected_and_stays_published(app, ana, guest, comment):
    ana.post(f"/comments/{comment.id}/answer", data={**DECLINED, "when": "now"})
    ana.post(
        f"/comments/{comment.id}/answer",
        data={"answer": "partly", "reason": "We took half of it.", "when": "later"},
    )
    assert "We took half of it." in guest.get("/my-input").text
    with app.app_context():
        assert db.session.query(Disposition).count() == 1


def test_the_form_shows_what_was_drafted(ana, comment):
    ana.post(f"/comments/{comment.id}/answer", data=DECLINED)
    text = ana.get(f"/comments/{comment.id}/answer").text
    assert 'value="declined" checked' in text
    assert "The room wanted the longer words." in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"answer": ""}, "Choose an answer."),
        ({"answer": "maybe"}, "Not a valid choice"),
        ({"reason": " "}, "Say why, in a sentence."),
        ({"reason": "x" * 1001}, "Use at most 1,000 characters"),
        ({"revision": "9"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(app, ana, comment, changed, sentence):
    data = {**DECLINED, **changed}
    answer = ana.post(f"/comments/{comment.id}/answer", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data["reason"].strip() in answer.text
    with app.app_context():
        assert db.session.query(Disposition).count() == 0


def test_only_facilitators_and_editors_answer(cast, guest, comment, as_person, client):
    addresses = (
        f"/comments/{comment.id}/answer",
        f"/comments/{comment.id}/hide",
        f"/comments/{comment.id}/show-again",
        f"/profiles/{cast.profile.id}/answers",
    )
    for address in addresses:
        assert guest.post(address, data=DECLINED).status_code == 403
        assert as_person(cast.ben).post(address, data=DECLINED).status_code == 403
        assert as_person(cast.cy).post(address, data=DECLINED).status_code == 404
        assert client.post(address, data=DECLINED).status_code == 404
    # What became of every comment is read by all who have a seat.
    assert guest.get(f"/profiles/{cast.profile.id}/comments/matrix").status_code == 200


def test_publishing_with_nothing_drafted_says_so(cast, ana):
    answer = ana.post(f"/profiles/{cast.profile.id}/answers", follow_redirects=True)
    assert "There was no draft to publish." in answer.text


def test_publishing_is_announced_a_draft_is_not(cast, ana, comment):
    heard = []
    on(CommentAnswered)(heard.append)
    ana.post(f"/comments/{comment.id}/answer", data=DECLINED)
    assert heard == []
    for _ in range(2):
        ana.post(f"/profiles/{cast.profile.id}/answers")
    assert [event.comment_id for event in heard] == [comment.id]


def test_the_drafted_ones_leave_the_facilitators_list_of_open_ones(cast, ana, guest, comment):
    address = f"/profiles/{cast.profile.id}/comments?filter=unanswered"
    ana.post(f"/comments/{comment.id}/answer", data=DECLINED)
    assert "Say it plainer." not in ana.get(address).text
    assert "Say it plainer." in guest.get(address).text
