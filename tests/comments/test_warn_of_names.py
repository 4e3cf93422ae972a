"""Before something is posted that may tell who or where a person is, its writer is asked."""

import pytest

from pog.comments.models import Comment
from pog.comments.personal import what_looks_personal
from pog.core.database import db


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call me at 555-010-4477 tonight.", "phone"),
        ("Mi número es +52 (55) 5010 4477.", "phone"),
        ("Write to pat.lee@school.example please", "e-mail"),
        ("The house at 12 Old Mill Road is empty.", "lives"),
        ("Vive en la calle. Calle Los Robles 45.", "lives"),
        ("Mrs. Alvarez reads our essays.", "name"),
        ("Mi maestra, la Sra. Peña, lo sabe.", "name"),
        ("My friend Emily Stone said so.", "name"),
    ],
)
def test_it_is_found(app, text, kind):
    with app.test_request_context():
        found = what_looks_personal(text)
    assert len(found) == 1
    assert kind in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Graduates of 2019-2024 and 2025 - 2026 agree.",
        "Virginia Standards ask for it, in Carson City High School too.",
        "On 2026-11-28 we met; 1.2.2026 was earlier.",
        "About 1,250,000 students; 3.14159265 is pi.",
        "We mark the way. Grace in losing. Will power counts.",
        "Score 10 of 12, level 9-12.",
        "",
    ],
)
def test_it_is_left_alone(app, text):
    with app.test_request_context():
        assert what_looks_personal(text) == []


def test_the_writer_is_asked_and_decides(app, cast, seated):
    guest = seated()
    address = f"/profiles/{cast.profile.id}/comments"
    body = "Ask Mr. Stone, he teaches it."
    answer = guest.post(address, data={"body": body, "stance": "keep"})
    assert answer.status_code == 422
    assert "Does this tell who or where a person is?" in answer.text
    assert "the name of a person: Mr. Stone" in answer.text
    assert body in answer.text
    with app.app_context():
        assert db.session.query(Comment).count() == 0
    sure = {"body": body, "stance": "keep", "sure": "yes"}
    assert guest.post(address, data=sure).status_code == 303
    with app.app_context():
        comment = db.session.query(Comment).one()
        assert (comment.body, comment.stance) == (body, "keep")
    reply = guest.post(f"/comments/{comment.id}/replies", data={"body": body})
    assert reply.status_code == 422
    assert "Post it as it is" in reply.text
