"""What a whole table says, as a note or a comment in its name; and its paper."""

import pytest

from pog.comments.models import Comment
from pog.convenings.models import Activity, Convening
from pog.core.database import db
from pog.notes.models import Note
from tests.factories import make_activity, make_ballot, open_activity


@pytest.fixture
def step(cast, work):
    def move(kind):
        with work():
            convening = db.session.get(Convening, cast.convening.id)
            known = db.session.query(Activity).filter_by(convening_id=convening.id, kind=kind)
            activity = known.first() or make_activity(convening, kind, position=20)
            open_activity(convening, activity)

    return move


def test_a_note_while_notes_are_collected(app, cast, scribe, room, step):
    step("collect")
    page = f"/tables/{room.table_id}"
    assert "Ideas are collected." in scribe.get(page).text
    answer = scribe.post(f"{page}/answers", data={"text": "Time for projects", "about": ""})
    assert answer.status_code == 303
    text = scribe.get(page).text
    assert "Stored as note 1, in the name of your table." in text
    assert "What your table said" in text
    with app.app_context():
        note = db.session.query(Note).one()
        assert (note.text, note.table_name) == ("Time for projects", "Table 4")
        assert note.participant_id == room.scribe_id
    long = scribe.post(f"{page}/answers", data={"text": "x" * 301, "about": ""})
    assert long.status_code == 422
    assert "Use at most 300 characters." in long.text
    assert "x" * 301 in long.text


def test_a_comment_while_comments_are_open(app, cast, scribe, room, step, work):
    from pog.profiles.models import Attribute

    step("comment")
    with app.app_context():
        attribute = db.session.query(Attribute).filter_by(profile_id=cast.profile.id).first()
    page = f"/tables/{room.table_id}"
    assert "Comments are open." in scribe.get(page).text
    data = {"text": "We like it.", "about": str(attribute.id)}
    assert scribe.post(f"{page}/answers", data=data).status_code == 303
    with app.app_context():
        comment = db.session.query(Comment).one()
        assert (comment.author_name, comment.attribute_id) == ("Table 4", attribute.id)
    assert "Table 4" in scribe.get(f"/profiles/{cast.profile.id}/comments").text
    assert "We like it." in scribe.get(page).text
    foreign = scribe.post(f"{page}/answers", data={"text": "x", "about": str(room.table_id)})
    assert foreign.status_code == 404


def test_between_steps_it_is_refused_and_kept(app, scribe, room, step):
    step("read")
    page = f"/tables/{room.table_id}"
    assert "Nothing is collected at the moment." in scribe.get(page).text
    answer = scribe.post(f"{page}/answers", data={"text": "Our long thought", "about": ""})
    assert answer.status_code == 409
    assert "Answers are closed at the moment" in answer.text
    assert ">Our long thought</textarea>" in answer.text.replace("\r\n", "")
    with app.app_context():
        assert db.session.query(Note).count() == db.session.query(Comment).count() == 0


def test_after_the_convening_it_is_refused_and_kept(cast, scribe, room, step, work):
    from pog.core.clock import now

    step("collect")
    with work():
        db.session.get(Convening, cast.convening.id).closed_at = now()
    answer = scribe.post(f"/tables/{room.table_id}/answers", data={"text": "Too late", "about": ""})
    assert answer.status_code == 409
    assert "Too late" in answer.text


def test_the_paper_has_a_card_for_everybody(cast, scribe, ana, room, work):
    with work():
        make_ballot(cast.convening, "Prepared question?", state="draft")
        make_ballot(
            cast.convening,
            "How far can you go along?",
            method="fist_to_five",
            options=("Courage",),
            settings={"words": ["Block", "b", "c", "d", "e", "Lead"], "pass_share": 80},
        )
        make_ballot(cast.convening, "Dots?", method="dots", settings={"dots": 3, "cap": 2})
    text = scribe.get(f"/tables/{room.table_id}/paper").text
    assert text.count("paper-card-head") == 5 * 3
    assert "Table 4, card 5" in text
    assert "Families" in text
    assert "Prepared question?" not in text, "nobody but facilitators sees a draft"
    assert "5 Lead" in text.replace("</span>", "")
    assert cast.convening.join_code[:3] in text
    assert f"/j/{cast.convening.join_code}/qr.svg" in text
    assert text.count("<caption>Count sheet of table 4") == 3
    assert "Prepared question?" in ana.get(f"/tables/{room.table_id}/paper").text
