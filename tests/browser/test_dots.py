"""Dots on a phone: plus and minus, one too many, others voting meanwhile, and by keyboard alone."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from pog.ballots.models import Vote
from pog.ballots.voting import cast_vote
from pog.core.database import db
from tests.browser.checks import open_live
from tests.cast import make_cast
from tests.factories import make_ballot, make_participant

NAMES = (
    "Curiosity",
    "Courage",
    "Care for others",
    "Craft",
    "Communicates with people from all walks of life",
    "Critical thinking",
    "Citizenship",
    "Creativity",
    "Perseverance",
    "Self-direction",
    "Global view",
    "Work ethic",
)


@pytest.fixture
def hall(site):
    with site.work():
        cast = make_cast(current="vote")
        ballot = make_ballot(
            cast.convening,
            "Which of these matter most to you?",
            method="dots",
            options=NAMES,
            settings={"dots": 3, "cap": 2},
        )
        db.session.refresh(ballot)
        return SimpleNamespace(
            cast=cast, page=f"/ballots/{ballot.id}", ballot_id=ballot.id, options=ballot.option_keys
        )


def more(page, name):
    return page.get_by_role("button", name=f"One dot more: {name}", exact=True)


def less(page, name):
    return page.get_by_role("button", name=f"One dot less: {name}", exact=True)


def left(page):
    return page.locator(".dots-left [role=status]")


def stored(site, hall):
    with site.app.app_context():
        votes = db.session.query(Vote).filter_by(ballot_id=hall.ballot_id).all()
        return {vote.participant_id: vote.marks for vote in votes}


def test_plus_and_minus_and_a_dot_too_many(site, hall, person, axe):
    ben = site.sign_in(person("phone"), hall.cast.ben)
    open_live(ben, hall.page)
    expect(left(ben)).to_have_text("3 of 3 dots left")
    more(ben, "Courage").click()
    expect(left(ben)).to_have_text("2 of 3 dots left")
    more(ben, "Courage").click()
    more(ben, "Courage").click()
    expect(left(ben)).to_have_text("You can put at most 2 dots on one option.")
    expect(ben.get_by_label("Courage", exact=True)).to_have_value("2")
    more(ben, "Craft").click()
    more(ben, "Creativity").click()
    expect(left(ben)).to_have_text("You have no dot left. Take one away first.")
    expect(ben.get_by_label("Creativity", exact=True)).to_have_value("0")
    less(ben, "Courage").click()
    expect(left(ben)).to_have_text("1 of 3 dots left")
    ben.get_by_label("Creativity", exact=True).fill("7")
    ben.get_by_label("Creativity", exact=True).blur()
    expect(ben.get_by_label("Creativity", exact=True)).to_have_value("0")
    for button in (more(ben, "Courage"), less(ben, "Courage")):
        box = button.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
    axe(ben)
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("Your vote is stored.")).to_be_visible()
    [marks] = stored(site, hall).values()
    assert marks == {
        option: {"Courage": 1, "Craft": 1}.get(name, 0)
        for option, name in zip(hall.options, NAMES, strict=True)
    }
    expect(left(ben)).to_have_text("1 of 3 dots left")


def test_half_a_ballot_survives_twenty_votes_of_others(site, hall, person):
    ben = site.sign_in(person("phone"), hall.cast.ben)
    open_live(ben, hall.page)
    more(ben, "Courage").click()
    more(ben, "Work ethic").click()
    before = ben.evaluate("document.querySelector('[data-dots]').dataset.mark = 'same'")
    assert before == "same"
    for number in range(20):
        with site.work():
            from pog.ballots.models import Ballot

            seat = make_participant(hall.cast.convening, nickname=f"Voter {number}")
            ballot = db.session.get(Ballot, hall.ballot_id)
            cast_vote(ballot, seat, {hall.options[number % 12]: 1})
    expect(ben.get_by_text(re.compile("^20 of "))).to_be_visible()
    expect(ben.locator("[data-dots][data-mark=same]")).to_have_count(1)
    expect(ben.get_by_label("Courage", exact=True)).to_have_value("1")
    expect(left(ben)).to_have_text("1 of 3 dots left")
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("Your vote is stored.")).to_be_visible()
    assert len(stored(site, hall)) == 21


def test_by_keyboard_alone(site, hall, person):
    ben = site.sign_in(person("laptop"), hall.cast.ben)
    open_live(ben, hall.page)
    more(ben, "Curiosity").focus()
    ben.keyboard.press("Enter")
    expect(left(ben)).to_have_text("2 of 3 dots left")
    for _ in range(3):
        ben.keyboard.press("Tab")
    expect(more(ben, "Courage")).to_be_focused()
    ben.keyboard.press("Space")
    expect(left(ben)).to_have_text("1 of 3 dots left")
    ben.keyboard.press("Shift+Tab")
    expect(ben.get_by_label("Courage", exact=True)).to_be_focused()
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Your vote is stored.")).to_be_visible()


def test_without_javascript_the_boxes_do_it(site, hall, person):
    ben = site.sign_in(
        person("phone", allow=("status of 4",), java_script_enabled=False), hall.cast.ben
    )
    ben.goto(hall.page)
    expect(more(ben, "Courage")).to_be_hidden()
    ben.get_by_label("Courage", exact=True).fill("2")
    ben.get_by_label("Craft", exact=True).fill("2")
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("You have 3 dots and put 4.")).to_be_visible()
    expect(ben.get_by_label("Craft", exact=True)).to_have_value("2")
    ben.get_by_label("Craft", exact=True).fill("1")
    ben.get_by_role("button", name="Send my vote").click()
    expect(ben.get_by_text("Your vote is stored.").first).to_be_visible()
    assert sum(next(iter(stored(site, hall).values())).values()) == 3


def test_the_result_on_desk_phone_and_wall(site, hall, person, axe):
    with site.work():
        from pog.ballots.models import Ballot

        ballot = db.session.get(Ballot, hall.ballot_id)
        for number in range(8):
            seat = make_participant(hall.cast.convening, nickname=f"Voter {number}")
            cast_vote(
                ballot,
                seat,
                {hall.options[1]: 2, hall.options[number]: 1}
                if number != 1
                else {hall.options[1]: 2},
            )
    ana = site.sign_in(person("laptop"), hall.cast.ana)
    ben = site.sign_in(person("phone"), hall.cast.ben)
    wall = site.sign_in(person("projector"), hall.cast.ana)
    open_live(ben, hall.page)
    open_live(wall, f"{hall.page}/projector")
    open_live(ana, f"{hall.page}/desk")
    assert "16 of 23 dots" not in wall.content()
    ana.get_by_role("button", name="Close the vote").or_(
        ana.get_by_role("link", name="Close the vote")
    ).first.click()
    ana.get_by_role("button", name="Yes, close it").click()
    ana.get_by_role("button", name="Show the result to everybody").click()
    for page in (ben, wall, ana):
        expect(page.get_by_text("16 of 23 dots").first).to_be_visible()
        axe(page)
