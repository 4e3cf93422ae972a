"""A secret vote on a phone: receipt, close, published list, result on phone and wall."""

import re

import pytest
from playwright.sync_api import expect

from pog.ballots.models import Ballot
from pog.ballots.services import open_ballot
from pog.ballots.voting import cast_vote
from pog.core.database import db
from tests.ballots.halls import fill_hall
from tests.browser.checks import expect_no_sideways_scroll, open_live
from tests.cast import make_cast
from tests.factories import make_ballot

pytestmark = pytest.mark.usefixtures("chromium")

QUESTION = "Do we adopt the draft?"
RECEIPT = re.compile(r"^[2-9A-Z ]{30}$")


def test_a_receipt_finds_its_vote_in_the_published_list(site, person, axe):
    with site.work():
        cast = make_cast(current="vote")
        others = fill_hall(cast.convening, Students=10, Families=6)
        ballot = make_ballot(
            cast.convening,
            QUESTION,
            options=("Adopt it as it stands", "Work on it for another month"),
            state="draft",
            secret=True,
            hidden=True,
        )
        db.session.refresh(ballot)
        open_ballot(ballot)
    address = f"/ballots/{ballot.id}"
    ben = site.sign_in(person("phone"), cast.ben)
    ana = site.sign_in(person("laptop"), cast.ana)
    wall = site.sign_in(person("projector"), cast.ana)
    open_live(wall, f"{address}/projector")
    expect(wall.get_by_text("Approval · Secret vote")).to_be_visible()
    expect(wall.get_by_text("stored without your name")).to_be_visible()
    open_live(ben, address)
    expect(ben.get_by_text("stored without your name")).to_be_visible()
    ben.get_by_role("checkbox", name="Adopt it as it stands").check()
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_role("heading", name="Your receipt")).to_be_visible()
    code = ben.locator(".ballot-receipt-code").inner_text()
    assert RECEIPT.match(code), code
    axe(ben)
    expect_no_sideways_scroll(ben)
    with site.work():
        opened = db.session.get(Ballot, ballot.id)
        seats = [seat for some in others.values() for seat in some]
        for number, seat in enumerate(seats):
            cast_vote(opened, seat, {opened.option_keys[number % 3 != 0]: 1})
    expect(wall.get_by_text("17 of 18")).to_be_visible()
    assert "Adopt it" not in wall.locator("progress").all_inner_texts()
    ana.goto(f"{address}/desk")
    ana.get_by_role("link", name="Close the vote").click()
    ana.get_by_role("button", name="Yes, close it").click()
    expect(wall.get_by_text("The result comes in a moment.")).to_be_visible()
    ana.get_by_role("button", name="Show the result to everybody").click()
    for page in (wall, ben):
        expect(page.get_by_text("10 of 17, 59 percent").first).to_be_visible()
    axe(wall)
    axe(ben)
    expect_no_sideways_scroll(ben)
    # The receipt is the one way to a single vote, and to the right one.
    ben.get_by_role("link", name="Find your vote in the list of all votes").click()
    expect(ben.get_by_role("row")).to_have_count(1 + 17)
    ben.get_by_label("Code of your receipt").fill(code.lower())
    ben.get_by_role("button", name="Find my vote").click()
    found = ben.get_by_role("status").filter(has_text="Your vote is in the list")
    expect(found).to_contain_text("Adopt it as it stands")
    expect(ben.locator("tr.is-mine")).to_have_count(1)
    axe(ben)
    expect_no_sideways_scroll(ben)
