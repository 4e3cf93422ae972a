"""Suggestions beside people who type: one shared text, and no word of anybody is lost."""

import pytest

from pog.coediting.services import add_update, open_text, read_document
from pog.core.database import db
from pog.profiles.authors import Author
from pog.profiles.models import Attribute
from tests.factories import make_suggestion


@pytest.fixture
def type_in(work, attribute):
    """Somebody types in the shared text, and no revision is kept of it yet."""

    def change(old, new):
        with work():
            found = db.session.get(Attribute, attribute.id)
            open_text(found)
            _number, document = read_document(found.id)
            body = document.replace(document.text.replace(old, new))
            add_update(found, body, Author(name="Typist"))

    return change


def test_what_is_accepted_enters_the_shared_text(
    app, cast, work, as_person, attribute, type_in, read
):
    with work():
        made = make_suggestion(attribute, "on stage", quote="in public")
    type_in("Every learner", "Each learner")
    assert as_person(cast.ana).post(f"/suggestions/{made.id}/accept").status_code == 303
    said = "Each learner communicates clearly with peers. They speak clearly on stage."
    assert read.attribute(attribute.id).statement == said
    with app.app_context():
        assert read_document(attribute.id)[1].text == said
    typed, accepted = read.revisions(attribute.id)[1:]
    assert typed.contributors == ["Typist"]
    assert accepted.contributors == ["Heron", "Ana (Students)"]


def test_words_only_just_typed_become_a_revision_to_speak_about(guest, suggest, type_in, read):
    type_in("in public", "in the open air")
    pat = guest()
    assert suggest(pat, "Every learner", "Each learner").status_code == 303
    assert [one.revision_number for one in read.suggestions()] == [1]
    assert suggest(pat, "open air", "sunshine").status_code == 303
    assert [one.revision_number for one in read.suggestions()] == [1, 2]


def test_typing_over_quoted_words_makes_a_suggestion_wait(
    cast, work, as_person, attribute, type_in
):
    with work():
        made = make_suggestion(attribute, "on stage", quote="in public")
    type_in("in public", "before others")
    ana = as_person(cast.ana)
    page = ana.get(f"/suggestions/{made.id}").text
    assert "Based on revision 1" in page
    assert "before others" in page
    assert ana.post(f"/suggestions/{made.id}/accept").status_code == 409
