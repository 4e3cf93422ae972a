"""The walk from sign-up until everybody is there and follows."""

import re
import time

from playwright.sync_api import expect
from sqlalchemy import select

from pog.convenings.models import Convening, Participant
from pog.profiles.models import Attribute, Edition, Profile
from tests.browser.walk.hall import Hall, follow, key_in, press

SOUTH_CAROLINA = "Profile of the South Carolina Graduate"
VIRGINIA = "Profile of a Virginia Graduate"
OHIO = "Each Child, Our Future: four equal learning domains"
OURS = "Mill Creek Portrait of a Graduate"
MEETING = "Mill Creek, first evening"
PASSWORD = "four words in a row"


def sign_up_and_set_up_a_district(hall: Hall) -> None:
    ana = hall.ana
    hall.go(ana, "/")
    follow(ana, "Create an account")
    ana.get_by_label("Your name").fill("Ana Delgado")
    ana.get_by_label("E-mail address").fill("ana@millcreek.example")
    ana.get_by_label("Password").fill(PASSWORD)
    press(ana, "Create account")
    follow(ana, "Set up an organization")
    ana.get_by_label("Name of the organization").fill("Mill Creek Schools")
    ana.get_by_role("radio", name="District").check()
    press(ana, "Set up")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Mill Creek Schools")
    hall.look_at(ana)


def compare_three_profiles(hall: Hall) -> None:
    ana = hall.ana
    follow(ana, "Library")
    for title in (SOUTH_CAROLINA, VIRGINIA, OHIO):
        ana.get_by_role("checkbox", name=f"Compare {title}").check()
    press(ana, "Compare the ones you ticked")
    for title in (SOUTH_CAROLINA, VIRGINIA, OHIO):
        expect(ana.get_by_role("heading", level=2, name=title)).to_be_visible()
    row = ana.get_by_role("listitem").filter(has_text="Similar words: “collaboration”")
    expect(row).to_contain_text("Collaboration and teamwork")
    expect(ana.get_by_role("main")).to_contain_text("World Class Skills")
    hall.look_at(ana)


def clone_south_carolina(hall: Hall) -> None:
    ana = hall.ana
    before = hall.one(select(Edition.content_hash).where(Edition.profile_id.is_(None)).limit(1))
    follow(ana, f"Take it as a start {SOUTH_CAROLINA}")
    ana.get_by_role("radio", name="Mill Creek Schools").check()
    ana.get_by_label("Title of your profile").fill(OURS)
    press(ana, "Start from this profile")
    expect(ana.get_by_role("heading", level=1)).to_have_text(OURS)
    hall.profile = key_in(ana)
    profile = hall.one(select(Profile).filter_by(title=OURS))
    assert str(profile.id) == hall.profile
    names = hall.all(select(Attribute.name).filter_by(profile_id=profile.id))
    assert len(names) == 13
    for name in names:
        expect(ana.get_by_role("link", name=name, exact=True)).to_be_visible()
    # S5: every attribute says where it comes from.
    follow(ana, "Creativity and innovation")
    source = ana.get_by_text(re.compile("From: .*South Carolina.*2015")).first
    expect(source).to_be_visible()
    assert before == hall.one(
        select(Edition.content_hash).where(Edition.profile_id.is_(None)).limit(1)
    )


def set_up_the_convening(hall: Hall) -> None:
    ana = hall.ana
    hall.go(ana, f"/profiles/{hall.profile}")
    ana.get_by_role("link", name=re.compile("onvening")).first.click()
    ana.get_by_role("link", name="Set up a convening").first.click()
    ana.get_by_label("Title").fill(MEETING)
    ana.get_by_label("Purpose").fill("Settle the words of our own portrait.")
    groups = ana.get_by_role("group", name="Stakeholder groups")
    for name, seats in (("Students", "10"), ("Families", "8"), ("Educators", "6")):
        groups.get_by_role("checkbox", name=name).check()
        groups.get_by_label(f"Seats: {name}").fill(seats)
    for name in (
        "School and district leaders",
        "Higher education",
        "Employers and chamber of commerce",
        "Community and faith organizations",
    ):
        groups.get_by_role("checkbox", name=name).uncheck()
    press(ana, "Continue to the agenda")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Agenda")
    hall.convening = key_in(ana)
    press(ana, "Move up: Look back")
    expect(ana.locator("#steps").get_by_role("listitem").nth(5)).to_contain_text("Look back")
    press(ana, "Move down: Look back")
    expect(ana.locator("#steps").get_by_role("listitem").nth(6)).to_contain_text("Look back")
    follow(ana, "Go to the desk")
    expect(ana.get_by_role("heading", level=1)).to_have_text(MEETING)
    convening = hall.one(select(Convening).filter_by(title=MEETING))
    hall.code = convening.join_code
    hall.look_at(ana)


