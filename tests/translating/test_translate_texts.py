import html
import re

import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute
from pog.profiles.services import (
    Author,
    edit_attribute,
    edit_indicator,
    remove_indicator,
    restore_revision,
)
from pog.translating.models import Translation
from tests.browsing import HTMX
from tests.factories import make_membership, make_person
from tests.translating.conftest import Page


@pytest.fixture
def stored(app):
    """Every state of every translation: field, number, text, what it was made from, author."""

    def now():
        with app.app_context():
            return db.session.execute(
                select(
                    Translation.field,
                    Translation.number,
                    Translation.text,
                    Translation.original,
                    Translation.author_name,
                ).order_by(Translation.field, Translation.number)
            ).all()

    return now


@pytest.fixture
def reword(work, first):
    def change(statement):
        with work():
            attribute = db.session.get(Attribute, first.id)
            edit_attribute(
                attribute,
                base_revision=attribute.revision,
                name=attribute.name,
                statement=statement,
                author=Author(name="Ana"),
            )

    return change


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_each_text_stands_beside_its_translation(spanish, first, stored):
    page = spanish.read()
    for original in (
        "Every graduate can be heard.",
        "Working together",
        "Clear communication",
        "I can explain my idea.",
    ):
        assert original in page
    assert "0 of 10" in text_of(page)
    answer = spanish.save(first, name="Comunicación clara")
    assert answer.status_code == 303
    assert answer.location == f"{spanish.address}#part-{first.id}"
    (row,) = stored()
    assert tuple(row)[:4] == ("name", 1, "Comunicación clara", "Clear communication")
    assert row.author_name.startswith("Ana")
    page = spanish.read()
    assert "1 translation is saved." in page
    assert "1 of 10" in text_of(page)
    assert "9 missing" in text_of(page)
    open_ones = spanish.read(show="open")
    assert "Comunicación clara" not in open_ones
    assert "Speaks so that others understand." in open_ones


def test_texts_of_the_profile_and_of_groupings_are_translated_too(
    ana, spanish, rich, first, stored
):
    grouping = first.grouping_id
    answer = ana.post(
        spanish.address,
        data={
            f"words-core_statement-{rich.id}": "Se oye a cada egresado.",
            f"words-name-{grouping}": "Trabajar juntos",
            f"words-title-{rich.id}": "  Perfil  de Riverbend ",
        },
    )
    assert answer.status_code == 303
    assert [row.text for row in stored()] == [
        "Se oye a cada egresado.",
        "Trabajar juntos",
        "Perfil de Riverbend",
    ]


def test_a_changed_original_marks_the_translation_and_shows_what_changed(
    spanish, first, reword, stored
):
    spanish.save(first, statement="Habla para que se entienda.")
    reword("Speaks so that everybody understands.")
    page = spanish.read()
    assert "1 out of date" in page
    assert "The original changed" in page
    assert re.search(r"<del>.*?others understand.*?</del>", page)
    assert re.search(r"<ins>.*?everybody understands.*?</ins>", page)
    # Saving without a word changed does not make it fit; saying so does.
    assert spanish.save(first).status_code == 303
    assert "1 out of date" in spanish.read()
    spanish.save(first, spanish.form(first.id) | {f"fits-statement-{first.id}": "1"})
    assert "1 out of date" not in spanish.read()
    assert [(row.number, row.original) for row in stored()] == [
        (1, "Speaks so that others understand."),
        (2, "Speaks so that everybody understands."),
    ]


def test_what_changed_while_somebody_translated_counts_as_changed(spanish, first, reword):
    form = spanish.form(first.id)
    reword("Speaks, and listens.")
    assert spanish.save(first, form, statement="Habla claro.").status_code == 303
    assert "1 out of date" in spanish.read()


def test_two_people_do_not_overwrite_each_other(cast, work, as_person, spanish, first, stored):
    with work():
        dee = make_person("Dee")
        make_membership(cast.riverbend, dee, "editor")
    theirs = Page(as_person(dee), cast.profile.id)
    spanish.save(first, statement="Habla claro y bien.")
    mine, yours = spanish.form(first.id), theirs.form(first.id)
    theirs.save(first, yours, statement="Habla claro y despacio.")
    answer = spanish.save(first, mine, statement="Habla claro y fuerte.")
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "Dee translated the same words while you were writing." in said
    assert "Habla claro y despacio." in said
    assert "Habla claro y fuerte." in answer.text
    assert len(stored()) == 2

    box = f"statement-{first.id}"
    number = re.search(rf'name="number-{box}" value="(\d+)"', answer.text)[1]
    again = mine | {f"number-{box}": number}
    kept = spanish.save(first, again | {f"theirs-{box}": "1"}, statement="Habla claro y fuerte.")
    assert kept.status_code == 303
    assert len(stored()) == 2
    spanish.save(first, again, statement="Habla claro y fuerte.")
    assert stored()[-1].text == "Habla claro y fuerte."


def test_changes_at_different_places_are_put_together(spanish, first, stored):
    spanish.save(first, statement="Habla claro. Escucha bien.")
    form = spanish.form(first.id)
    spanish.save(first, form, statement="Habla muy claro. Escucha bien.")
    spanish.save(first, form, statement="Habla claro. Escucha muy bien.")
    assert stored()[-1].text == "Habla muy claro. Escucha muy bien."


