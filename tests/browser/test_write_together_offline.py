"""Typing goes on without a connection: everything is kept, said, and put together on return."""

import re

import pytest
from playwright.sync_api import Page, expect

from pog.convenings.models import Activity
from pog.convenings.running import start_activity
from pog.core.database import db
from tests.browser.writers import (
    NOISE,
    STATEMENT,
    box,
    caret,
    expect_saving,
    expect_stored,
    expect_text,
    expect_way,
    first_attribute,
    hold_back,
    kept_on_device,
    open_text,
    put_caret,
    stored,
    without_sockets,
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
def ben_alone(person, site, cast) -> Page:
    return site.sign_in(person("phone", allow=NOISE), cast.ben)


@pytest.fixture
def ben(ben_alone, attribute) -> Page:
    return open_text(ben_alone, attribute)


def move_on(site, kind: str) -> None:
    with site.work():
        start_activity(db.session.query(Activity).filter_by(kind=kind).first())


def test_both_go_on_while_the_server_is_away_and_nothing_is_lost(ana, ben, site, attribute):
    put_caret(ana, 7)
    put_caret(ben, len(STATEMENT))
    site.stop()
    ana.keyboard.type(" well")
    ben.keyboard.type(" Always.")
    for page in (ana, ben):
        expect_saving(page, "kept", seconds=20)
        expect(page.get_by_text("Not sent yet, kept on this device")).to_be_visible()
        assert kept_on_device(page) == 1
    expect_way(ana, "lost", seconds=20)
    expect(ana.locator("[data-coedit-way]")).to_have_text(
        re.compile(r"^Not connected\. Last heard \d+ seconds ago\.$")
    )
    assert stored(site, attribute) == STATEMENT
    site.start()
    whole = "Listens well to others. Always."
    expect_text(whole, ana, ben, seconds=30)
    assert caret(ana) == (12, 12)
    assert caret(ben) == (len(whole), len(whole))
    for page in (ana, ben):
        expect_saving(page, "saved")
        expect_way(page, "live", seconds=60)
        assert kept_on_device(page) == 0
    expect_stored(ana, site, attribute, whole)


def test_one_is_offline_while_the_other_goes_on(ana, person, site, cast, attribute):
    ben = site.sign_in(person("phone", allow=NOISE), cast.ben)
    cut = hold_back(ben)
    open_text(ben, attribute)
    put_caret(ana, 7)
    put_caret(ben, len(STATEMENT) - 1)
    cut()
    ben.context.set_offline(True)
    ben.keyboard.type(" and asks")
    ana.keyboard.type(" well")
    expect_text("Listens to others and asks.", ben)
    expect_text("Listens well to others.", ana)
    expect_saving(ana, "saved")
    expect_saving(ben, "kept", seconds=30)
    ben.unroute_all()
    ben.context.set_offline(False)
    whole = "Listens well to others and asks."
    expect_text(whole, ana, ben, seconds=30)
    assert caret(ana) == (12, 12)
    assert caret(ben) == (len(whole) - 1, len(whole) - 1)
    expect_saving(ben, "saved")
    expect_stored(ana, site, attribute, whole)


def test_a_reload_loses_nothing_that_was_not_sent(ana, ben_alone, site, attribute):
    ben = ben_alone
    cut = hold_back(ben)
    open_text(ben, attribute)
    put_caret(ben, 7)
    cut()
    ben.route("**/attributes/*/text*", lambda route: route.abort())
    ben.keyboard.type(" well")
    ben.wait_for_timeout(500)
    assert kept_on_device(ben) == 1
    ben.reload()
    expect_text("Listens well to others.", ben)
    expect_saving(ben, "kept", seconds=20)
    put_caret(ana, 0)
    ana.keyboard.type("She ")
    expect_saving(ana, "saved")
    ben.unroute("**/attributes/*/text*")
    expect_text("She Listens well to others.", ben, ana, seconds=20)
    expect_saving(ben, "saved")
    assert kept_on_device(ben) == 0


def test_without_sockets_the_text_comes_by_requests_and_the_page_says_so(
    ana, ben_alone, site, attribute
):
    ben = ben_alone
    without_sockets(ben)
    open_text(ben, attribute, way="checking")
    expect(ben.locator("[data-coedit-way]")).to_have_text("Checking every few seconds")
    put_caret(ben, 7)
    ben.keyboard.type(" well")
    expect_text("Listens well to others.", ana)
    expect_saving(ben, "saved")
    put_caret(ana, 0)
    ana.keyboard.type("She ")
    expect_text("She Listens well to others.", ben)
    assert caret(ben) == (16, 16)
    expect(ben.locator("[data-coedit-people]")).to_contain_text("Ana")
    expect_stored(ana, site, attribute, "She Listens well to others.")


def test_a_silent_socket_is_given_up(ana, ben_alone, attribute):
    ben = ben_alone
    cut = hold_back(ben)
    open_text(ben, attribute)
    cut()
    put_caret(ben, 7)
    ben.keyboard.type(" well")
    expect_saving(ben, "saving")
    expect_way(ben, "checking", seconds=40)
    expect_text("Listens well to others.", ana)
    expect_saving(ben, "saved")


def test_words_typed_while_drafting_closes_are_kept_and_offered(ana, ben_alone, site, attribute):
    ben = ben_alone
    cut = hold_back(ben)
    open_text(ben, attribute)
    cut()
    put_caret(ben, 7)
    ben.keyboard.type(" well")
    move_on(site, "vote")
    # The next answer that comes through says that drafting is over.
    expect(box(ben)).to_have_js_property("readOnly", True, timeout=40000)
    sentence = ben.locator("[data-coedit-sentence]")
    expect(sentence).to_contain_text("You cannot change this text now.")
    kept = ben.locator(".kept-text")
    expect(kept).to_contain_text("Listens well to others.")
    expect_text(STATEMENT, ben)
    assert stored(site, attribute) == STATEMENT
    ben.reload()
    expect(kept).to_contain_text("Listens well to others.")
    move_on(site, "draft")
    expect(box(ben)).to_have_js_property("readOnly", False, timeout=20000)
    kept.get_by_role("button", name="Put my text back").click()
    expect_text("Listens well to others.", ben)
    expect_saving(ben, "saved")
    assert kept_on_device(ben) == 0


def test_a_text_that_is_too_long_is_not_sent_and_says_so(ana, ben, site, attribute):
    put_caret(ben, len(STATEMENT))
    ben.keyboard.insert_text(" word" * 1600)
    expect_saving(ben, "tooLong")
    expect(ben.get_by_text("Not sent: the text is too long. Make it shorter.")).to_be_visible()
    expect_text(STATEMENT, ana)
    put_caret(ben, len(STATEMENT), len(STATEMENT) + 7995)
    ben.keyboard.press("Delete")
    expect_text(f"{STATEMENT} word", ana, ben)
    expect_saving(ben, "saved")


def test_signing_out_forgets_what_was_not_sent(ben_alone, site, attribute):
    ben = ben_alone
    cut = hold_back(ben)
    open_text(ben, attribute)
    cut()
    ben.route("**/attributes/*/text*", lambda route: route.abort())
    put_caret(ben, 7)
    ben.keyboard.type(" well")
    ben.wait_for_timeout(500)
    assert kept_on_device(ben) == 1
    ben.goto("/")
    form = ben.locator("form[data-forget-drafts]").first
    form.evaluate("form => form.requestSubmit()")
    ben.wait_for_load_state()
    ben.wait_for_timeout(300)
    assert kept_on_device(ben) == 0
