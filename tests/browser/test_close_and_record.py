"""Closing with an outcome everybody sees, the record of it, and an open round over two visits."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from pog.accounts.models import Person
from pog.convenings import rounds
from pog.convenings.models import Convening
from pog.convenings.presets import ROUNDS
from pog.core.clock import now
from pog.core.database import db
from pog.profiles.models import Profile
from tests.browser.checks import expect_accessible
from tests.cast import make_cast
from tests.factories import make_ballot, make_edition
from tests.records.conftest import play

pytestmark = pytest.mark.browser


@pytest.fixture
def hall(site):
    with site.work():
        cast = make_cast()
        play(cast)
    return cast


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_the_outcome_reaches_phones_and_the_wall_and_the_record_is_ready(site, person, hall):
    ana = site.sign_in(person("laptop", allow=("422",)), hall.ana)
    ben = site.sign_in(person("phone"), hall.ben)
    wall = site.sign_in(person("projector"), hall.ana)
    at = f"/convenings/{hall.convening.id}"
    with ben.expect_response("**/live/stream*"):
        ben.goto(at)
    with wall.expect_response("**/live/stream*"):
        wall.goto(f"{at}/projector")
    ana.goto(f"{at}/desk")
    ana.get_by_role("link", name="Close the convening").click()
    expect(ana.get_by_text("Not finished yet")).to_be_visible()
    ana.get_by_label("What was decided").fill("We keep nine <b>attributes</b>.")
    ana.get_by_label("Who does it").nth(1).fill("The school board")
    press(ana, "See what everybody will see")
    expect(ana.get_by_text("Say what will be done, or empty the line.").first).to_be_visible()
    expect(ana.get_by_label("What was decided")).to_have_value("We keep nine <b>attributes</b>.")
    ana.get_by_label("What will be done").nth(1).fill("Read the draft in June")
    ana.get_by_label("Until when").nth(1).fill("2027-06-04")
    press(ana, "Add a line")
    expect(ana.get_by_label("What will be done")).to_have_count(4)
    ana.get_by_label("How and when people hear back").fill("By mail after the meeting.")
    expect_accessible(ana)
    press(ana, "See what everybody will see")
    expect(ana.get_by_role("heading", name="This is what everybody will see")).to_be_visible()
    expect(ana.get_by_text("June 4, 2027")).to_be_visible()
    expect_accessible(ana)
    expect(ben.get_by_text("The school board")).to_have_count(0)
    press(ana, "Close it for good")

    for page in (ben, wall):
        expect(page.get_by_text("What was decided")).to_be_visible()
        expect(page.get_by_text("We keep nine <b>attributes</b>.")).to_be_visible()
        expect(page.get_by_text("Read the draft in June")).to_be_visible()
        expect(page.get_by_text("The school board")).to_be_visible()
    expect_accessible(ben)
    expect_accessible(wall)

    ben.get_by_role("link", name="Read the whole record").click()
    expect(ben.get_by_role("heading", level=1, name="Record: Spring evening")).to_be_visible()
    ben.get_by_role("link", name="What people said, and the answers").click()
    expect(ben).to_have_url(re.compile("#comments$"))
    expect(ben.get_by_text("We took the point")).to_be_visible()
    expect(ben.get_by_text("Awful words")).to_have_count(0)
    assert ben.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect_accessible(ben)
    with ben.expect_download() as download:
        ben.get_by_role("link", name="A workbook (XLSX)").click()
    assert download.value.suggested_filename == "record-spring-evening.xlsx"
    ben.get_by_role("link", name="A page to print").click()
    expect(ben.get_by_role("heading", level=1, name="Record: Spring evening")).to_be_visible()
    expect_accessible(ben)

    ana.goto(f"{at}/next-steps")
    ana.get_by_label("Done").nth(1).check()
    press(ana, "Save")
    expect(ana.get_by_text("Your changes are saved.")).to_be_visible()
    expect_accessible(ana)
    ben.goto(f"{at}/record")
    expect(ben.locator("#outcome").get_by_text("Done on")).to_be_visible()


@pytest.fixture
def survey(site):
    """Open for four more days, with a question, and listed on the public page."""
    with site.work():
        cast = make_cast()
        profile = db.session.get(Profile, cast.profile.id)
        make_edition(profile)
        convening = rounds.plan_round(
            profile,
            ROUNDS["survey"],
            title="What should every graduate have?",
            purpose="The board decides in June.",
            opens_at=now() - timedelta(days=2),
            closes_at=now() + timedelta(days=4),
            kinds=[step.kind for step in ROUNDS["survey"].agenda],
            listed=True,
            language="en",
            facilitator=db.session.get(Person, cast.ana.id),
        )
        ballot = make_ballot(convening, state="draft")
        slug = profile.slug
    return cast, convening.id, ballot.id, slug


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_phone_takes_part_on_two_days(site, person, survey, scripts):
    cast, convening_id, _ballot_id, slug = survey
    phone = person("phone", allow=("409",), java_script_enabled=scripts)
    phone.goto(f"/p/{slug}")
    phone.get_by_role("link", name="What should every graduate have?").click()
    phone.get_by_text("Families", exact=True).click()
    press(phone, "Take my seat")
    expect(phone.get_by_text("0 of 5 steps done")).to_be_visible()
    phone.get_by_role("link", name="Read the draft").click()
    expect(phone.get_by_text("Clear communication").first).to_be_visible()
    phone.get_by_role("link", name="Steps").click()
    press(phone, "Done: Read the draft")
    expect(phone.get_by_text("1 of 5 steps done")).to_be_visible()
    phone.get_by_role("link", name="Go and vote").click()
    phone.get_by_text("Courage").click()
    phone.get_by_role("button", name=re.compile("vote", re.IGNORECASE)).first.click()
    expect(phone.get_by_text("Your vote is stored.").first).to_be_visible()
    if scripts:
        phone.goto(f"/convenings/{convening_id}")
        expect_accessible(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    later = phone.context.new_page()  # the same device, another day
    phone.close()
    later.goto(f"/p/{slug}")
    later.get_by_role("link", name="What should every graduate have?").click()
    expect(later.get_by_text("1 of 5 steps done")).to_be_visible()
    press(later, "Done: Vote")
    expect(later.get_by_text("2 of 5 steps done")).to_be_visible()
    later.get_by_role("link", name="Go to the comments").click()
    with site.work():
        db.session.get(Convening, convening_id).closes_at = now()
    box = later.get_by_label("Your comment")
    box.fill("I came a minute too late.")
    press(later, "Post comment")
    expect(later.get_by_label("Your comment")).to_have_value("I came a minute too late.")
    later.goto(f"/convenings/{convening_id}")
    expect(later.get_by_text("This is over, so nothing more can be added.")).to_be_visible()
    if scripts:
        expect_accessible(later)

    ana = site.sign_in(person("laptop"), cast.ana)
    ana.goto(f"/convenings/{convening_id}/desk")
    expect_accessible(ana)
    ana.get_by_role("link", name="Count the votes").click()
    press(ana, "Count the votes")
    expect(ana.get_by_text("The round is over and its votes are counted.")).to_be_visible()


def test_an_open_round_is_set_up_and_shared(site, person):
    with site.work():
        cast = make_cast()
    ana = site.sign_in(person("laptop"), cast.ana)
    ana.goto(f"/profiles/{cast.profile.id}/convenings")
    ana.get_by_role("link", name="Ask everybody: an open round").click()
    expect_accessible(ana)
    ana.get_by_role("link", name="Public comment: 30 days").click()
    ana.get_by_label("Title").fill("Comment on our draft")
    press(ana, "Set it up")
    expect(ana.get_by_role("heading", level=1, name="Comment on our draft")).to_be_visible()
    expect(ana.get_by_text("Say what you think about").first).to_be_visible()
    expect(ana.get_by_text("Nobody has joined yet.")).to_be_visible()
    expect_accessible(ana)
