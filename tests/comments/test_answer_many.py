"""Scenario S9: many comments get an answer, as drafts, which are published together."""

import pytest

from pog.comments.models import Comment, Disposition
from pog.core.database import db
from tests.factories import make_comment

REASON = "We took it up in the second sentence."


@pytest.fixture
def comments(cast, work, seated):
    """Twenty-three by one guest, one of them hidden."""
    guest = seated()
    with work():
        guest.comments = [
            make_comment(cast.profile, f"Wish {n:02}", convening=cast.convening,
                         participant=guest.seat)
            for n in range(23)
        ]  # fmt: skip
        guest.comments[3].hidden_reason, guest.comments[3].hidden_by = "Names a person.", "Ana"
        guest.comments[3].hidden_at = guest.comments[3].created_at
        db.session.flush()
    return guest


def test_every_comment_gets_an_answer(app, cast, comments, seated, as_person):
    ana, guest = as_person(cast.ana), comments
    address = f"/profiles/{cast.profile.id}/comments"
    assert "23 comments without an answer" in ana.get(f"{address}/answer-many").text
    first = [str(one.id) for one in guest.comments[:20]]
    sent = {"comments": first, "answer": "accepted", "reason": REASON}
    drafts = ana.post(f"{address}/answer-many", data=sent)
    assert drafts.location.endswith("/comments/drafts")
    rest = [str(one.id) for one in guest.comments[20:]]
    later = {"comments": rest, "answer": "later", "reason": "For the next round."}
    ana.post(f"{address}/answer-many", data=later)
    # Each can be changed before, and one thrown away and answered by itself.
    ana.post(f"/comments/{first[0]}/answer?back=drafts",
             data={"answer": "partly", "reason": "Half of it.", "when": "later"})  # fmt: skip
    text = ana.get(drafts.location).text
    assert "Publish 23 answers together" in text
    assert "Half of it." in text
    # Nobody knows of a draft.
    assert REASON not in guest.get("/my-input").text
    assert "23 wait for an answer" in seated().get(address).text
    told = ana.post(f"/profiles/{cast.profile.id}/answers", follow_redirects=True).text
    assert "23 answers are published." in told
    mine = guest.get("/my-input").text
    assert mine.count(REASON) == 19
    assert mine.count("For the next round.") == 3
    observer = seated(role="observer").get(f"{address}/matrix").text
    assert observer.count('<tr id="comment-') == 23
    assert "Hidden by the facilitator: Names a person." in observer
    assert "Wish 03" not in observer
    assert "Wish 03" in ana.get(f"{address}/matrix").text


def test_what_was_answered_meanwhile_is_left_alone(app, cast, comments, as_person):
    ana = as_person(cast.ana)
    first, second = (str(one.id) for one in comments.comments[:2])
    ana.post(f"/comments/{first}/answer",
             data={"answer": "declined", "reason": "No.", "when": "now"})  # fmt: skip
    answer = ana.post(f"/profiles/{cast.profile.id}/comments/answer-many", follow_redirects=True,
                      data={"comments": [first, second], "answer": "accepted"})  # fmt: skip
    assert "One comment got an answer meanwhile" in answer.text
    with app.app_context():
        answers = {str(one.comment_id): one.answer for one in db.session.query(Disposition)}
    assert answers == {first: "declined", second: "accepted"}


@pytest.mark.parametrize(
    ("ticked", "said"),
    [(0, "Tick the comments this is the answer to."), (21, "Tick at most 20 comments at a time.")],
)
def test_too_few_and_too_many_are_refused_and_stay_ticked(cast, comments, as_person, ticked, said):
    keys = [str(one.id) for one in comments.comments[-ticked:]] if ticked else []
    answer = as_person(cast.ana).post(
        f"/profiles/{cast.profile.id}/comments/answer-many",
        data={"comments": keys, "answer": "later", "reason": "Soon."},
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "Soon." in answer.text
    assert answer.text.count(" checked") == min(ticked, 20) + 1


def test_comments_of_another_profile_are_not_answered(app, cast, comments, work, as_person):
    from tests.factories import make_profile

    with work():
        elsewhere = make_comment(make_profile(cast.hillcrest), "Not yours")
    answer = as_person(cast.ana).post(
        f"/profiles/{cast.profile.id}/comments/answer-many",
        data={"comments": [str(elsewhere.id), "nonsense"], "answer": "accepted"},
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(Disposition).count() == 0


def test_a_draft_is_thrown_away(app, cast, comments, as_person):
    ana = as_person(cast.ana)
    key = comments.comments[0].id
    ana.post(f"/comments/{key}/answer", data={"answer": "accepted", "when": "later"})
    answer = ana.post(f"/comments/{key}/answer/drop", follow_redirects=True)
    assert "The draft is gone." in answer.text
    with app.app_context():
        assert db.session.get(Comment, key).disposition is None


def test_a_changed_answer_is_told(cast, comments, as_person):
    ana, key = as_person(cast.ana), comments.comments[0].id
    ana.post(f"/comments/{key}/answer", data={"answer": "declined", "reason": "No.", "when": "now"})
    assert "This answer was changed" not in comments.get("/my-input").text
    ana.post(
        f"/comments/{key}/answer", data={"answer": "accepted", "reason": "Yes!", "when": "now"}
    )
    text = comments.get("/my-input").text
    assert "This answer was changed" in text
    assert "Declined" in text