def show_the_code(hall: Hall) -> None:
    ana, wall = hall.ana, hall.wall
    ana.get_by_text("On another machine").click()
    address = ana.get_by_role("code").filter(has_text="http").inner_text()
    hall.go(wall, address)
    with hall.comes_live(wall):
        press(wall, "Show it")
    expect(wall.get_by_role("img", name="QR code that opens the page to join").last).to_be_visible()
    expect(wall.get_by_text(" ".join(hall.code)).last).to_be_attached()
    hall.look_at(wall)


# ------------------------------------------------------------------ the room fills


def join_by_phone(hall: Hall) -> None:
    typed = f"{hall.code[:3].lower()} {hall.code[3:].lower()}"
    took = []
    for phone, group in ((hall.ben, "Families"), (hall.cleo, "Students")):
        began = time.monotonic()
        hall.go(phone, "/join")
        phone.get_by_label("Code").fill(typed)
        press(phone, "Join")
        hall.ready(phone, phone.get_by_role("radio", name=group)).check()
        press(phone, "Take my seat")
        expect(phone.get_by_role("heading", name="Welcome. We start soon.")).to_be_visible()
        took.append(time.monotonic() - began)
    print(f"joined in {took[0]:.1f} s and {took[1]:.1f} s")  # noqa: T201 - a figure to report
    assert max(took) < 15
    seats = hall.all(select(Participant).filter_by(role="participant"))
    assert len(seats) == 2
    assert all(seat.person_id is None for seat in seats)
    expect(hall.wall.get_by_text("2 people are here")).to_be_visible(timeout=hall.followed)
    hall.look_at(hall.ben)


def follow_without_being_trapped(hall: Hall) -> None:
    """S2: both follow; who is half through a note stays with it and is told where the group is."""
    ben, cleo = hall.ben, hall.cleo
    for title in ("Arrive and join", "Read the draft"):
        hall.step(title)
        for page in (ben, cleo):
            expect(page.locator("#now-title")).to_have_text(title, timeout=hall.followed)
    expect(hall.wall.get_by_role("heading", level=1)).to_have_text("Read the draft")
    follow(cleo, "Read the draft")
    hall.step("Make the words ours")
    moved = cleo.get_by_text("The group is now at: Make the words ours.").first
    expect(moved).to_be_visible(timeout=hall.followed)
    follow(cleo, "Go there")
    expect(cleo.get_by_role("heading", name="Add an attribute")).to_be_visible()
    expect(cleo.get_by_text("The group is now at", exact=False).first).to_be_hidden()
    expect(ben.locator("#now-title")).to_have_text("Make the words ours", timeout=hall.followed)
    # Half-typed words outlive the next move.
    hall.open(cleo, f"/profiles/{hall.profile}/comments")
    box = cleo.get_by_label("Your comment")
    box.fill("Half a thought about")
    hall.step("Respond to the draft")
    expect(cleo.get_by_text("The group is now at", exact=False).first).to_be_attached()
    expect(hall.wall.get_by_role("heading", level=1)).to_have_text("Respond to the draft")
    expect(box).to_have_value("Half a thought about")
    expect(box).to_be_focused()
    # Another laptop: still facilitator, same step.
    hall.go(hall.ana, hall.ana.url)
    expect(hall.ana.locator("#now-title")).to_have_text("Respond to the draft")
    hall.desk()
    press(hall.ana, "Back: Make the words ours")
    expect(hall.ana.locator("#now-title")).to_have_text("Make the words ours")
