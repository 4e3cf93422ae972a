"""A table with one device: opened at the desk, cards entered by keyboard alone, counted, closed."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from pog.ballots.models import Ballot, Vote
from pog.convenings.models import Convening
from pog.core.database import db
from pog.notes.models import Note
from pog.tables.models import CardEntry, CountSheet
from tests.browser.checks import expect_no_sideways_scroll, open_live
from tests.browsing import sign_in_with
from tests.cast import make_cast
from tests.factories import (
    make_activity,
    make_ballot,
    make_participant,
    make_sign_in,
    open_activity,
)


@pytest.fixture
def hall(site):
    """A convening in which ideas are collected; Ana facilitates, a guest sits at a laptop."""
    with site.work():
        cast = make_cast(current="comment")
        collect = make_activity(cast.convening, "collect", position=9)
        open_activity(db.session.get(Convening, cast.convening.id), collect)
        sign_in = make_sign_in(None, token="scribe")
        seat = make_participant(cast.convening, sign_in=sign_in, nickname="Patient Owl")
        return SimpleNamespace(cast=cast, scribe=seat)


@pytest.fixture
def scribe(site, person, hall) -> Page:
    page = person("laptop", allow=("status of 4",))  # a refused count is one
    client = site.app.test_client()
    sign_in_with(client, "scribe")
    cookie = client.get_cookie("session")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    return page


def one(site, kind):
    with site.app.app_context():
        return db.session.query(kind).all()


def test_a_whole_evening_at_a_table(site, hall, person, scribe, axe):
    convening = f"/convenings/{hall.cast.convening.id}"
    ana = site.sign_in(person("laptop"), hall.cast.ana)
    # Ana opens the table from her desk and names the scribe.
    ana.goto(f"{convening}/desk")
    ana.get_by_role("link", name="Tables and paper cards").click()
    ana.get_by_role("link", name="Open a table").first.click()
    ana.get_by_label("Number of the table").fill("4")
    ana.get_by_label("Who writes for the table?").select_option(str(hall.scribe.id))
    ana.get_by_label("Students").fill("1")
    ana.get_by_label("Families").fill("2")
    axe(ana)
    ana.get_by_role("button", name="Open the table").click()
    expect(ana.get_by_role("heading", name="Table 4")).to_be_visible()

    # The scribe finds it on the page of the room, and gives an answer for all.
    scribe.goto(convening)
    scribe.get_by_role("link", name="To my table").click()
    expect(scribe.get_by_role("heading", name="Table 4")).to_be_visible()
    expect(scribe.get_by_text("Ideas are collected.")).to_be_visible()
    scribe.get_by_label("What your table says").fill("More time for projects")
    axe(scribe)
    scribe.get_by_role("button", name="Send it for the table").click()
    expect(scribe.get_by_text("Stored as note 1")).to_be_visible()
    [note] = one(site, Note)
    assert (note.text, note.table_name) == ("More time for projects", "Table 4")

    # A vote opens; what the scribe is typing stays as it is.
    scribe.get_by_label("What your table says").fill("Half a tho")
    with scribe.expect_response(lambda answer: "/now" in answer.url):
        ana.goto(f"{convening}/ballots/new")
        ana.get_by_label("Question").fill("Which two do we keep?")
        ana.get_by_label("Options of your own").fill("Curiosity\nCourage\nCare")
        ana.get_by_role("button", name="Save").click()
        expect(ana.get_by_text("Who is missing?")).to_be_visible()
        axe(ana)
        ana.get_by_role("button", name="Open the vote").click()
    expect(scribe.get_by_text("0 of 3 cards are entered.")).to_be_visible()
    expect(scribe.get_by_label("What your table says")).to_have_value("Half a tho")
    scribe.get_by_label("What your table says").fill("")
    scribe.get_by_role("link", name="Enter the cards").click()

    # Three cards by keyboard alone: the card is chosen, Tab to the options, Enter for the next.
    axe(scribe)
    cards = ("Card 1, Students", "Card 2, Families", "Card 3, Families")
    for tabs, card in enumerate(cards, start=1):
        expect(scribe.get_by_role("radio", name=card, exact=True)).to_be_focused()
        for _ in range(tabs):
            scribe.keyboard.press("Tab")
        scribe.keyboard.press("Space")
        with scribe.expect_navigation():
            scribe.keyboard.press("Enter")
    expect(scribe.get_by_text("All cards are entered.")).to_be_visible()
    with site.app.app_context():
        options = db.session.query(Ballot).one().option_keys
    marks = [vote.marks for vote in one(site, Vote)]
    assert sorted([m[o] for o in options] for m in marks) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]

    # One was read wrong.
    scribe.get_by_role("link", name="Card 2, Families, entered").click()
    scribe.get_by_label("Courage").uncheck()
    scribe.get_by_label("Care").check()
    scribe.get_by_role("button", name="Store the correction").click()
    expect(scribe.get_by_text("Card 2 is corrected.")).to_be_visible()
    axe(scribe)
    assert sorted(entry.kind for entry in one(site, CardEntry)) == ["corrected", *["entered"] * 3]

    # Ana is warned that nobody counted, the scribe counts, the warning goes by itself.
    open_live(ana, ana.url)
    expect(ana.get_by_text("1 table has not counted its cards")).to_be_visible()
    scribe.get_by_role("link", name="Count the cards").click()
    scribe.get_by_label("Cards handed out").fill("4")
    scribe.get_by_role("button", name="Store the count").click()
    expect(scribe.get_by_role("alert")).to_contain_text("You handed out 4 cards")
    axe(scribe)
    scribe.get_by_label("Spoiled cards").fill("1")
    scribe.get_by_role("button", name="Store the count").click()
    expect(scribe.get_by_text("The count sheet is stored.")).to_be_visible()
    expect(ana.get_by_text("All tables have counted their cards.")).to_be_visible()
    [sheet] = one(site, CountSheet)
    assert (sheet.handed_out, sheet.entered, sheet.spoiled) == (4, 3, 1)
    ana.get_by_role("link", name="See the count sheets").click()
    expect(ana.get_by_text("Adds up")).to_be_visible()
    axe(ana)


def test_on_a_phone_and_without_javascript(site, hall, person, axe):
    with site.work():
        from tests.factories import make_table

        table = make_table(hall.cast.convening, cards=12)
        fist = make_ballot(
            hall.cast.convening,
            "Can you live with it?",
            method="fist_to_five",
            options=("The whole portrait",),
            settings={"words": list("abcdef"), "pass_share": 80},
        )
    ana = site.sign_in(person("phone", java_script_enabled=False), hall.cast.ana)
    ana.goto(f"/tables/{table.id}/ballots/{fist.id}")
    ana.get_by_label("Card 7", exact=False).check(force=True)
    ana.get_by_label("4, e", exact=True).check(force=True)
    ana.get_by_role("button", name="Store, and on to the next card").click()
    expect(ana.get_by_text("Card 7 is stored.")).to_be_visible()
    expect(ana.get_by_text("1 of 12 cards are entered.")).to_be_visible()
    for path in ("", f"/ballots/{fist.id}", f"/ballots/{fist.id}/count", "/edit", "/paper"):
        ana.goto(f"/tables/{table.id}{path}")
        expect_no_sideways_scroll(ana)
    loud = site.sign_in(person("phone"), hall.cast.ana)
    for path in ("", f"/ballots/{fist.id}", f"/ballots/{fist.id}/count", "/edit", "/paper"):
        loud.goto(f"/tables/{table.id}{path}")
        axe(loud)
