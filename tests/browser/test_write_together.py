"""Several people type in one statement at once, and each stays where they are."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from pog.core.database import db
from pog.profiles.models import Revision
from tests.browser.writers import (
    NOISE,
    STATEMENT,
    box,
    caret,
    expect_saving,
    expect_stored,
    expect_text,
    first_attribute,
    kept_on_device,
    open_text,
    put_caret,
)
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(site) -> Cast:
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def attribute(site, cast):
    return first_attribute(site, cast)


@pytest.fixture
def ana(person, site, cast, attribute) -> Page:
    return open_text(site.sign_in(person("laptop", allow=NOISE), cast.ana), attribute)


@pytest.fixture
def ben(person, site, cast, attribute) -> Page:
    return open_text(site.sign_in(person("phone", allow=NOISE), cast.ben), attribute)


def test_two_type_in_one_sentence_and_each_caret_stays_with_its_owner(ana, ben, site, attribute):
    put_caret(ana, len("Listens"))
    put_caret(ben, len(STATEMENT) - 1)
    for one, other in zip(" very well", " with care", strict=True):
        ana.keyboard.type(one)
        ben.keyboard.type(other)
    whole = "Listens very well to others with care."
    expect_text(whole, ana, ben)
    assert caret(ana) == (17, 17)
    assert caret(ben) == (37, 37)
    for page in (ana, ben):
        expect_saving(page, "saved")
        assert kept_on_device(page) == 0
    expect_stored(ana, site, attribute, whole)


def test_both_at_the_same_place_do_not_mix_their_words(ana, ben):
    put_caret(ana, 7)
    put_caret(ben, 7)
    for one, other in zip(" often", " twice", strict=True):
        ana.keyboard.type(one)
        ben.keyboard.type(other)
    expect(box(ana)).to_have_value(re.compile("^Listens( often twice| twice often) to others.$"))
    expect_text(box(ana).input_value(), ben)


def test_a_selection_survives_what_others_write_around_it(ana, ben):
    put_caret(ana, 8, 10)  # "to"
    put_caret(ben, 0)
    ben.keyboard.type("Always ")
    put_caret(ben, len("Always Listens to"))
    ben.keyboard.type(" all")
    expect_text("Always Listens to all others.", ana)
    assert caret(ana) == (15, 17)
    ana.keyboard.type("with")
    expect_text("Always Listens with all others.", ana, ben)


def test_names_and_carets_are_shown_and_go(ana, ben):
    put_caret(ben, 7)
    ben.keyboard.type("!")
    people = ana.locator("[data-coedit-people]")
    expect(people.get_by_text("Ben", exact=True)).to_be_visible()
    mark = ana.locator(".coedit-caret")
    expect(mark).to_have_count(1)
    expect(mark.locator(".coedit-name")).to_have_text("Ben")
    # The mark comes to stand where the letter does: on the first line, some way in.
    ana.wait_for_function(
        """() => {
          const mark = document.querySelector(".coedit-caret").getBoundingClientRect();
          const box = document.querySelector("textarea[data-coedit]").getBoundingClientRect();
          const x = mark.x - box.x, y = mark.y - box.y;
          return 30 < x && x < 150 && 0 < y && y < 40;
        }"""
    )
    expect(ana.locator("#status")).to_contain_text("Writing here now: Ben.")
    ben.close()
    expect(mark).to_have_count(0)
    expect(people).to_contain_text("Only you are here")


def test_undo_takes_back_only_ones_own_words(ana, ben):
    put_caret(ana, 7)
    ana.keyboard.type(" well")
    expect_text("Listens well to others.", ben)
    put_caret(ben, 0)
    ben.keyboard.type("She ")
    expect_text("She Listens well to others.", ana)
    ana.keyboard.press("Control+z")
    expect_text("She Listens to others.", ana, ben)
    assert caret(ana) == (11, 11)
    ana.keyboard.press("Control+z")  # nothing of hers is left
    expect_text("She Listens to others.", ana, ben)
    ana.keyboard.press("Control+y")
    expect_text("She Listens well to others.", ana, ben)
    ana.keyboard.press("Control+z")
    ana.keyboard.press("Control+Shift+z")
    expect_text("She Listens well to others.", ana, ben)


def test_a_word_being_composed_is_left_alone(ana, ben):
    keyboard = ana.context.new_cdp_session(ana)
    put_caret(ana, 7)
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    put_caret(ben, 0)
    ben.keyboard.type("Ana ")
    expect_saving(ben, "saved")
    ana.wait_for_timeout(300)
    expect_text("Listensに to others.", ana)
    keyboard.send(
        "Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2}
    )
    keyboard.send("Input.insertText", {"text": "日本"})
    expect_text("Ana Listens日本 to others.", ana, ben)
    assert caret(ana) == (13, 13)


def test_signs_beyond_the_first_plane_stay_whole(ana, ben):
    put_caret(ana, 7)
    ana.keyboard.insert_text("😀")
    expect_text("Listens😀 to others.", ben)
    put_caret(ben, 7, 9)
    ben.keyboard.insert_text("😁")
    expect_text("Listens😁 to others.", ana, ben)
    put_caret(ana, 9)
    ana.keyboard.press("Backspace")
    expect_text(STATEMENT, ana, ben)


def test_what_was_typed_before_the_text_was_there_is_put_into_it(
    ana, person, site, cast, attribute
):
    put_caret(ana, len(STATEMENT))
    ana.keyboard.type(" Always.")
    ben = site.sign_in(person("phone", allow=NOISE), cast.ben)
    waiting: list[Route] = []

    def keep_waiting(route: Route) -> None:
        waiting.append(route)

    ben.route("**/editor-*.js", keep_waiting)
    ben.goto(f"/attributes/{attribute.id}/edit", wait_until="commit")
    field = ben.locator("#statement")
    expect(field).to_be_visible()
    expect(field).to_have_value(re.compile("^Listens"))
    field.evaluate("f => { f.focus(); f.setSelectionRange(7, 7); }")
    ben.keyboard.type(" well")
    waiting[0].continue_()
    expect_text("Listens well to others. Always.", ana, ben)


def test_a_version_is_kept_with_its_reason_and_its_name(ana, ben, site, attribute):
    put_caret(ben, 7)
    ben.keyboard.type(" well")
    expect_text("Listens well to others.", ana)
    ana.get_by_label("Name", exact=True).fill("Listening")
    ana.get_by_label("Why?").fill("Agreed at table 2")
    ana.get_by_role("button", name="Keep this version").click()
    expect(ana).to_have_url(re.compile(f"/attributes/{attribute.id}$"))
    expect(ana.locator("main")).to_contain_text("Listening")
    with site.work():
        newest = (
            db.session.query(Revision)
            .filter_by(attribute_id=attribute.id)
            .order_by(Revision.number.desc())
            .first()
        )
        assert (newest.name, newest.statement) == ("Listening", "Listens well to others.")
        assert newest.reason == "Agreed at table 2"
    # Who goes on writing is not disturbed.
    ben.keyboard.type(" now")
    expect_text("Listens well now to others.", ben)
    expect_saving(ben, "saved")


def test_the_text_of_a_plain_form_enters_as_an_edit(ana, person, site, cast, attribute):
    plain = site.sign_in(person("phone", java_script_enabled=False), cast.ben)
    plain.goto(f"/attributes/{attribute.id}/edit")
    put_caret(ana, 7)
    ana.keyboard.type(" well")
    expect_saving(ana, "saved")
    plain.locator("textarea").fill("Listens to all others.")
    plain.get_by_role("button", name="Save").click()
    expect_text("Listens well to all others.", ana)
    assert caret(ana) == (12, 12)


def test_the_box_survives_what_is_replaced_around_it(ana, ben, attribute):
    put_caret(ben, 7)
    ben.keyboard.type(" we")
    box(ben).evaluate("field => { field.dataset.same = 'yes'; }")
    put_caret(ana, 0)
    ana.keyboard.type("Ana ")
    region = ben.locator(f"#region-attribute-now-{attribute.id}")
    expect(region).to_contain_text("Ana Listens we", timeout=8000)
    ben.keyboard.type("ll")
    expect_text("Ana Listens well to others.", ben, ana)
    assert box(ben).get_attribute("data-same") == "yes"
    expect(box(ben)).to_be_focused()


def test_the_line_one_looks_at_stays_where_it_is(ana, ben):
    lines = "\n".join(f"Line {number}" for number in range(30))
    put_caret(ana, 0, len(STATEMENT))
    ana.keyboard.insert_text(lines)
    expect_text(lines, ben)
    put_caret(ben, len(lines))
    ben.evaluate("scrollTo(0, 500)")
    mine = "document.querySelector('textarea[data-coedit]')"
    bottom = f"{mine}.getBoundingClientRect().bottom - {mine}.scrollTop + {mine}.scrollHeight"
    ben.wait_for_timeout(200)
    before = ben.evaluate(f"[{bottom} - {mine}.clientHeight, {mine}.scrollTop, scrollY]")
    put_caret(ana, 0)
    ana.keyboard.insert_text("A new line\n" * 3)
    expect_text("A new line\n" * 3 + lines, ben)
    after = ben.evaluate(f"[{bottom} - {mine}.clientHeight, {mine}.scrollTop, scrollY]")
    assert abs(after[0] - before[0]) < 3, (before, after)
