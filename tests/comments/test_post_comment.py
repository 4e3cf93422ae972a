"""Writing a comment: who may, when, once, and what the page says when it was not stored."""

import pytest

from pog.comments.events import CommentPosted
from pog.comments.models import Comment
from pog.convenings.models import Activity, Convening
from pog.core.database import db
from pog.core.events import on
from tests.browsing import HTMX
from tests.factories import make_attribute, make_comment, make_participant, open_activity


@pytest.fixture
def guest(cast, work, as_person):
    """A participant without an account; its browser carries the seat."""
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron"
        )
    return browser


@pytest.fixture
def move_to(cast, work):
    """Take the room to the first activity of a kind."""

    def move(kind):
        with work():
            convening = db.session.get(Convening, cast.convening.id)
            activity = (
                db.session.query(Activity).filter_by(convening_id=convening.id, kind=kind).one()
            )
            open_activity(convening, activity)

    return move


@pytest.fixture
def stored(app):
    def read():
        with app.app_context():
            return list(db.session.scalars(db.select(Comment).order_by(Comment.created_at)))

    return read


def threads_of(cast):
    return f"/profiles/{cast.profile.id}/comments"


def test_a_participant_comments_and_reads_it(cast, guest, stored):
    answer = guest.post(threads_of(cast), data={"body": "We need **courage**.", "stance": "keep"})
    assert answer.status_code == 303
    [comment] = stored()
    assert (comment.author_name, comment.group_name) == ("Quiet Heron", "Students")
    assert comment.convening_id == cast.convening.id
    assert comment.stance == "keep"
    assert answer.location.endswith(f"#comment-{comment.id}")
    text = guest.get(threads_of(cast)).text
    assert "<strong>courage</strong>" in text
    assert "Quiet Heron" in text


def test_it_is_about_the_attribute_and_its_revision(cast, guest, stored, work):
    with work():
        attribute = make_attribute(cast.profile, "Kindness")
    guest.post(f"/attributes/{attribute.id}/comments", data={"body": "Yes."})
    [comment] = stored()
    assert (comment.attribute_id, comment.revision_number) == (attribute.id, 1)


def test_the_address_of_a_person_stands_on_no_page(cast, as_person, stored):
    ana = as_person(cast.ana)
    ana.post(threads_of(cast), data={"body": "From the desk."})
    assert stored()[0].author_name == "Ana"
    for address in (threads_of(cast), f"/comments/{stored()[0].id}", "/my-input"):
        assert cast.ana.email not in ana.get(address).text


def test_sent_twice_it_is_stored_once(cast, guest, stored):
    for _ in range(2):
        answer = guest.post(threads_of(cast), data={"body": "Once.", "idempotency_key": "a1"})
        assert answer.status_code == 303
        assert answer.location.endswith(f"#comment-{stored()[0].id}")
    assert len(stored()) == 1


def test_the_key_of_somebody_else_finds_nothing(cast, guest, as_person, stored):
    guest.post(threads_of(cast), data={"body": "Mine.", "idempotency_key": "a1"})
    as_person(cast.ana).post(threads_of(cast), data={"body": "Hers.", "idempotency_key": "a1"})
    assert [comment.body for comment in stored()] == ["Mine.", "Hers."]


def test_a_retry_after_the_close_still_finds_what_was_stored(cast, guest, move_to, stored):
    data = {"body": "Just in time.", "idempotency_key": "a1"}
    guest.post(threads_of(cast), data=data)
    move_to("read")
    assert guest.post(threads_of(cast), data=data).status_code == 303
    assert len(stored()) == 1


def test_while_the_room_reads_a_participant_is_told_so_and_keeps_the_text(
    cast, guest, move_to, stored
):
    move_to("read")
    answer = guest.post(threads_of(cast), data={"body": "Too <late> for this"})
    assert answer.status_code == 409
    assert "Comments are closed at the moment, so this was not stored." in answer.text
    assert "Too &lt;late&gt; for this</textarea>" in answer.text
    assert stored() == []
    page = guest.get(threads_of(cast)).text
    assert "The facilitator opens them when it is time." in page
    assert "<textarea" not in page


def test_facilitators_and_members_comment_whatever_the_agenda_says(
    cast, as_person, move_to, stored
):
    move_to("read")
    for person in (cast.ana, cast.ben):
        assert as_person(person).post(threads_of(cast), data={"body": "Hm."}).status_code == 303
    assert len(stored()) == 2


