"""Ranking on a phone by buttons and by keyboard, and results as pictures on every screen."""

import random
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from pog.ballots.models import Vote
from pog.ballots.services import close_ballot, reveal_ballot
from pog.core.database import db
from tests.browser.checks import expect_no_sideways_scroll, open_live
from tests.cast import make_cast
from tests.factories import make_ballot, make_participant, make_vote

NAMES = ("Curiosity", "Courage", "Care for others", "Communicates with people of all walks")
WAYS = {
    "consent": ({}, 0),
    "gradients": ({}, 1),
    "score": ({}, 0),
    "stv": ({"seats": 2, "seed": "482019"}, 1),
    "schulze": ({"seed": "482019"}, 1),
}
TOP = {"consent": 3, "gradients": 8, "score": 5}


@pytest.fixture
def hall(site):
    """A cast, an open ranking, and a shown result of every kind."""
    chance = random.Random(4)
    with site.work():
        cast = make_cast(current="vote")
        seats = [make_participant(cast.convening) for _ in range(12)]
        ranking = make_ballot(
            cast.convening, "Which first?", method="irv", options=NAMES, settings={"seed": "7"}
        )
        shown = []
        for method, (settings, least) in WAYS.items():
            ballot = make_ballot(
                cast.convening,
                f"What about it: {method}?",
                method=method,
                options=NAMES,
                settings=settings,
            )
            db.session.refresh(ballot)
            for seat in seats:
                keys = ballot.option_keys
                chance.shuffle(keys)
                marks = {
                    key: chance.randint(least, TOP[method]) if method in TOP else place
                    for place, key in enumerate(keys[:3], start=1)
                }
                make_vote(ballot, seat, marks)
            close_ballot(ballot)
            reveal_ballot(ballot)
            shown.append(ballot.id)
        return SimpleNamespace(cast=cast, ranking=ranking.id, shown=shown)


def places(site, hall):
    with site.app.app_context():
        [vote] = db.session.query(Vote).filter_by(ballot_id=hall.ranking).all()
        return sorted(vote.marks.values())


def test_ranking_by_buttons_and_by_keyboard(site, hall, person, axe):
    ben = site.sign_in(person("phone", allow=("422",)), hall.cast.ben)
    open_live(ben, f"/ballots/{hall.ranking}")

    def up(name):
        return ben.get_by_role("button", name=f"Further up: {name}", exact=True)

    box = ben.get_by_label
    up("Care for others").click()
    up("Courage").click()
    expect(box("Courage", exact=True)).to_have_value("2")
    up("Courage").click()
    expect(box("Courage", exact=True)).to_have_value("1")
    expect(box("Care for others", exact=True)).to_have_value("2")
    expect(ben.locator("[data-ranking-status]")).to_have_text("Courage is on place 1.")
    expect(ben.locator(".ranking-option").first).to_contain_text("Courage")
    expect(up("Courage")).to_be_focused()
    ben.get_by_role("button", name="Further down: Courage", exact=True).press("Enter")
    expect(box("Care for others", exact=True)).to_have_value("1")
    for button in (up("Courage"), up("Curiosity")):
        assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 44
    axe(ben)
    expect_no_sideways_scroll(ben)
    # The lists alone do, too: a place given twice is explained, and nothing is lost.
    box("Curiosity", exact=True).select_option("2")
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("You gave place 2 more than once.")).to_be_visible()
    expect(box("Curiosity", exact=True)).to_have_value("2")
    box("Curiosity", exact=True).select_option("3")
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("Your vote is stored.")).to_be_visible()
    assert places(site, hall) == [1, 2, 3]


@pytest.mark.parametrize("screen", ["phone", "zoomed", "projector"])
def test_results_are_accessible_and_fit(site, hall, person, axe, screen):
    wall = screen == "projector"
    page = site.sign_in(
        person(screen, color_scheme="dark" if screen == "zoomed" else "light"), hall.cast.ben
    )
    for ballot_id in hall.shown:
        page.goto(f"/ballots/{ballot_id}" + ("/projector" if wall else ""))
        axe(page)
        if not wall:
            expect_no_sideways_scroll(page)
        pictures = page.locator(".picture > svg")
        if wall and pictures.count():
            # The last row reads 28 pixels at 1080p.
            scale = pictures.first.evaluate("svg => svg.getScreenCTM().a")
            assert 18 * scale >= 28, ballot_id
