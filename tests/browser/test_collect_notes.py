"""V8: a hall writes notes alone, sees them all at once, and gives them stars."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pog.convenings.models import Activity, Convening
from pog.core.database import db
from pog.notes.models import Note, Star
from tests.browser.checks import expect_no_sideways_scroll
from tests.cast import make_cast
from tests.factories import make_activity, make_note, open_activity


@pytest.fixture
def cast(site):
    with site.work():
        cast = make_cast(current="read")
        convening = db.session.get(Convening, cast.convening.id)
        activity = make_activity(convening, "collect", position=5)
        activity.title = "Hopes for our graduates"
        open_activity(convening, activity)
    return cast


@pytest.fixture
def notes_page(site, cast):
    with site.app.app_context():
        activity = db.session.scalar(select(Activity).filter_by(kind="collect"))
    return f"/activities/{activity.id}/notes"


@pytest.fixture
def ana(site, person, cast):
    """The facilitator's laptop, at the desk of the convening."""
    page = site.sign_in(person("laptop"), cast.ana)
    page.goto(f"/convenings/{cast.convening.id}/desk")
    return page


@pytest.fixture
def wall(site, person, cast):
    page = site.sign_in(person("projector"), cast.ana)
    page.goto(f"/convenings/{cast.convening.id}/projector")
    return page


@pytest.fixture
def join(person, cast):
    """A phone that takes a seat and goes where the room collects."""

    def take_seat(group="Families", **options):
        phone = person("phone", **options)
        phone.goto(f"/j/{cast.convening.join_code}")
        phone.get_by_text(group, exact=True).click()
        phone.get_by_role("button", name="Take my seat").click()
        phone.get_by_role("link", name="Add an idea").click()
        expect(phone.get_by_role("heading", name="Hopes for our graduates")).to_be_visible()
        return phone

    return take_seat


def add(phone, text):
    phone.get_by_label("Your idea").fill(text)
    phone.get_by_role("button", name="Add", exact=True).click()
    expect(phone.locator("#my-notes")).to_contain_text(text)


def is_live(page):
    expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=10_000)


def test_a_hall_collects(site, cast, ana, wall, join, axe):
    one, two = join(), join("Employers", allow=("status of 409",))
    ana.get_by_role("link", name="Notes", exact=True).click()
    for page in (one, two, ana, wall):
        is_live(page)

    # Half a note is typed while others are added; nothing of it is lost, and nothing is read.
    box = two.get_by_label("Your idea")
    box.fill("Half a thought")
    add(one, "They ask why.")
    expect(one.get_by_label("Your idea")).to_have_value("")
    expect(one.get_by_label("Your idea")).to_be_focused()
    one.keyboard.type("They cook.")
    one.get_by_role("button", name="Add", exact=True).click()
    expect(one.locator("#my-notes")).to_contain_text("They cook.")
    expect(two.locator("#region-collect")).to_contain_text("2 notes from 1 person")
    expect(ana.locator("#region-collecting")).to_contain_text("2 notes")
    expect(wall.locator("#region-notes-stage")).to_contain_text("2 notes")
    expect(box).to_have_value("Half a thought")
    for page in (two, ana, wall):
        assert "They ask why." not in page.content()
    one.get_by_role("button", name="I'm ready").click()
    expect(ana.locator("#region-collecting")).to_contain_text("1 of 3 ready")
    axe(one)
    axe(ana)
    axe(wall)

    # Withdrawn and back again.
    one.get_by_role("button", name="Withdraw: They cook.").click()
    expect(two.locator("#region-collect")).to_contain_text("1 note from 1 person")
    one.get_by_role("button", name="Undo: They cook.").click()
    expect(two.locator("#region-collect")).to_contain_text("2 notes")

    # The reveal asks first; then everybody reads, and the half note is still there.
    ana.get_by_role("link", name="Show the notes to everybody").click()
    ana.get_by_role("button", name="Yes, show them").click()
    expect(two.locator("#notes-list")).to_contain_text("They ask why.")
    expect(wall.locator(".notes-wall-cards")).to_contain_text("They ask why.")
    expect(box).to_have_value("Half a thought")
    nickname = one.locator(".where small").inner_text().split(" · ")[0]
    assert nickname in two.locator("#notes-list").inner_text()
    assert nickname not in wall.content()
    expect(two.locator("#region-shown")).to_contain_text("Everybody in this convening can read")

    # Stars by a tap, by the keyboard, and taken back.
    card = two.get_by_role("article").filter(has_text="They ask why.")
    card.locator("label", has_text="4 stars").click()
    expect(card.locator(".note-given")).to_contain_text("4 stars from 1 person")
    card.get_by_role("radio", name="4 stars").press("ArrowRight")
    expect(card.locator(".note-given")).to_contain_text("5 stars from 1 person")
    other = two.get_by_role("article").filter(has_text="They cook.")
    other.locator("label", has_text="2 stars").click()
    expect(other.locator(".note-given")).to_contain_text("2 stars")
    other.locator("label", has_text="No stars").click()
    expect(other.locator(".note-given")).to_be_hidden()
    with site.app.app_context():
        assert [star.stars for star in db.session.scalars(select(Star))] == [5]
    expect(ana.locator("#desk-notes")).to_contain_text("5 stars from 1 person")
    axe(two)
    axe(ana)
    axe(wall)

    # A note written after the reveal is seen at once, and moves nothing in the list.
    box.fill("They listen.")
    two.get_by_role("button", name="Add", exact=True).click()
    expect(one.locator("#region-collect")).to_contain_text("They listen.")
    expect(wall.locator(".notes-wall-cards")).to_contain_text("They listen.")

    # Hidden words leave every screen; their writer reads why.
    hidden = ana.get_by_role("listitem").filter(has_text="They cook.")
    hidden.get_by_role("link", name="Hide").click()
    ana.get_by_label("Why is it hidden?").fill("Names a person.")
    ana.get_by_role("button", name="Hide the note").click()
    expect(wall.locator(".notes-wall-cards")).not_to_contain_text("They cook.")
    expect(two.locator("#notes-list")).not_to_contain_text("They cook.")
    one.reload()
    one.get_by_text("2 notes of yours").click()
    expect(one.locator("#my-notes")).to_contain_text("Hidden by the facilitator: Names a person.")

    # The room moves on while somebody types: told so, and the words stay.
    box.fill("One more")
    ana.goto(f"/convenings/{cast.convening.id}/desk")
    ana.get_by_role("button", name="Back: Align").click()
    expect(two.locator("#region-follow")).to_be_visible()
    two.get_by_role("button", name="Add", exact=True).click()
    expect(
        two.get_by_text("Notes are closed at the moment, so this was not stored.").first
    ).to_be_visible()
    expect(two.get_by_label("Your idea")).to_have_value("One more")
    with site.app.app_context():
        texts = db.session.scalars(select(Note.text).order_by(Note.number)).all()
    assert texts == ["They ask why.", "They cook.", "They listen."]