def test_after_the_convening_a_guest_reads_on_and_is_told_why_not(cast, guest, work, stored):
    with work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.closed_at = convening.created_at
    assert guest.get(threads_of(cast)).status_code == 200
    assert guest.post(threads_of(cast), data={"body": "Late."}).status_code == 409
    assert stored() == []


def test_an_observer_sees_no_form(cast, work, as_person, stored):
    browser = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=browser.sign_in, role="observer")
    text = browser.get(threads_of(cast)).text
    assert "<textarea" not in text
    assert "Writing is for those with a seat" in text
    assert browser.post(threads_of(cast), data={"body": "I watch."}).status_code == 403
    assert stored() == []


def test_nobody_from_elsewhere_finds_the_page(cast, as_person, client, stored):
    for browser in (as_person(cast.cy), client):
        assert browser.get(threads_of(cast)).status_code == 404
        assert browser.post(threads_of(cast), data={"body": "Hello"}).status_code == 404
    assert stored() == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("  \n ", "Write your comment first."),
        ("x" * 2001, "Use at most 2,000 characters."),
        ("[" * 201, "too many opening brackets"),
    ],
)
def test_bad_words_are_explained_and_kept(cast, guest, stored, body, sentence):
    answer = guest.post(threads_of(cast), data={"body": body, "stance": "concern"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert body.strip() in answer.text
    assert 'value="concern" checked' in answer.text
    assert stored() == []


def test_two_thousand_characters_with_the_line_ends_of_browsers_fit(cast, guest, stored):
    body = "\r\n".join(["x" * 99] * 20)
    assert guest.post(threads_of(cast), data={"body": body}).status_code == 303
    assert len(stored()[0].body) == 1999


def test_an_unknown_stance_is_refused(cast, guest, stored):
    answer = guest.post(threads_of(cast), data={"body": "Hm.", "stance": "burn"})
    assert answer.status_code == 422
    assert stored() == []


def test_with_htmx_only_the_form_comes_back(cast, guest, stored):
    answer = guest.post(threads_of(cast), data={"body": "Quick."}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="comment-form')
    assert "Your comment is stored." in answer.text
    assert "Quick." not in answer.text
    assert len(stored()) == 1
    wrong = guest.post(threads_of(cast), data={"body": ""}, headers=HTMX)
    assert wrong.status_code == 422
    assert wrong.headers["HX-Retarget"] == "#comment-form"


def test_what_people_write_cannot_run(cast, guest):
    guest.post(
        threads_of(cast), data={"body": "<script>alert(1)</script> [x](javascript:alert(1))"}
    )
    text = guest.get(threads_of(cast)).text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text


def test_a_reply_stands_one_level_deep(cast, guest, work, stored):
    with work():
        first = make_comment(cast.profile, "First.", convening=cast.convening)
    answer = guest.post(f"/comments/{first.id}/replies", data={"body": "Second."})
    assert answer.status_code == 303
    second = next(c for c in stored() if c.body == "Second.")
    guest.post(f"/comments/{second.id}/replies", data={"body": "Third."})
    third = next(c for c in stored() if c.body == "Third.")
    assert second.parent_id == third.parent_id == first.id
    assert "Third." in guest.get(threads_of(cast)).text


def test_an_empty_reply_is_explained(cast, guest, work, stored):
    with work():
        first = make_comment(cast.profile, "First.")
    answer = guest.post(f"/comments/{first.id}/replies", data={"body": ""})
    assert answer.status_code == 422
    assert "Write your reply first." in answer.text
    assert len(stored()) == 1


def test_a_dropped_attribute_takes_no_comments_but_keeps_the_text(cast, guest, work, stored):
    with work():
        attribute = make_attribute(cast.profile, "Kindness")
        attribute.dropped_at = attribute.created_at
    answer = guest.post(f"/attributes/{attribute.id}/comments", data={"body": "But why?"})
    assert answer.status_code == 409
    assert "This attribute was dropped" in answer.text
    assert stored() == []


def test_it_is_announced_once(cast, guest):
    heard = []
    on(CommentPosted)(heard.append)
    for _ in range(2):
        guest.post(threads_of(cast), data={"body": "News.", "idempotency_key": "k"})
    guest.post(threads_of(cast), data={"body": ""})
    assert [event.profile_id for event in heard] == [cast.profile.id]


def test_getting_the_address_for_replies_is_not_possible(cast, as_person, work):
    with work():
        first = make_comment(cast.profile, "First.")
    assert as_person(cast.ana).get(f"/comments/{first.id}/replies").status_code == 405
