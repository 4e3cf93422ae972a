"""S11: 180 notes from 20 tables, three of the theme team at once, with keyboards only."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from pog.clusters.models import Cluster, ClusteredNote
from pog.clusters.services import freeze_clusters
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.work import publish
from pog.notes.events import NotesRevealed
from tests.browser.checks import (
    expect_focus_is_seen,
    expect_no_sideways_scroll,
    open_live,
)
from tests.cast import make_cast
from tests.factories import (
    make_activity,
    make_note,
    make_participant,
    make_person,
    open_activity,
)

TABLES, EACH = 20, 9
NAMES = ("Care for others", "Courage", "Clear words")


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="read")


@pytest.fixture
def collecting(site, cast):
    """The room is at its collecting step; every note of it is shown."""
    with site.work():
        activity = make_activity(cast.convening, "collect", position=8)
        open_activity(db.session.get(Convening, cast.convening.id), activity)
        for number in range(TABLES * EACH):
            table = number // EACH + 1
            make_note(
                activity,
                f"Idea {number}: graduates who finish what they begin and say so.",
                revealed=True,
                group_letter="ABCD"[table % 4],
                group_name="Families",
                table_name=f"Table {table}",
            )
        return activity


@pytest.fixture
def member(site, cast, collecting, person):
    """A member of the theme team at the desk."""

    def sit(name, screen="laptop", more=(), **options):
        with site.work():
            somebody = make_person(name)
            make_participant(cast.convening, role="scribe", person=somebody, nickname=name)
        # Chromium notes every refusal in its console; who was too late is refused with 409.
        page = site.sign_in(person(screen, allow=("409 (Conflict)", *more), **options), somebody)
        open_live(page, f"/convenings/{cast.convening.id}/themes/desk")
        return page

    return sit


def lies(site):
    """How many notes lie in each theme, by its name; None: put back."""
    with site.app.app_context():
        rows = db.session.execute(
            sa.select(Cluster.name, sa.func.count(ClusteredNote.note_id))
            .select_from(ClusteredNote)
            .outerjoin(Cluster, Cluster.id == ClusteredNote.cluster_id)
            .group_by(Cluster.name)
        )
        return {name: number for name, number in rows}


def options(page, name):
    return page.locator(f'[data-desk-list="{name}"] [role="option"]')


def stand_on(page, number):
    """Go to the unsorted note with this number by Tab and arrows alone."""
    page.evaluate("document.querySelector('main').focus()")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-desk-list] [role=option]')"):
            break
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    for _ in range(number):
        page.keyboard.press("ArrowDown")


def make_theme(page, name):
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Name of the theme").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_desk_by_keyboard(site, member):
    ana = member("Ana K")
    stand_on(ana, 0)
    expect(options(ana, "notes").first).to_be_focused()
    make_theme(ana, "Care for others")
    expect(options(ana, "themes")).to_have_count(2)
    expect(options(ana, "notes")).to_have_count(TABLES * EACH - 1)
    # The focus went on to the note that took the place of the one that left.
    expect(options(ana, "notes").first).to_be_focused()
    ana.keyboard.press("1")
    expect(options(ana, "themes")).to_have_count(3)
    ana.keyboard.press("Space")
    ana.keyboard.press("Shift+ArrowDown")
    expect(ana.locator("[data-desk-chosen]")).to_have_text("2 notes are chosen.")
    ana.keyboard.press("m")
    ana.keyboard.type("care")
    expect(ana.get_by_role("dialog").get_by_role("option").first).to_contain_text("Care for others")
    ana.keyboard.press("Enter")
    expect(options(ana, "themes")).to_have_count(5)
    ana.keyboard.press("u")
    expect(options(ana, "themes")).to_have_count(3)
    ana.keyboard.press("u")
    expect(options(ana, "themes")).to_have_count(2)
    expect(ana.locator("[data-desk-said]")).to_contain_text("Undone.")
    assert lies(site) == {"Care for others": 1}
    ana.keyboard.press("ArrowRight")
    expect(options(ana, "themes").first).to_be_focused()
    ana.keyboard.press("r")
    ana.get_by_label("Name of the theme").fill("They care")
    ana.keyboard.press("Enter")
    expect(options(ana, "themes").first).to_contain_text("They care")
    expect(options(ana, "themes").first).to_be_focused()
    ana.keyboard.press("Delete")
    ana.get_by_role("button", name="Yes, take it apart").press("Enter")
    expect(options(ana, "themes")).to_have_count(0)
    expect(options(ana, "notes")).to_have_count(TABLES * EACH)


FOCUS_AFTER = """() => {
  const dialog = document.querySelector("dialog[open]");
  window.focusAfter = new Promise((tell) => new MutationObserver(() => {
    if (!dialog.open) tell(document.activeElement.getAttribute("role"));
  }).observe(dialog, { attributes: true }));
}"""


def test_no_key_is_lost_after_a_dialog(member):
    """Who types on at once stands in the list again when the dialog goes, not a moment later."""
    ana = member("Ana K")
    stand_on(ana, 0)
    ana.keyboard.press("n")
    ana.get_by_label("Name of the theme").fill("Care")
    ana.evaluate(FOCUS_AFTER)
    ana.keyboard.press("Enter")
    assert ana.evaluate("window.focusAfter") == "option"


def test_a_name_that_is_taken_stays_typed_and_is_explained(member):
    ana = member("Ana K")
    stand_on(ana, 0)
    make_theme(ana, "Care")
    ana.keyboard.press("n")
    ana.get_by_label("Name of the theme").fill("care")
    ana.keyboard.press("Enter")
    dialog = ana.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_have_text("There is already a theme called “Care”.")
    expect(dialog.get_by_label("Name of the theme")).to_have_value("care")
    ana.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(options(ana, "notes").first).to_be_focused()


def test_three_of_the_team_sort_180_notes_at_once(site, member, person, cast, collecting, axe):
    """Keyboards only. Two grab one note: one wins, the other is told. Nothing disappears."""
    team = [member(name) for name in ("Otter", "Heron", "Lynx")]
    watcher = person("phone")
    site.sign_in(watcher, cast.ben)
    open_live(watcher, f"/convenings/{cast.convening.id}/themes")
    for page, name, start in zip(team, NAMES, (0, 20, 40), strict=True):
        stand_on(page, start)
        make_theme(page, name)
    for page in team:
        expect(page.locator("[data-theme]")).to_have_count(3)

    # Two grab the same note: both see it unsorted and are choosing where to put it.
    otter, heron, lynx = team
    for page, name in ((otter, NAMES[0]), (heron, NAMES[1])):
        page.keyboard.press("End")
        page.keyboard.press("m")
        page.keyboard.type(name[:4])
    otter.keyboard.press("Enter")
    expect(otter.locator("[data-desk-said]")).to_have_text("Put into “Care for others”.")
    heron.keyboard.press("Enter")
    told = "Otter was faster: this note has just gone into “Care for others”."
    expect(heron.locator("[data-desk-said]")).to_have_text(told)
    expect(heron.locator("#status")).to_have_text(told)
    expect(heron.locator('[data-desk-list] [role="option"]:focus')).to_have_count(1)

    # Then all three at once, as fast as keys go: each puts the note they stand on into a theme.
    for page, start in zip(team, (0, 50, 100), strict=True):
        stand_on(page, start)
    for number in range(12):
        for page in team:
            page.keyboard.press(str(number % 3 + 1))
    for page in team:
        expect(page.locator("[data-leaving]")).to_have_count(0)
    with site.app.app_context():
        sorted_now = db.session.scalar(
            sa.select(sa.func.count(ClusteredNote.note_id)).where(
                ClusteredNote.cluster_id.is_not(None)
            )
        )
    # 3 began the themes, 1 was grabbed by two, 36 were moved by keys.
    assert sorted_now == 40
    for page in team:
        expect(options(page, "themes")).to_have_count(3 + 40)
        expect(options(page, "notes")).to_have_count(TABLES * EACH - 40)
        seen = page.evaluate(
            "[...document.querySelectorAll('[data-note]')].map(one => one.dataset.note)"
        )
        assert len(seen) == len(set(seen)) == TABLES * EACH
        expect(page.locator('[data-desk-list] [role="option"]:focus')).to_have_count(1)
    expect(watcher.get_by_role("main")).to_contain_text("140 notes are unsorted.")
    for name in NAMES:
        expect(watcher.get_by_role("heading", name=name)).to_be_visible()
    axe(lynx)
    axe(watcher)


def test_a_note_somebody_else_takes_is_chosen_no_more(member):
    ana, ben = member("Ana K"), member("Otter")
    stand_on(ben, 0)
    make_theme(ben, "Care")
    stand_on(ana, 0)
    ana.keyboard.press("Space")
    expect(ana.locator("[data-desk-chosen]")).to_have_text("One note is chosen.")
    stand_on(ben, 0)
    ben.keyboard.press("1")
    expect(ana.locator("[data-desk-said]")).to_have_text(
        "Somebody else has moved a note you had chosen."
    )
    expect(ana.locator("[data-desk-chosen]")).to_have_text("Choose notes, then a theme.")
    # One still stands in the list, on the note that took its place.
    expect(options(ana, "notes").first).to_be_focused()


def test_new_notes_arrive_without_disturbing(site, member, collecting):
    ana = member("Ana K")
    stand_on(ana, 3)
    ana.keyboard.press("Space")
    before = options(ana, "notes").nth(3).get_attribute("id")
    with site.work():
        make_note(db.session.get(type(collecting), collecting.id), "A late idea.")
        db.session.flush()
        publish(NotesRevealed(convening_id=collecting.convening_id, activity_id=collecting.id))
    expect(options(ana, "notes").last).to_contain_text("A late idea.")
    expect(ana.locator(f"#{before}")).to_be_focused()
    expect(ana.locator(f"#{before}")).to_have_attribute("aria-selected", "true")


def test_by_touch_on_a_phone(site, member, axe):
    phone = member("Ana K", "phone")
    for number in (0, 2):
        options(phone, "notes").nth(number).tap()
    phone.get_by_role("button", name="New theme").tap()
    phone.get_by_label("Name of the theme").fill("Care")
    phone.get_by_role("button", name="Save").tap()
    expect(options(phone, "themes")).to_have_count(3)
    options(phone, "notes").first.tap()
    phone.locator("[data-theme]").tap()
    expect(options(phone, "themes")).to_have_count(4)
    phone.locator("[data-theme]").tap()
    expect(phone.get_by_role("button", name="Rename")).to_be_visible()
    assert lies(site) == {"Care": 3}
    axe(phone)
    expect_no_sideways_scroll(phone)


def test_frozen_themes_say_so_at_once(site, cast, member):
    ana = member("Ana K")
    stand_on(ana, 0)
    make_theme(ana, "Care")
    with site.work():
        freeze_clusters(cast.convening.id)
    expect(ana.get_by_text("Frozen since the first dot")).to_be_visible()
    ana.keyboard.press("1")
    expect(ana.locator("[data-desk-said]")).to_contain_text("so they stay as they are")
    assert lies(site) == {"Care": 1}


def test_where_streams_are_blocked_what_was_done_shows_at_once(member, site, cast):
    ana = member("Ana K")
    ana.route("**/live/stream*", lambda route: route.abort())
    ana.get_by_role("button", name="Pause updates").click()
    stand_on(ana, 0)
    make_theme(ana, "Care")
    expect(options(ana, "themes")).to_have_count(2)
    expect(options(ana, "notes")).to_have_count(TABLES * EACH - 1)


def test_a_lost_answer_is_asked_for_again_and_done_once(site, member):
    """A hall's wifi drops the answer to a new theme; it is made once and shown."""
    ana = member("Ana K", more=("net::ERR_FAILED",))
    lost = []

    def lose_the_first(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch())  # the server has done it; nobody hears of it
        route.abort()

    ana.route("**/themes", lose_the_first)
    stand_on(ana, 0)
    make_theme(ana, "Care")
    expect(options(ana, "themes")).to_have_count(2)
    expect(options(ana, "notes")).to_have_count(TABLES * EACH - 1)
    assert len(lost) == 1
    assert lies(site) == {"Care": 1}