def test_without_scripts(site, cast, ana, join):
    phone = join(java_script_enabled=False)
    phone.get_by_label("Your idea").fill("They aks why.")
    phone.get_by_role("button", name="Add", exact=True).click()
    expect(phone.get_by_text("Your note is stored. Write the next one.")).to_be_visible()
    phone.get_by_role("link", name="Change: They aks why.").click()
    phone.get_by_label("Your idea").fill("They ask why.")
    phone.get_by_role("button", name="Save").click()
    phone.get_by_role("button", name="Withdraw: They ask why.").click()
    phone.get_by_role("button", name="Undo: They ask why.").click()
    expect(phone.get_by_text("Your note is back.")).to_be_visible()
    ana.get_by_role("link", name="Notes", exact=True).click()
    ana.get_by_role("link", name="Show the notes to everybody").click()
    ana.get_by_role("button", name="Yes, show them").click()
    expect(ana.get_by_text("Everybody in the convening reads the notes now.")).to_be_visible()
    phone.reload()
    card = phone.get_by_role("article").filter(has_text="They ask why.")
    card.locator("label", has_text="3 stars").click()
    card.get_by_role("button", name="Give stars").click()
    expect(phone.get_by_text("3 stars from 1 person")).to_be_visible()
    with site.app.app_context():
        assert [star.stars for star in db.session.scalars(select(Star))] == [3]


def test_small_and_large_screens_hold_it(site, cast, person, wall, notes_page, axe):
    with site.work():
        activity = db.session.scalar(select(Activity).filter_by(kind="collect"))
        for n in range(30):
            long = "andverylongwords" * 12 if n == 3 else "and what they learn from it " * (n % 9)
            make_note(activity, f"Idea {n} {long}", participant=cast.ben_seat, revealed=True)
    for screen in ("zoomed", "phone", "laptop"):
        page = site.sign_in(person(screen), cast.ben)
        page.goto(notes_page)
        expect(page.get_by_role("article").first).to_be_visible()
        expect_no_sideways_scroll(page)
        axe(page)
    wall.reload()
    cards = wall.locator(".notes-wall-card")
    assert cards.count() >= 3
    lowest = max(box["y"] + box["height"] for box in (c.bounding_box() for c in cards.all()))
    assert lowest <= 1080, "the cards do not fit on the screen"
    smallest = wall.evaluate(
        "() => Math.min(...[...document.querySelectorAll('.notes-wall, .notes-wall *')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 28


def test_notes_and_stars_wait_on_the_device(site, cast, join, ana):
    """S4: written without a connection, they are stored once when it is back, and shown."""
    phone = join(allow=("ERR_INTERNET_DISCONNECTED", "Failed to fetch"))
    is_live(phone)
    add(phone, "Written with a connection.")
    phone.context.set_offline(True)
    for text in ("Written without one.", "And a second one."):
        phone.get_by_label("Your idea").fill(text)
        phone.get_by_role("button", name="Add", exact=True).click()
        expect(phone.get_by_label("Your idea")).to_have_value("")
        expect(phone.locator(".outbox")).to_contain_text(text)
    expect(phone.get_by_text("Not sent yet: kept on this device.").first).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("#my-notes")).to_contain_text("And a second one.", timeout=20_000)
    expect(phone.locator("#my-notes")).to_contain_text("Written without one.")
    expect(phone.get_by_text("Not sent yet: kept on this device.")).to_have_count(0)

    ana.get_by_role("link", name="Notes", exact=True).click()
    ana.get_by_role("link", name="Show the notes to everybody").click()
    ana.get_by_role("button", name="Yes, show them").click()
    card = phone.get_by_role("article").filter(has_text="And a second one.")
    expect(card).to_be_visible(timeout=20_000)
    phone.context.set_offline(True)
    for stars in ("2 stars", "4 stars"):
        card.locator("label", has_text=stars).click()
        phone.wait_for_timeout(400)
    expect(phone.locator("#notes-list .outbox")).to_contain_text("4 stars")
    expect(phone.locator("#notes-list .outbox")).not_to_contain_text("2 stars")
    phone.context.set_offline(False)
    expect(phone.locator("#notes-list")).to_contain_text("4 stars from 1 person", timeout=20_000)
    with site.app.app_context():
        assert [star.stars for star in db.session.scalars(select(Star))] == [4]
        texts = db.session.scalars(select(Note.text).order_by(Note.number)).all()
    assert texts == ["Written with a connection.", "Written without one.", "And a second one."]
