"""A theme becomes an attribute that remembers the notes it grew out of."""

import pytest
import sqlalchemy as sa

from pog.clusters.models import AttributeNote
from pog.clusters.services import freeze_clusters
from pog.convenings.models import Convening
from pog.core.database import db
from pog.profiles.models import Attribute
from tests.clusters.conftest import words
from tests.factories import make_activity, make_convening, make_participant, open_activity


@pytest.fixture
def promote(ana):
    def post(theme, name, statement="", browser=None):
        form = {"name": name, "statement": statement}
        return (browser or ana.browser).post(f"/themes/{theme}/promotion", data=form)

    return post


@pytest.fixture
def attributes(app, cast):
    def read():
        with app.app_context():
            found = sa.select(Attribute).where(Attribute.profile_id == cast.profile.id)
            return {row.name: row for row in db.session.scalars(found)}

    return read


def test_a_theme_becomes_an_attribute_that_remembers_its_notes(
    ana, notes, promote, attributes, guest
):
    theme = ana.made("Keeps going", notes[:4])
    page = ana.browser.get(f"/themes/{theme}").text
    assert "Make it an attribute" in page
    answer = promote(theme, "Keeps going", "They try again.")
    made = attributes()["Keeps going"]
    assert answer.status_code == 303
    assert answer.location.endswith(f"/attributes/{made.id}")
    assert made.statement == "They try again."
    shown = ana.browser.get(answer.location).text
    assert "Grew out of 4 notes" in shown
    assert f"/attributes/{made.id}/notes" in shown
    listed = words(guest.get(f"/attributes/{made.id}/notes"))
    assert "This attribute grew out of 4 notes." in listed
    assert "thing 3" in listed
    assert "thing 4" not in listed
    assert "Heron" not in listed


def test_guests_of_another_convening_do_not_read_the_notes(
    ana, notes, promote, attributes, as_person, work, cast
):
    elsewhere = as_person(None)
    with work():
        other = make_convening(cast.profile, current="draft")
        make_participant(other, sign_in=elsewhere.sign_in, nickname="Curious Crane")
    promote(ana.made("Keeps going", notes[:4]), "Keeps going")
    made = attributes()["Keeps going"]
    page = elsewhere.get(f"/attributes/{made.id}/notes")
    assert page.status_code == 200  # they read the draft, too
    listed = words(page)
    assert "grew out of 4 notes" in listed
    assert "thing" not in listed.replace("something", "").replace("nothing", "")


def test_it_remembers_them_whatever_becomes_of_the_theme(ana, notes, promote, attributes, guest):
    theme, other = ana.made("Keeps going", notes[:3]), ana.made("Care")
    promote(theme, "Keeps going")
    ana.send(f"/themes/{theme}/merge", into=other)
    ana.move(notes[:3], None)
    made = attributes()["Keeps going"]
    assert "grew out of 3 notes" in words(guest.get(f"/attributes/{made.id}/notes"))


def test_a_second_time_leads_to_the_first_attribute(ana, notes, promote, attributes):
    theme = ana.made("Keeps going", notes[:1])
    first = promote(theme, "Keeps going").location
    before = len(attributes())
    second = promote(theme, "Another name")
    assert second.location == first
    assert len(attributes()) == before
    assert "This theme became an attribute before." in ana.browser.get(second.location).text
    page = ana.browser.get(f"/themes/{theme}").text
    assert "See the attribute it became" in page
    assert "Make it an attribute" not in page


def test_frozen_themes_can_be_promoted(ana, notes, promote, work, cast, attributes):
    theme = ana.made("Keeps going", notes[:1])
    with work():
        freeze_clusters(cast.convening.id)
    assert promote(theme, "Keeps going").status_code == 303
    assert "Keeps going" in attributes()


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("", 422, "Enter a name."),
        ("Care for others", 409, "There is already an attribute called “Care for others”."),
        ("x" * 121, 422, "Use at most 120 characters."),
    ],
)
def test_what_cannot_be_is_explained_and_what_was_typed_stays(
    ana, notes, promote, attributes, app, name, status, sentence
):
    theme = ana.made("Keeps going", notes[:1])
    answer = promote(theme, name, "They try again.")
    assert answer.status_code == status
    assert sentence in answer.text
    assert "They try again." in answer.text
    assert "Keeps going" not in attributes()
    with app.app_context():
        assert not db.session.scalars(sa.select(AttributeNote)).all()


def test_who_is_not_of_the_team_or_may_not_change_the_draft_does_not_promote(
    ana, otter, guest, notes, promote, work, cast
):
    theme = ana.made("Keeps going", notes[:1])
    with work():
        # While the room drafts, scribes change the draft like everybody; now it only sorts.
        convening = db.session.get(Convening, cast.convening.id)
        open_activity(convening, make_activity(convening, "cluster", position=9))
    for browser in (guest, otter.browser):
        assert "Make it an attribute" not in browser.get(f"/themes/{theme}").text
        assert promote(theme, "Mine", browser=browser).status_code == 403


def test_an_attribute_without_notes_says_nothing_of_them(ana, cast, attributes):
    one = attributes()["Care for others"]
    assert "Grew out of" not in ana.browser.get(f"/attributes/{one.id}").text
    page = words(ana.browser.get(f"/attributes/{one.id}/notes"))
    assert "did not grow out of notes" in page
