"""Pages stay as new as the room: by stream, without one, and through a restart."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from pog.convenings.models import Activity
from pog.convenings.running import start_activity
from pog.core.database import db
from tests.cast import Cast, make_cast

NOISE = ("Failed to load resource", "htmx:error", "htmx:sse:error", "Failed to fetch")


@pytest.fixture
def cast(site) -> Cast:
    with site.work():
        cast = make_cast(current="read")
        for activity in db.session.query(Activity):
            activity.prompt = f"Prompt of {activity.title}"
    return cast


@pytest.fixture
def desk(person, site, cast) -> Page:
    page = site.sign_in(person("laptop"), cast.ana)
    page.goto(f"/convenings/{cast.convening.id}/desk")
    return page


@pytest.fixture
def phone(person, site, cast) -> Page:
    page = site.sign_in(person("phone", allow=NOISE), cast.ben)
    page.goto(f"/convenings/{cast.convening.id}")
    return page


def is_live(page: Page) -> None:
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")


def move_on(desk: Page) -> None:
    desk.get_by_role("button", name=re.compile("^Next: ")).click()


def test_a_phone_follows_the_desk_within_a_second(desk, phone):
    is_live(phone)
    expect(phone.locator("[data-live-words]")).to_have_text("Live")
    expect(phone.locator("#region-now")).to_contain_text("Read")
    began = time.monotonic()
    move_on(desk)
    expect(phone.locator("#region-now")).to_contain_text("Draft")
    assert time.monotonic() - began < 1.5  # with the click itself
    # The viewer's own part beside it was fetched again, and a sentence is read out.
    expect(phone.locator("#status")).to_contain_text("Draft", timeout=3000)


def test_without_a_stream_the_phone_asks_and_says_so(person, site, cast, desk):
    phone = site.sign_in(person("phone", allow=NOISE), cast.ben)
    phone.route("**/live/stream**", lambda route: route.abort())
    phone.goto(f"/convenings/{cast.convening.id}")
    expect(phone.locator("[data-live]")).to_have_attribute("data-state", "checking", timeout=8000)
    expect(phone.locator("[data-live-words]")).to_have_text("Checking every few seconds")
    began = time.monotonic()
    move_on(desk)
    expect(phone.locator("#region-now")).to_contain_text("Draft", timeout=7000)
    assert time.monotonic() - began < 5.5
    # Again, so that it was no first question.
    began = time.monotonic()
    move_on(desk)
    expect(phone.locator("#region-now")).to_contain_text("Comment", timeout=7000)
    assert time.monotonic() - began < 5.5


def test_a_stopped_server_is_said_and_nothing_is_missed_afterwards(phone, desk, site, cast):
    is_live(phone)
    desk.close()
    site.stop()
    expect(phone.locator("[data-live]")).to_have_attribute("data-state", "lost", timeout=16000)
    expect(phone.locator("[data-live-words]")).to_have_text(
        re.compile(r"Not connected\. Last updated \d+ seconds ago, trying again\.")
    )
    with site.work():
        activity = db.session.query(Activity).filter_by(kind="vote").one()
        start_activity(activity)
    site.start()
    began = time.monotonic()
    expect(phone.locator("#region-now")).to_contain_text("Vote", timeout=8000)
    assert time.monotonic() - began < 5
    expect(phone.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=20000)


def test_paused_updates_wait_and_come_together(desk, phone):
    is_live(phone)
    phone.get_by_role("button", name="Pause updates").click()
    expect(phone.locator("[data-live-words]")).to_have_text("Updates are paused")
    move_on(desk)
    expect(desk.locator("#region-now")).to_contain_text("Draft")
    phone.wait_for_timeout(1500)
    expect(phone.locator("#region-now")).to_contain_text("Read")
    phone.get_by_role("button", name="Show updates again").click()
    expect(phone.locator("#region-now")).to_contain_text("Draft")
    is_live(phone)


def test_what_somebody_types_opens_and_stands_on_is_left_alone(person, site, cast):
    """A comment arrives while another one is written, a list is read, a link has the focus."""
    ana = site.sign_in(person("laptop"), cast.ana)
    ben = site.sign_in(person("phone", allow=NOISE), cast.ben)
    for page in (ana, ben):
        page.goto(f"/profiles/{cast.profile.id}/comments")
        is_live(page)
    body = ana.locator("#comment-form textarea")
    body.fill("Half a sente")
    ana.evaluate("document.querySelector('#comment-form textarea').setSelectionRange(4, 6)")
    body.focus()
    scroll = ana.evaluate("scrollY")
    write(ben, "From the phone.")
    expect(ana.locator("#region-comments")).to_contain_text("From the phone.")
    expect(body).to_have_value("Half a sente")
    expect(body).to_be_focused()
    assert ana.evaluate("document.activeElement.selectionEnd") == 6
    assert ana.evaluate("scrollY") == scroll


def write(page: Page, text: str) -> None:
    form = page.locator("#comment-form")
    form.locator("textarea").fill(text)
    form.locator("button[type=submit]").click()


def test_without_javascript_the_line_is_a_link(person, site, cast):
    phone = site.sign_in(person("phone", java_script_enabled=False), cast.ben)
    phone.goto(f"/convenings/{cast.convening.id}")
    link = phone.get_by_role("link", name="Reload to see what is new")
    expect(link).to_be_visible()
    expect(phone.get_by_role("button", name="Pause updates")).to_be_hidden()
    link.click()
    expect(phone.locator("#region-now")).to_be_visible()
