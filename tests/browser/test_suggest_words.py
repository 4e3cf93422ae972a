"""Suggesting words from a phone, seen and supported live, accepted at a table, undone (S6)."""

import os
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.browser.checks import expect_no_sideways_scroll, open_live
from tests.cast import make_cast
from tests.factories import make_attribute, make_suggestion

STATEMENT = "Every learner **communicates** clearly with peers. They speak clearly in public."
SELECT = """(words) => {
  const text = document.querySelector('.attribute-text .statement');
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  const range = document.createRange();
  const first = nodes.find((node) => node.data.includes(words[0]));
  const last = nodes.find((node) => node.data.includes(words[1]));
  range.setStart(first, first.data.indexOf(words[0]));
  range.setEnd(last, last.data.indexOf(words[1]) + words[1].length);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""
PICTURES = os.environ.get("POG_TEST_PICTURES")


@pytest.fixture
def room(site):
    with site.work():
        cast = make_cast(current="draft")
        attribute = make_attribute(cast.profile, "Communicator", STATEMENT)
        return SimpleNamespace(cast=cast, id=attribute.id, page=f"/attributes/{attribute.id}")


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_suggest_support_accept_and_undo(site, room, person, axe):
    ben, ana = person("phone"), person("laptop")
    site.sign_in(ben, room.cast.ben)
    site.sign_in(ana, room.cast.ana)
    open_live(ana, room.page)
    open_live(ben, room.page)

    # Words selected by touch go with the button, which stands where the thumb is.
    ben.evaluate(SELECT, ["communicates", "clearly"])
    button = ben.get_by_role("link", name="Suggest other words")
    expect(ben.locator("[data-selecting-words]")).to_have_text("“communicates clearly”")
    expect(button).to_be_in_viewport()
    picture(ben, "selecting")
    button.tap()
    expect(ben.get_by_label("The words you would replace")).to_have_value(
        "**communicates** clearly"
    )
    ben.get_by_label("Your words").fill("**communicates** clearly and listens")
    ben.get_by_label("Why?").first.fill("Half of it is listening.")
    axe(ben)
    picture(ben, "new")
    ben.get_by_role("button", name="Suggest it").tap()
    expect(ben.get_by_text("Your suggestion is stored.")).to_be_visible()
    picture(ben, "mine")

    # The other screen shows it without a reload: in place, and underlined at its words.
    beside = ana.locator(".suggestions-beside")
    expect(beside.get_by_role("link", name="1 suggestion")).to_be_visible()
    expect(beside.locator("ins")).to_contain_text("and listens")
    ana.wait_for_function("CSS.highlights.get('suggested')?.size === 1")
    axe(ana)
    picture(ana, "beside")

    # By keyboard: to the suggestion, one mark, and it is counted on the author's phone.
    beside.get_by_role("link", name="1 suggestion").press("Enter")
    ana.get_by_role("link", name="Support it or not").press("Enter")
    ana.get_by_role("button", name="I support it").press("Enter")
    expect(ana.get_by_role("button", name="I support it")).to_have_attribute("aria-pressed", "true")
    expect(ben.get_by_text("1 supports it")).to_be_visible()
    axe(ana)
    picture(ana, "one")

    # Table 4 accepts; the author reads it, and the words are in the text.
    ana.get_by_role("button", name="Accept", exact=True).press("Enter")
    expect(ana.get_by_text("Accepted: it is in revision 2.")).to_be_visible()
    expect(ben.get_by_role("link", name="Accepted in revision 2")).to_be_visible()
    with site.app.app_context():
        said = db.session.get(Attribute, room.id).statement
    assert said.startswith("Every learner **communicates** clearly and listens with peers.")
    ana.get_by_role("button", name="Undo this decision").press("Enter")
    expect(ana.get_by_text("Undone: the words of before are back")).to_be_visible()
    expect(ben.get_by_role("link", name="Accepted in revision 2")).to_have_count(0)


@pytest.mark.parametrize("screen", ["phone", "zoomed", "laptop"])
def test_colliding_ones_fit_the_screen(site, room, person, axe, screen):
    with site.work():
        attribute = db.session.get(Attribute, room.id)
        for words in ("speaks plainly", "talks " + "and talks " * 30, "l" * 90):
            make_suggestion(attribute, words, quote="clearly with", reason="Shorter. " * 12)
        stale = make_suggestion(attribute, "in the open", quote="in public")
        stale.quote = "in the hall"
    page = site.sign_in(person(screen), room.cast.ana)
    for name, address in (
        ("list", f"{room.page}/suggestions"),
        ("desk", f"/profiles/{room.cast.profile.id}/suggestions"),
        ("attribute", room.page),
        ("stale", f"/suggestions/{stale.id}/rebase"),
        ("vote", f"{room.page}/suggestions/vote"),
    ):
        page.goto(address)
        expect_no_sideways_scroll(page)
        if screen != "zoomed":
            axe(page)
        picture(page, f"{name}-{screen}")
