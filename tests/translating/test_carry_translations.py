"""Translations follow their texts into editions, clones and what is taken over from a source."""

import pytest

from pog.core.database import db
from pog.organizations.models import Organization
from pog.profiles.models import Attribute, Edition, Profile
from pog.profiles.publishing import content_of
from pog.profiles.services import Author, clone_edition, edit_attribute, publish_edition
from pog.profiles.snapshots import hash_of, read_snapshot
from pog.translating.queries import beside, counts_of, newest_translations
from pog.translating.services import Typed, save_translations
from pog.translating.texts import texts_of
from tests.factories import make_library_entry

ANA = Author(name="Ana")


@pytest.fixture
def translate(work):
    """Translate texts of a profile by their original: `translate(id, {"Name": "Nombre"})`."""

    def store(profile_id, words, language="es"):
        with work():
            profile = db.session.get(Profile, profile_id)
            texts = list(texts_of(profile))
            typed = {
                one.text.key: Typed(words=words[one.text.original], number=one.number)
                for one in beside(texts, newest_translations(profile, language))
                if one.text.original in words
            }
            assert len(typed) == len(words)
            save_translations(profile, language, texts, typed, author=ANA)

    return store


@pytest.fixture
def reword(work):
    def change(attribute_id, statement):
        with work():
            attribute = db.session.get(Attribute, attribute_id)
            edit_attribute(
                attribute,
                base_revision=attribute.revision,
                name=attribute.name,
                statement=statement,
                author=ANA,
            )

    return change


@pytest.fixture
def publish(work):
    def make(profile_id):
        with work():
            return publish_edition(db.session.get(Profile, profile_id), author=ANA)

    return make


@pytest.fixture
def clone(work, cast):
    def make(edition, **given):
        with work():
            hillcrest = db.session.get(Organization, cast.hillcrest.id)
            return clone_edition(db.session.get(Edition, edition.id), hillcrest, ANA, **given)

    return make


@pytest.fixture
def says(app):
    """Texts of a profile with their translation and its state."""

    def now(profile_id, language="es"):
        with app.app_context():
            profile = db.session.get(Profile, profile_id)
            lines = beside(texts_of(profile), newest_translations(profile, language))
            return {one.text.original: (one.words, one.state) for one in lines if one.words}

    return now


WORDS = {
    "Every graduate can be heard.": "Se oye a cada egresado.",
    "Working together": "Trabajar juntos",
    "Clear communication": "Comunicación clara",
    "Speaks so that others understand.": "Habla para que se entienda.",
    "I can explain my idea.": "Puedo explicar mi idea.",
}


def test_without_translations_an_edition_is_what_it_was(app, rich):
    with app.app_context():
        content = content_of(db.session.get(Profile, rich.id))
        assert "translations" not in str(content)
        assert "outdated" not in str(content)


def test_an_edition_holds_both_languages(rich, first, translate, publish, reword, app):
    translate(rich.id, WORDS)
    reword(first.id, "Speaks so that everybody understands.")
    edition = publish(rich.id)
    snapshot = read_snapshot(edition.content, "es")
    assert snapshot.languages == ("en", "es")
    assert snapshot.core_statement == "Se oye a cada egresado."
    assert snapshot.untranslated == {"title"}
    (grouping, rest) = snapshot.groupings
    assert grouping.name == "Trabajar juntos"
    one = grouping.attributes[0]
    assert (one.name, one.indicators[0].text) == ("Comunicación clara", "Puedo explicar mi idea.")
    assert one.outdated == {"statement"}
    assert one.untranslated == set()
    assert rest.attributes[0].untranslated == {"name", "statement"}
    assert edition.rendered[f"es:{first.id}"] == "<p>Habla para que se entienda.</p>"
    assert hash_of(edition.content) == edition.content_hash
    assert read_snapshot(edition.content).core_statement == "Every graduate can be heard."


def test_a_clone_keeps_translations_and_what_is_out_of_date(
    rich, first, translate, publish, reword, clone, says
):
    translate(rich.id, WORDS)
    reword(first.id, "Speaks so that everybody understands.")
    made = clone(publish(rich.id))
    expected = {text: (words, "translated") for text, words in WORDS.items()}
    del expected["Speaks so that others understand."]
    expected["Speaks so that everybody understands."] = (
        WORDS["Speaks so that others understand."],
        "outdated",
    )
    assert says(made.id) == expected
    again = clone(publish(made.id))
    assert says(again.id) == expected


def test_a_clone_in_the_second_language_has_the_first_as_its_translation(
    rich, translate, publish, clone, says
):
    translate(rich.id, WORDS)
    made = clone(publish(rich.id), language="es")
    assert made.language == "es"
    assert says(made.id, "en") == {words: (text, "translated") for text, words in WORDS.items()}


def test_library_entries_bring_their_spanish(work, clone, says, app):
    with work():
        entry = make_library_entry("Portrait")
        content = dict(entry.edition.content)
        content["core_statement"] = "Ready."
        content["translations"] = {"es": {"core_statement": "Listos."}}
        attribute = content["groupings"][0]["attributes"][0]
        attribute["translations"] = {"es": {"name": "Curiosidad"}}
        entry.edition.content, entry.edition.content_hash = content, hash_of(content)
    made = clone(entry.edition)
    assert says(made.id) == {
        "Ready.": ("Listos.", "translated"),
        attribute["name"]: ("Curiosidad", "translated"),
    }


def test_translations_made_at_the_source_later_are_offered(
    rich, first, translate, publish, clone, says, reword, as_person, cast, work
):
    made = clone(publish(rich.id))
    assert says(made.id) == {}
    translate(rich.id, WORDS)
    newer = publish(rich.id)
    with work():
        db.session.get(Profile, made.id).upstream_edition_id = newer.id
        ours = next(
            a for a in db.session.get(Profile, made.id).attributes if a.source_id == first.id
        )
    reword(ours.id, "Our own words.")
    cy = as_person(cast.cy)
    address = f"/profiles/{made.id}/translations/es"
    page = cy.get(address).text
    assert "has translations for 4 texts that are the same here." in page
    assert cy.post(f"{address}/take").status_code == 303
    assert "Speaks so that others understand." not in says(made.id)
    assert says(made.id)["Clear communication"] == ("Comunicación clara", "translated")
    assert "that are the same here." not in cy.get(address).text


def test_counts(app, rich, translate):
    translate(rich.id, {"Clear communication": "Comunicación clara"})
    with app.app_context():
        found = counts_of(db.session.get(Profile, rich.id), "es")
        assert (found.texts, found.translated, found.outdated, found.missing) == (10, 1, 0, 9)


def test_words_taken_over_from_the_source_bring_their_translation(
    rich, first, translate, publish, clone, says, reword, as_person, cast
):
    translate(rich.id, WORDS)
    made = clone(publish(rich.id))
    reword(first.id, "Speaks so that everybody understands.")
    translate(rich.id, {"Speaks so that everybody understands.": "Habla para todas las personas."})
    newer = publish(rich.id)
    answer = as_person(cast.cy).post(
        f"/profiles/{made.id}/upstream/untouched", data={"edition_id": newer.id}
    )
    assert answer.status_code == 303
    assert says(made.id)["Speaks so that everybody understands."] == (
        "Habla para todas las personas.",
        "translated",
    )
    assert len(says(made.id)) == len(WORDS)