def test_an_indicator_made_anew_keeps_its_translation(work, spanish, first):
    (indicator,) = first.indicators
    answer = spanish.browser.post(
        f"/attributes/{first.id}/translations/es",
        data={f"words-text-{indicator.id}": "Puedo explicar mi idea."},
    )
    assert answer.status_code == 303
    with work():
        attribute = db.session.get(Attribute, first.id)
        author, number = Author(name="Ana"), attribute.revision
        edit_indicator(attribute.indicators[0], level="", text="Something else.", author=author)
        restore_revision(attribute, number, author=author)
        assert attribute.indicators[0].id != indicator.id
        assert attribute.indicators[0].text == "I can explain my idea."
    page = spanish.read()
    assert "Puedo explicar mi idea." in page
    new = re.search(r"words-text-([0-9a-f-]{36})", page)[1]
    assert spanish.browser.post(
        f"/attributes/{first.id}/translations/es",
        data={f"words-text-{new}": "Sé explicar mi idea.", f"number-text-{new}": "0"},
    ).status_code in (303, 409)


def test_bad_input_comes_back_with_all_that_was_typed(spanish, first, stored):
    answer = spanish.save(first, name="x" * 121, statement="Habla claro.")
    assert answer.status_code == 422
    assert "This text has 121 characters. Shorten it to 120 at most." in answer.text
    assert "x" * 121 in answer.text
    assert "Habla claro." in answer.text
    assert stored() == []


def test_what_was_typed_for_a_removed_indicator_is_shown(work, spanish, first, stored):
    (indicator,) = first.indicators
    with work():
        attribute = db.session.get(Attribute, first.id)
        remove_indicator(attribute.indicators[0], author=Author(name="Ana"))
    answer = spanish.browser.post(
        f"/attributes/{first.id}/translations/es",
        data={f"words-text-{indicator.id}": "Puedo explicar."},
    )
    assert answer.status_code == 422
    assert "Puedo explicar." in answer.text
    assert stored() == []


def test_an_emptied_box_takes_the_translation_away(spanish, first, stored):
    spanish.save(first, name="Comunicación")
    spanish.save(first, name=" ")
    assert [row.text for row in stored()] == ["Comunicación", ""]
    assert "0 of 10" in text_of(spanish.read())


def test_htmx_gets_the_part_and_the_count(spanish, first):
    answer = spanish.save(first, headers=HTMX, name="Comunicación clara")
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == f"#part-{first.id}"
    assert 'role="status"' in answer.text
    assert 'id="translation-progress"' in answer.text
    assert "<html" not in answer.text


def test_who_may_read_and_who_may_translate(cast, as_person, spanish, first, client, stored):
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    address = f"/attributes/{first.id}/translations/es"
    form = {f"words-name-{first.id}": "Fuera"}
    for stranger in (cy, client):
        assert stranger.get(spanish.address).status_code == 404
        assert stranger.get(f"/profiles/{cast.profile.id}/translations").status_code == 404
        assert stranger.get(f"{spanish.address}/history").status_code == 404
        assert stranger.post(address, data=form).status_code == 404
        assert stranger.post(spanish.address, data={}).status_code == 404
        assert stranger.post(f"{spanish.address}/take").status_code == 404
    # Ben sits in a convening that drafts: he may write, as he may reword.
    assert ben.get(spanish.address).status_code == 200
    assert ben.post(address, data=form).status_code == 303
    assert stored()[0].author_name.startswith("Ben")


def test_a_reader_reads_along(cast, work, as_person, spanish, first):
    with work():
        dee = make_person("Dee")
        make_membership(cast.riverbend, dee, "reader")
    spanish.save(first, name="Comunicación clara")
    reader = as_person(dee)
    page = reader.get(spanish.address).text
    assert "Comunicación clara" in page
    assert "<textarea" not in page
    assert reader.post(f"/attributes/{first.id}/translations/es", data={}).status_code == 403


def test_only_languages_we_know_and_not_its_own(ana, cast):
    for language in ("en", "xx", "es-MX"):
        assert ana.get(f"/profiles/{cast.profile.id}/translations/{language}").status_code == 404
    assert ana.get(f"/profiles/{cast.profile.id}/translations/vi").status_code == 200


def test_the_overview_counts_each_language(ana, spanish, first, cast):
    spanish.save(first, name="Comunicación clara")
    Page(ana, cast.profile.id, "vi").save(first, name="Giao tiếp rõ ràng")
    page = text_of(ana.get(f"/profiles/{cast.profile.id}/translations").text)
    assert "Español Translated 1 of 10" in page
    assert "Tiếng Việt Translated 1 of 10" in page
    shown = ana.get(f"/profiles/{cast.profile.id}").text
    assert f"/profiles/{cast.profile.id}/translations" in shown


def test_the_history_tells_who_wrote_what(spanish, first, ana):
    spanish.save(first, name="Comunicación")
    spanish.save(first, name="Comunicación clara")
    page = text_of(ana.get(f"{spanish.address}/history").text)
    assert page.count("Clear communication") == 2
    assert "clara" in page


def test_an_attribute_and_the_page_before_publishing_tell_what_is_open(ana, spanish, first, cast):
    assert "In other languages" not in ana.get(f"/attributes/{first.id}").text
    spanish.save(first, name="Comunicación clara")
    page = ana.get(f"/attributes/{first.id}").text
    assert f"{spanish.address}#part-{first.id}" in page
    assert "2 missing" in text_of(page)
    before = text_of(ana.get(f"/profiles/{cast.profile.id}/publish").text)
    assert "Spanish: 1 of 10 texts are translated, 0 out of date." in before
