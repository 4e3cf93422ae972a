"""S1 and S2: joining in under 15 seconds, following without being torn away, one wall for all."""

import re
import time

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from pog.convenings.models import Activity, Participant
from pog.core.database import db
from tests.browser.checks import expect_no_sideways_scroll, violations
from tests.cast import make_cast


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="read")


@pytest.fixture
def ana(site, person, cast):
    """The facilitator's laptop, at the desk."""
    page = site.sign_in(person("laptop"), cast.ana)
    page.goto(f"/convenings/{cast.convening.id}/desk")
    return page


def join(page, cast, group="Families"):
    """Take a seat with the code, typed in small letters with a space in it."""
    code = cast.convening.join_code.lower()
    page.goto("/join")
    page.get_by_label("Code").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("main").get_by_role("button", name="Join").click()
    page.get_by_text(group, exact=True).click()
    page.get_by_role("button", name="Take my seat").click()
    expect(page.get_by_role("heading", name="Read")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_phone_joins_in_under_15_seconds(scripts, site, person, cast):
    phone = person("phone", java_script_enabled=scripts)
    began = time.monotonic()
    join(phone, cast)
    assert time.monotonic() - began < 15
    with site.app.app_context():
        [seat] = db.session.scalars(sa.select(Participant).filter_by(person_id=None))
    expect(phone.get_by_role("main")).to_contain_text(seat.nickname)


def test_another_nickname_keeps_the_chosen_group(person, cast):
    phone = person("phone")
    phone.goto(f"/j/{cast.convening.join_code}")
    phone.get_by_text("Employers", exact=True).click()
    before = phone.locator("#nickname strong").inner_text()
    phone.get_by_role("button", name="Another one").click()
    expect(phone.locator("#nickname strong")).not_to_have_text(before)
    expect(phone.get_by_role("radio", name="Employers")).to_be_checked()


def test_a_wrong_code_is_kept_and_can_be_corrected(person, cast):
    phone = person("phone", allow=("status of 404",))
    phone.goto("/join")
    phone.get_by_label("Code").fill("zzz zzz")
    phone.get_by_role("main").get_by_role("button", name="Join").click()
    expect(phone.get_by_text("There is no convening with this code.")).to_be_visible()
    expect(phone.get_by_label("Code")).to_have_value("zzz zzz")
    phone.get_by_label("Code").fill(cast.convening.join_code)
    phone.get_by_role("main").get_by_role("button", name="Join").click()
    expect(phone.get_by_role("button", name="Take my seat")).to_be_visible()


def test_everybody_follows_and_nobody_is_trapped(site, person, cast, ana):
    phone, other = person("phone"), person("phone")
    wall = site.sign_in(person("projector"), cast.ana)
    join(phone, cast)
    join(other, cast, "Employers")
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    ana.get_by_role("button", name="Start: Comment").click()
    expect(ana.get_by_role("button", name="Next: Vote")).to_be_visible()
    phone.goto(f"/profiles/{cast.profile.id}/comments")
    box = phone.locator("textarea").first
    box.fill("Half a thought about")
    expect(ana.locator("#region-missing")).to_contain_text("3 people are here")

    ana.get_by_role("button", name="Back: Draft").click()
    expect(ana.get_by_role("button", name="Next: Comment")).to_be_visible()
    # Whoever looks at the page of what is on now sees it change.
    expect(other.get_by_role("link", name="Go to the draft")).to_be_visible()
    expect(wall.get_by_role("heading", name="Draft")).to_be_visible()
    # Whoever types stays, and is told.
    expect(phone.locator("#region-follow")).to_contain_text("Draft")
    expect(phone.locator("#region-follow")).to_be_visible()
    expect(box).to_have_value("Half a thought about")
    assert "/comments" in phone.url
    box.fill("")
    phone.get_by_role("link", name="Go there").click()
    expect(phone).to_have_url(re.compile(rf"/profiles/{cast.profile.id}$"))
    # There the bar is no longer needed.
    expect(phone.locator("#region-follow")).to_be_hidden()

    # The facilitator's other laptop: still facilitator, same step.
    second = site.sign_in(person("laptop"), cast.ana)
    second.goto(f"/convenings/{cast.convening.id}/desk")
    second.get_by_role("button", name="Next: Comment").click()
    # The first desk learns of it and does not push twice.
    expect(ana.get_by_role("button", name="Next: Vote")).to_be_visible()
    expect(other.get_by_role("link", name="Go to the comments")).to_be_visible()


def test_ready_is_seen_at_the_desk_and_ends_with_the_step(person, cast, ana):
    phone = person("phone")
    join(phone, cast)
    phone.get_by_role("button", name="I'm ready").click()
    expect(phone.get_by_text("You said you are ready.")).to_be_visible()
    expect(ana.locator("#region-missing")).to_contain_text("1 of 2 ready")
    ana.get_by_role("button", name="Next: Draft").click()
    # A hall does not ask for what is its own all at once: that takes two seconds more.
    expect(phone.get_by_role("button", name="I'm ready")).to_be_visible()
    expect(ana.locator("#region-missing")).to_contain_text("0 of 2 ready")


def test_the_clock_runs_on_every_screen(site, person, cast, ana):
    phone = person("phone")
    join(phone, cast)
    ana.get_by_label("Minutes").fill("12")
    ana.get_by_role("button", name="Start the clock").click()
    expect(phone.locator("#region-timer")).to_contain_text(re.compile(r"1[12]:\d\d"))
    ana.get_by_role("button", name="5 minutes more").click()
    expect(phone.locator("#region-timer")).to_contain_text(re.compile(r"1[67]:\d\d"))
    ana.get_by_role("button", name="Stop the clock").click()
    expect(phone.locator("#region-timer")).to_be_hidden()


def test_a_machine_of_the_hall_shows_the_wall_without_signing_in(site, person, cast, ana):
    ana.get_by_text("On another machine").click()
    link = ana.locator(".long-address code").inner_text()
    wall = person("projector")
    wall.goto(link)
    wall.get_by_role("button", name="Show it").click()
    expect(wall.get_by_role("heading", name="Read")).to_be_visible()
    ana.get_by_role("button", name="Next: Draft").click()
    expect(wall.get_by_role("heading", name="Draft")).to_be_visible()


def test_nothing_on_the_wall_is_smaller_than_28_pixels(site, person, cast):
    wall = site.sign_in(person("projector"), cast.ana)
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    small = wall.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
          .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .skip-link, #words'))
          .map(e => [e.className, parseFloat(getComputedStyle(e).fontSize)])
          .filter(([, size]) => size < 28)"""
    )
    assert not small


def test_pages_of_a_guest_are_accessible_and_narrow(site, person, cast):
    phone = person("phone")
    phone.goto(f"/j/{cast.convening.join_code}")
    found = violations(phone)
    join(phone, cast)
    with site.app.app_context():
        step = db.session.query(Activity).filter_by(kind="vote").first().id
    for address in (f"/convenings/{cast.convening.id}", f"/activities/{step}"):
        phone.goto(address)
        found += violations(phone)
        phone.set_viewport_size({"width": 320, "height": 640})
        expect_no_sideways_scroll(phone)
        phone.set_viewport_size({"width": 390, "height": 844})
    assert not found