@pytest.mark.parametrize("screen", ["phone", "laptop", "projector", "zoomed"])
def test_the_pages_read_well_on_every_screen(site, cast, member, screen, axe):
    page = member("Ana K", screen)
    if screen == "laptop":
        expect_focus_is_seen(page)
    for path in ("themes/desk", "themes", "themes/list", "themes/projector"):
        page.goto(f"/convenings/{cast.convening.id}/{path}")
        axe(page)
        expect_no_sideways_scroll(page)


def test_dialogs_are_accessible(member, axe):
    ana = member("Ana K")
    stand_on(ana, 0)
    make_theme(ana, "Care")
    for key in ("m", "n", "?"):
        ana.keyboard.press(key)
        expect(ana.get_by_role("dialog")).to_be_visible()
        axe(ana)
        ana.keyboard.press("Escape")
        expect(ana.get_by_role("dialog")).to_be_hidden()


def test_the_wall_shows_the_themes_large_enough(site, cast, member, person):
    ana = member("Ana K")
    stand_on(ana, 0)
    make_theme(ana, "Care for others")
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        open_activity(convening, make_activity(convening, "cluster", position=9))
    wall = site.sign_in(person("projector"), cast.ana)
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    expect(wall.get_by_role("heading", name="Care for others")).to_be_visible()
    sizes = wall.evaluate(
        """() => [...document.querySelectorAll('.themes-wall *')]
        .filter(e => e.childNodes.length && e.innerText)
        .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 28
    assert "Heron" not in wall.get_by_role("main").inner_text()
