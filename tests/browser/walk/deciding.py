"""The walk through two votes."""

import re

from playwright.sync_api import expect
from sqlalchemy import select

from pog.ballots.models import Ballot, Vote
from pog.convenings.models import Participant
from tests.browser.guests import Guest
from tests.browser.walk.hall import Hall, follow, press


def fill_the_room(hall: Hall) -> None:
    """Ten more people join and stay for the votes; results by group need five of a kind."""
    hall.step("Vote")
    hall.guests = [Guest(hall.site.url) for _ in range(10)]
    for number, guest in enumerate(hall.guests):
        assert guest.join(hall.code, group=number % 2).status == 200
    assert len(hall.all(select(Participant).filter_by(role="participant"))) == 12


def choose_by_approval(hall: Hall) -> None:
    ana, ben, cleo, wall = hall.ana, hall.ben, hall.cleo, hall.wall
    for page in (ben, cleo):
        hall.open(page, f"/convenings/{hall.convening}/ballots")
    hall.go(ana, f"/convenings/{hall.convening}/ballots")
    follow(ana, "Prepare a ballot")
    hall.ready(ana, ana.get_by_label("Question")).fill("Which of these do we keep?")
    chosen = ["Care for the creek", "Creativity and innovation", "Integrity"]
    for name in chosen:
        ana.get_by_role("checkbox", name=name, exact=True).check()
    press(ana, "Save")
    with hall.comes_live(ana):
        press(ana, "Open the vote")
    for page in (ben, cleo):
        asked = page.get_by_role("link", name="Which of these do we keep?").first
        expect(asked).to_be_visible(timeout=hall.within)
        with hall.comes_live(page):
            asked.click()
    expect(wall.get_by_text("Which of these do we keep?").first).to_be_visible(timeout=hall.within)
    ben.get_by_role("checkbox", name="Care for the creek").check()
    # Half a vote on one phone outlives the votes of the others.
    cleo.get_by_role("checkbox", name="Integrity").check()
    press(ben, "Send my vote")
    expect(ben.get_by_text("Your vote is stored.").first).to_be_visible()
    expect(cleo.get_by_text("1 of 13 have voted").first).to_be_visible(timeout=hall.within)
    expect(cleo.get_by_role("checkbox", name="Integrity")).to_be_checked()
    ballot = hall.one(select(Ballot).filter_by(question="Which of these do we keep?"))
    for number, guest in enumerate(hall.guests):
        form = guest.get(f"/ballots/{ballot.id}").form("/vote")
        answer = guest.send(form, option=form.choices["option"][: 1 + number % 2])
        assert "Your vote is stored" in answer.text
    expect(wall.get_by_text("11 of 13", exact=False).first).to_be_visible(timeout=hall.followed)
    press(cleo, "Send my vote")
    expect(ana.get_by_text("12 of 13 have voted").first).to_be_visible(timeout=hall.within)
    # One vote each: sending again changes it.
    ben.get_by_role("checkbox", name="Integrity").check()
    press(ben, "Change my vote")
    expect(ben.get_by_text("Your vote is changed", exact=False).first).to_be_visible()
    assert len(hall.all(select(Vote).filter_by(ballot_id=ballot.id))) == 12
    close_and_reveal(hall, "Care for the creek")
    # Six students are too few to be told apart, and the others could be subtracted.
    expect(ben.get_by_text("Results by group are not shown", exact=False).first).to_be_visible()
    expect(ben.get_by_role("columnheader", name=re.compile("Students"))).to_have_count(0)
    hall.look_at(ben)
    hall.look_at(wall)


def close_and_reveal(hall: Hall, told: str) -> None:
    """Nothing of the result is on any screen before Ana shows it."""
    ana, ben, wall = hall.ana, hall.ben, hall.wall
    expect(ben.get_by_text("percent", exact=False)).to_have_count(0)
    follow(ana, "Close the vote")
    press(ana, "Yes, close it")
    expect(ben.get_by_text("Voting is closed", exact=False).first).to_be_visible(
        timeout=hall.within
    )
    for page in (ana, ben, wall):
        assert "percent" not in page.locator("main").inner_text()
    press(ana, "Show the result to everybody")
    for page in (ben, wall):
        result = page.get_by_text("percent", exact=False).first
        expect(result).to_be_visible(timeout=hall.within)
        expect(page.get_by_text(told).first).to_be_visible()


def try_one_wording_by_fist_to_five(hall: Hall) -> None:
    ana, ben, cleo = hall.ana, hall.ben, hall.cleo
    hall.go(ana, f"/convenings/{hall.convening}/ballots/new")
    ana.get_by_label("Question").fill("Can you live with it as it stands?")
    ana.get_by_role("radio", name=re.compile("[Ff]ist")).check()
    ana.get_by_role("checkbox", name="Care for the creek", exact=True).check()
    press(ana, "Save")
    with hall.comes_live(ana):
        press(ana, "Open the vote")
    ballot = hall.one(select(Ballot).filter_by(question="Can you live with it as it stands?"))
    for page in (ben, cleo):
        hall.open(page, f"/ballots/{ballot.id}")
        expect(page.get_by_text("Guards and heals our land", exact=False).first).to_be_visible()
    cleo.get_by_role("radio", name=re.compile("^2,")).check()
    press(cleo, "Send my vote")
    problem = cleo.get_by_text("You chose 0, 1 or 2. Say what would help you go along.").first
    expect(problem).to_be_visible()
    expect(cleo.get_by_role("radio", name=re.compile("^2,"))).to_be_checked()
    cleo.get_by_label("What would help you go along?").fill("Say how we guard it.")
    press(cleo, "Send my vote")
    expect(cleo.get_by_text("Your vote is stored.").first).to_be_visible()
    ben.get_by_role("radio", name=re.compile("^4,")).check()
    press(ben, "Send my vote")
    expect(ben.get_by_text("Your vote is stored.").first).to_be_visible()
    for number, guest in enumerate(hall.guests):
        form = guest.get(f"/ballots/{ballot.id}").form("/vote")
        mark = next(name for name in form.choices if name.startswith("mark-"))
        assert "is stored" in guest.send(form, **{mark: str(3 + number % 3)}).text
    close_and_reveal(hall, "3 or more")
    expect(ben.get_by_text("It passes").first).to_be_visible()
    expect(ben.get_by_text("Say how we guard it.").first).to_be_visible()
    expect(ben.get_by_text("Results by group are not shown", exact=False).first).to_be_visible()
    for vote in hall.all(select(Vote).filter_by(ballot_id=ballot.id)):
        seat = hall.one(select(Participant).filter_by(id=vote.participant_id))
        assert seat.nickname not in ben.locator("main").inner_text()
