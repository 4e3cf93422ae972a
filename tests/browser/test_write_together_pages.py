"""The page on which people write together: sizes, zoom, colours, words, and how one gets there."""

import re

import pytest
from playwright.sync_api import Page, expect

from pog.accounts.models import Person
from tests.browser.checks import expect_focus_is_seen, expect_no_sideways_scroll, space_text
from tests.browser.writers import (
    NOISE,
    STATEMENT,
    box,
    expect_text,
    expect_way,
    first_attribute,
    open_text,
    put_caret,
    without_sockets,
)
from tests.cast import Cast, make_cast
from tests.factories import make_membership, make_person

MOST_BYTES = 75 * 1024


@pytest.fixture
def cast(site) -> Cast:
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def attribute(site, cast):
    return first_attribute(site, cast)


@pytest.fixture
def ana(person, site, cast, attribute) -> Page:
    page = open_text(site.sign_in(person("laptop", allow=NOISE), cast.ana), attribute)
    put_caret(page, 7)
    return page


@pytest.fixture
def reader(site, cast) -> Person:
    """Somebody of the district without a seat."""
    with site.work():
        found = make_person("Rae")
        make_membership(cast.riverbend, found, "reader")
    return found


def test_from_the_draft_one_reaches_the_text(person, site, cast, attribute):
    ben = site.sign_in(person("phone", allow=NOISE), cast.ben)
    ben.goto(f"/convenings/{cast.convening.id}")
    ben.get_by_role("link", name="Draft").first.click()
    ben.get_by_role("link", name="Clear communication").first.click()
    ben.get_by_role("link", name="Reword").click()
    expect_way(ben, "live")
    expect_text(STATEMENT, ben)


def point_at_caret(page: Page) -> None:
    """Show the name of whoever stands there; the place moves while the page still settles."""
    mark = page.locator(".coedit-caret")
    for offset in range(20):
        place = mark.bounding_box()
        assert place
        page.mouse.move(place["x"] + 1 + offset % 2, place["y"] + place["height"] / 2)
        if "is-pointed-at" in (mark.get_attribute("class") or ""):
            break
        page.wait_for_timeout(200)
    expect(mark).to_have_class(re.compile("is-pointed-at"))
    expect(mark.locator(".coedit-name")).to_have_css("opacity", "1", timeout=10_000)


def test_readers_are_told_that_somebody_writes_and_led_there(ana, person, site, reader, attribute):
    page = site.sign_in(person("phone", allow=NOISE), reader)
    page.goto(f"/attributes/{attribute.id}")
    expect(page.get_by_text("1 person is writing here now.")).to_be_visible()
    page.get_by_role("link", name="Read along").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read along: “Clear communication”")
    expect_way(page, "live")


@pytest.mark.parametrize("screen", ["phone", "laptop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(ana, person, site, cast, attribute, axe, screen, scheme):
    page = site.sign_in(person(screen, allow=NOISE, color_scheme=scheme), cast.ben)
    open_text(page, attribute)
    ana.keyboard.type(" well")
    expect_text("Listens well to others.", page)
    point_at_caret(page)
    page.wait_for_timeout(400)  # a name that is half shown has half its contrast
    axe(page)
    space_text(page)
    expect_no_sideways_scroll(page)


def test_the_page_with_bad_news_is_accessible(person, site, cast, attribute, axe):
    page = site.sign_in(person("phone", allow=NOISE), cast.ben)
    open_text(page, attribute)
    put_caret(page, 7)
    site.stop()
    page.keyboard.type(" well")
    expect_way(page, "lost", seconds=20)
    axe(page)


def test_at_the_smallest_size_nothing_is_cut(ana, person, site, cast, attribute):
    page = site.sign_in(person("zoomed", allow=NOISE), cast.ben)
    open_text(page, attribute)
    ana.keyboard.type(" well")
    expect(page.locator("[data-coedit-people]")).to_contain_text("Ana")
    expect_no_sideways_scroll(page)
    expect_focus_is_seen(page)


def test_in_spanish_the_page_says_the_same_of_itself(person, site, cast, attribute):
    page = site.sign_in(person("phone", allow=NOISE, locale="es-US"), cast.ben)
    page.goto(f"/attributes/{attribute.id}/edit")
    expect_way(page, "live")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect_text(STATEMENT, page)
    expect(page.locator("[data-coedit-way]")).to_have_text("En vivo")
    expect_no_sideways_scroll(page)


def test_a_reader_follows_and_cannot_type(ana, person, site, reader, attribute, axe):
    page = site.sign_in(person("phone", allow=NOISE), reader)
    page.goto(f"/attributes/{attribute.id}/edit")
    expect_way(page, "live")
    expect(page.locator("[data-coedit-sentence]")).to_contain_text("You can read along.")
    ana.keyboard.type(" well")
    expect_text("Listens well to others.", page)
    expect(page.locator("[data-coedit-people]")).to_contain_text("Ana")
    box(page).focus()
    page.keyboard.type("Not me")
    expect_text("Listens well to others.", page, ana)
    expect(page.get_by_role("button", name="Keep this version")).to_have_count(0)
    axe(page)


def test_a_reader_follows_where_sockets_are_blocked(ana, person, site, reader, attribute):
    page = site.sign_in(person("phone", allow=NOISE), reader)
    without_sockets(page)
    page.goto(f"/attributes/{attribute.id}/edit")
    expect_way(page, "checking")
    ana.keyboard.type(" well")
    expect_text("Listens well to others.", page)
    assert not box(page).is_editable()


def test_without_javascript_it_is_a_plain_form(person, site, cast, attribute):
    page = site.sign_in(person("phone", java_script_enabled=False), cast.ben)
    page.goto(f"/attributes/{attribute.id}/edit")
    expect(page.locator("[data-coedit-panel]")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep this version")).to_be_hidden()
    page.locator("textarea").fill("Listens to all.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Listens to all.")


def test_the_first_visit_is_small(person, site, cast, attribute):
    page = site.sign_in(person("phone", allow=NOISE), cast.ben)
    received: dict[str, float] = {}
    network = page.context.new_cdp_session(page)
    network.on(
        "Network.responseReceived",
        lambda event: received.setdefault(
            event["requestId"], event["response"].get("encodedDataLength", 0)
        ),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: received.__setitem__(event["requestId"], event["encodedDataLength"]),
    )
    network.send("Network.enable")
    open_text(page, attribute)
    page.wait_for_timeout(500)
    print(f"{sum(received.values())} bytes in {len(received)} requests")  # noqa: T201 - a figure to report
    assert sum(received.values()) <= MOST_BYTES
