"""Questions in a row: a facilitator steps through, a phone and the wall come along."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import expect_no_sideways_scroll, open_live
from tests.cast import ATTRIBUTES, make_cast

pytestmark = pytest.mark.usefixtures("chromium")


def asked(name):
    return f"Can you live with “{name}” as it is worded?"


def test_a_facilitator_steps_through_and_everybody_follows(site, person, axe):
    with site.work():
        cast = make_cast(current="vote")
    room = f"/convenings/{cast.convening.id}"
    ana = site.sign_in(person("laptop"), cast.ana)
    ben = site.sign_in(person("phone", allow=("409",)), cast.ben)
    wall = site.sign_in(person("projector"), cast.ana)
    open_live(wall, f"{room}/projector")
    ana.goto(f"{room}/ballots")
    ana.get_by_role("link", name="Several questions in a row").click()
    for name in ATTRIBUTES:
        ana.get_by_role("checkbox", name=name, exact=True).check()
    ana.get_by_role("button", name="Prepare them").click()
    expect(ana.get_by_role("listitem").filter(has_text="Draft")).to_have_count(len(ATTRIBUTES))
    axe(ana)
    open_live(ben, f"{room}/ballots")
    for number, name in enumerate(ATTRIBUTES):
        ana.get_by_role(
            "button", name="Open the next question" if number else "Open the first question"
        ).click()
        # Nobody is torn away: the phone is told, and goes when its owner taps.
        ben.get_by_role("button", name="Go there").click()
        expect(ben.get_by_role("heading", level=1)).to_have_text(asked(name))
        expect(wall.get_by_role("heading", name=asked(name))).to_be_visible()
        ben.get_by_role("radio", name="4").check()
        ben.get_by_role("button", name="Send my vote").click()
        expect(ben.get_by_text("Your vote is stored.").first).to_be_visible()
    axe(ben)
    expect_no_sideways_scroll(ben)
    ana.get_by_text("Close 3 open questions").click()
    ana.get_by_role("button", name="Yes, close all that is open").click()
    expect(ben.get_by_text("Voting is closed.").first).to_be_visible()
    ana.get_by_role("button", name="Show 3 results to everybody").click()
    expect(
        ana.get_by_text("All questions are closed, and everybody sees the results.")
    ).to_be_visible()
    expect(ben.get_by_text("1 of 1, 100 percent").first).to_be_visible()
    expect_no_sideways_scroll(ben)
