"""What the script adds to pages: kept text, one press, notices, dialogs, clocks, focus."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
REFUSED = "status of 4"
FAILED = "status of 5"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def kept(page):
    return page.evaluate("localStorage.getItem('pog:draft:stage:meaning')")


def test_errors_are_swapped_in_and_take_the_focus(visit):
    page = visit("/stage", allow=REFUSED)
    page.get_by_label("What it means").fill("typed")
    button(page, "Save").click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    expect(page.get_by_label("What it means")).to_have_value("typed")
    summary.get_by_role("link", name="Enter a name.").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_text_comes_back_after_a_reload_and_is_forgotten_once_stored(visit, stage):
    page = visit("/stage", allow=REFUSED)
    page.get_by_label("What it means").fill("Half a sentence")
    page.get_by_label("What it means").blur()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("What it means")).to_have_value("Half a sentence")
    expect(page.get_by_text("We kept the text")).to_be_visible()
    button(page, "Save").click()  # refused: there is no name
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert "Half a sentence" in kept(page)
    page.get_by_label("Name", exact=True).fill("Kind")
    button(page, "Save").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    assert stage.memory.posted == ["Kind"]
    assert kept(page) is None


def test_a_plain_form_forgets_its_text_once_stored(visit):
    page = visit("/stage?plain=1", allow=REFUSED)
    page.get_by_label("What it means").fill("Half a sentence")
    button(page, "Save").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert "Half a sentence" in kept(page)
    page.get_by_label("Name", exact=True).fill("Kind")
    button(page, "Save").click()
    expect(page.get_by_text("It is saved.")).to_be_visible()
    assert kept(page) is None


def test_kept_text_does_not_cover_what_others_wrote_meanwhile(visit):
    page = visit("/stage")
    page.evaluate(
        "localStorage.setItem('pog:draft:stage:meaning', JSON.stringify("
        "{text: 'Mine', base: 'What stood there then', at: Date.now()}))"
    )
    page.reload()
    field = page.get_by_label("What it means")
    expect(field).to_have_value("")
    expect(page.get_by_text("has changed since")).to_be_visible()
    button(page, "Put my text back").click()
    expect(field).to_have_value("Mine")
    expect(field).to_be_focused()


def test_characters_are_counted(visit):
    page = visit("/stage")
    expect(page.get_by_text("40 characters left")).to_be_visible()
    page.get_by_label("What it means").fill("\n" + "é" * 41)
    expect(page.get_by_text("2 characters too many")).to_be_visible()


def test_pressing_twice_sends_once_and_a_slow_answer_is_said(visit, stage):
    page = visit("/stage?wait=1")
    page.get_by_label("Name", exact=True).fill("Kind")
    button(page, "Save").dblclick()
    expect(button(page, "Sending…")).to_be_visible(timeout=900)
    expect(button(page, "Save")).to_be_visible()
    time.sleep(0.3)
    assert stage.memory.posted == ["Kind"]


def test_a_plain_form_pressed_twice_sends_once(visit, stage):
    page = visit("/stage?plain=1&wait=1")
    page.get_by_label("Name", exact=True).fill("Kind")
    button(page, "Save").dblclick()
    expect(page.get_by_text("It is saved.")).to_be_visible()
    assert stage.memory.posted == ["Kind"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("clash", "There is already an attribute"), ("crash", "Something went wrong on our side")],
)
def test_a_refusal_is_a_notice_and_the_form_stays(visit, name, sentence):
    page = visit("/stage", allow="status of")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("What it means").fill("typed")
    for _ in range(2):
        button(page, "Save").click()
        expect(page.get_by_role("alert").filter(has_text=sentence)).to_have_count(1)
    expect(page.get_by_label("What it means")).to_have_value("typed")


def test_without_a_connection_the_text_stays_and_the_page_says_so(visit, stage):
    page = visit("/stage", allow="Failed to")
    page.get_by_label("Name", exact=True).fill("Kind")
    page.context.set_offline(True)
    button(page, "Save").click()
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Kind")
    page.context.set_offline(False)
    button(page, "Save").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    assert stage.memory.posted == ["Kind"]


def test_leaving_with_unsaved_changes_asks(visit):
    page = visit("/stage")
    page.get_by_label("Name", exact=True).press_sequentially("Kind")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Start").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/stage")


def test_a_question_is_a_dialog_and_gives_the_focus_back(visit):
    page = visit("/stage")
    link = page.get_by_role("link", name="Retire")
    link.click()
    expect(page.get_by_role("dialog", name="Retire this portrait?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    link.click()
    button(page, "Yes, retire it").click()
    expect(page.get_by_text("It is retired.")).to_be_visible()


def test_the_same_question_is_a_page_without_scripts(visit):
    page = visit("/stage", java_script_enabled=False)
    page.get_by_role("link", name="Retire").click()
    button(page, "Yes, retire it").click()
    expect(page.get_by_text("It is retired.")).to_be_visible()


def test_forms_work_without_scripts(visit, stage):
    page = visit("/stage", "phone", allow=REFUSED, java_script_enabled=False)
    button(page, "Save").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Kind")
    page.get_by_role("radio", name="Families").check()
    button(page, "Save").click()
    expect(page.get_by_text("It is saved.")).to_be_visible()
    assert stage.memory.posted == ["Kind"]


def test_the_clock_counts_warns_and_ends(visit):
    page = visit("/stage?seconds=121")
    value = page.locator(".timer-value")
    expect(value).to_have_text(re.compile(r"^2:0\d$|^1:5\d$"))
    expect(page.locator(".timer")).to_have_class(re.compile("warning"))  # of twelve minutes
    page.goto("/stage?seconds=1.5")
    expect(value).to_have_text("Time is up.")
    expect(page.locator("#status")).to_have_text("Time is up.")


def test_focus_follows_what_was_moved(visit):
    page = visit("/stage")
    button(page, "Move Kind up").click()
    expect(page.locator("#stage-list > li").nth(1)).to_contain_text("Kind")
    expect(button(page, "Move Kind up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#stage-list > li").first).to_contain_text("Kind")
    expect(button(page, "Move Kind down")).to_be_focused()


def test_a_menu_closes_on_escape_and_elsewhere(visit):
    page = visit("/stage")
    summary = page.locator("details.menu > summary").filter(has_text="More")
    link = page.get_by_role("link", name="Print")
    summary.click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_role("heading", level=1).click()
    expect(link).to_be_hidden()


def test_copying_is_said(visit):
    page = visit("/stage")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(page, "Copy code").click()
    expect(page.locator("#status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "7KQ4MX"


@pytest.mark.parametrize("prefix", ["hx-", "data-hx-"])
def test_markup_of_a_stranger_sends_nothing(visit, stage, prefix):
    page = visit("/stage", allow="hx-csp")
    page.evaluate(
        """prefix => {
          const stranger = document.createElement('div');
          stranger.setAttribute(prefix + 'post', '/stage/injected');
          stranger.setAttribute(prefix + 'trigger', 'load, click');
          stranger.textContent = 'free pizza';
          document.querySelector('main').append(stranger);
          htmx.process(stranger);
        }""",
        prefix,
    )
    page.get_by_text("free pizza").click()
    page.wait_for_timeout(300)
    assert stage.memory.injected == 0


def test_text_becomes_no_markup_anywhere(visit):
    """Trusted Types: even our own scripts cannot parse a string as HTML."""
    page = visit("/stage", allow="TrustedHTML")
    assert page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return false } catch { return true } }"
    )
