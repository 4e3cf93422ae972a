"""Cards, calls and handing over, with real phones, laptops and a projector."""

import re

import pytest
from playwright.sync_api import expect

from pog.ballots.models import Option
from pog.convenings.models import Activity, Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from tests.browser.checks import expect_no_sideways_scroll, violations
from tests.cast import make_cast
from tests.factories import make_ballot, make_card, make_participant, make_vote

CODE = "ABCD2345"
SMALL = """() => [...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .skip-link, #words'))
  .map(e => {  // a picture's words are as large as the picture makes them
    const scale = e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    return [String(e.className), e.textContent.slice(0, 40), size];
  })
  .filter(([, , size]) => size < 28)"""


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="comment")


@pytest.fixture
def ana(site, person, cast):
    """The facilitator's laptop, at the desk."""
    page = site.sign_in(person("laptop"), cast.ana)
    page.goto(f"/convenings/{cast.convening.id}/desk")
    return page


def join(page, cast, group="Families"):
    page.goto(f"/j/{cast.convening.join_code}")
    page.get_by_text(group, exact=True).click()
    page.get_by_role("button", name="Take my seat").click()
    expect(page.get_by_role("button", name="I'm ready")).to_be_visible()


def test_a_card_lets_one_person_in_and_moves_when_asked(site, person, cast):
    with site.work():
        make_card(cast.convening, CODE)
    first = person("phone")
    first.goto("/join")
    first.get_by_label("Code").fill("abcd 2345")
    first.get_by_role("main").get_by_role("button", name="Join").click()
    first.get_by_text("Families", exact=True).click()
    first.get_by_role("button", name="Take my seat").click()
    expect(first.get_by_role("button", name="I'm ready")).to_be_visible()

    second = person("phone")
    second.goto(f"/j/{CODE}")
    expect(second.get_by_role("heading", name="Continue on this device?")).to_be_visible()
    found = violations(second)
    second.get_by_role("button", name="Continue on this device").click()
    expect(second.get_by_text("Your seat is on this device now.")).to_be_visible()
    expect(second.get_by_role("button", name="I'm ready")).to_be_visible()
    with site.app.app_context():
        assert db.session.query(Participant).filter_by(person_id=None).count() == 1
    assert not found


def test_everybody_is_called_and_nobody_is_torn_away(site, person, cast, ana):
    typing, looking = person("phone"), person("phone")
    wall = site.sign_in(person("projector"), cast.ana)
    join(typing, cast)
    join(looking, cast, "Employers")
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    typing.goto(f"/profiles/{cast.profile.id}/comments")
    box = typing.locator("textarea").first
    box.fill("Half a thought about")
    ana.locator("#call-place").select_option(label="Sound judgement")
    ana.get_by_role("button", name="Call everybody").click()

    words = "Everybody is asked to look at “Sound judgement”."
    for page in (typing, looking, wall):
        expect(page.locator("#region-summons")).to_contain_text(words)
    expect(box).to_have_value("Half a thought about")
    assert "/comments" in typing.url
    expect(typing.get_by_role("button", name="Go there")).to_be_visible()
    looking.get_by_role("button", name="Go there").click()
    expect(looking.get_by_role("heading", name="Sound judgement")).to_be_visible()
    expect(looking.get_by_role("button", name="Go there")).to_be_hidden()
    for page in (ana.locator("#region-called"), wall.locator("#region-summons")):
        expect(page).to_contain_text("1 of 3")
    expect(typing.locator("#region-summons")).to_contain_text("1 of 3 have come.")
    expect(box).to_have_value("Half a thought about")
    found = violations(typing) + violations(ana) + violations(wall)

    # A further call asks again where the first was followed.
    ana.locator("#call-place").select_option(label="Care for others")
    ana.get_by_role("button", name="Call everybody").click()
    expect(looking.get_by_role("button", name="Go there")).to_be_visible()

    # It ends by itself when the room moves on.
    ana.get_by_role("button", name="Next: Vote").click()
    for page in (typing, looking, wall):
        expect(page.locator("#region-summons")).to_be_empty()
    expect(typing.get_by_role("button", name="Go there")).to_be_hidden()
    expect(typing.locator("#region-follow")).to_contain_text("Vote")
    expect(ana.get_by_role("button", name="End the call")).to_be_hidden()
    assert not found


def test_the_role_survives_reload_and_another_laptop_until_handed_over(site, person, cast, ana):
    ana.get_by_role("button", name="Next: Vote").click()
    ana.reload()
    second = site.sign_in(person("laptop"), cast.ana)
    second.goto(f"/convenings/{cast.convening.id}/desk")
    for page in (ana, second):
        expect(page.locator("#region-now")).to_contain_text("Vote")
        expect(page.get_by_role("button", name="Next: Align")).to_be_visible()
    ben = site.sign_in(person("laptop", allow=("status of 403",)), cast.ben)
    ben.goto(f"/convenings/{cast.convening.id}/desk")
    expect(ben.get_by_role("button", name="Next: Align")).to_have_count(0)

    second.get_by_role("link", name="Facilitators").click()
    second.get_by_role("link", name="Hand over and step back").click()
    found = violations(second)
    second.get_by_text("Ben", exact=True).click()
    second.get_by_role("button", name="Hand over").click()
    expect(second.get_by_text("Ben runs this convening from now on.")).to_be_visible()
    ben.reload()
    ben.get_by_role("button", name="Next: Align").click()
    expect(ben.locator("#region-now")).to_contain_text("Align")
    with site.app.app_context():
        roles = {
            seat.nickname: seat.role
            for seat in db.session.query(Participant).filter(Participant.person_id.is_not(None))
        }
    assert roles == {"Ana": "participant", "Ben": "facilitator"}
    assert not found


def test_the_desk_shows_the_next_step_loudest(site, person, cast, ana):
    colors = ana.evaluate(
        """() => [...document.querySelectorAll('#stage .button')].map(e =>
          [e.textContent.trim(), parseFloat(getComputedStyle(e).fontSize), e.offsetHeight])"""
    )
    loudest = max(colors, key=lambda one: (one[2], one[1]))
    assert loudest[0].startswith("Next:"), colors


def test_going_back_is_a_new_round_everybody_sees(site, person, cast, ana):
    phone = person("phone")
    join(phone, cast)
    ana.get_by_role("button", name="Next: Vote").click()
    ana.get_by_role("button", name="Back: Comment").click()
    ana.get_by_role("button", name="Next: Vote").click()
    expect(ana.get_by_role("button", name="Open round 3: Comment")).to_be_visible()
    expect(phone.locator("#region-now")).to_contain_text("Round 2")


def test_pages_of_a_facilitator_are_accessible_and_narrow(site, person, cast):
    with site.work():
        for _ in range(3):
            make_card(cast.convening)
    found = []
    for screen in ("laptop", "phone"):
        page = site.sign_in(person(screen), cast.ana)
        for part in ("desk", "cards", "representation", "facilitators", "hand-over"):
            page.goto(f"/convenings/{cast.convening.id}/{part}")
            found += violations(page)
            if screen == "phone":
                page.set_viewport_size({"width": 320, "height": 640})
                expect_no_sideways_scroll(page)
                page.set_viewport_size({"width": 390, "height": 844})
    assert not found


@pytest.mark.parametrize("kind", ["wait", "read", "draft", "comment", "vote", "align", "closed"])
def test_the_wall_is_read_from_the_last_row(kind, site, person, cast):
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.title = "Ridge County Portrait of a Graduate, second convening"
        if kind in ("wait", "closed"):
            convening.current_activity_id = None
        else:
            step = db.session.query(Activity).filter_by(kind=kind).one()
            convening.current_activity_id = step.id
        for _ in range(20):
            make_participant(cast.convening)
    if kind == "closed":
        with site.work():
            db.session.get(Convening, cast.convening.id).closed_at = now()
    wall = site.sign_in(person("projector"), cast.ana)
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    assert not wall.evaluate(SMALL)
    code = cast.convening.join_code
    expect(wall.locator(".join-code:visible").first).to_contain_text(code[:3])
    expect_no_sideways_scroll(wall)
    # Everything fits on the wall: nobody scrolls a projector.
    assert wall.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), kind


def test_a_result_on_the_wall_names_what_was_voted_on(site, person, cast):
    with site.work():
        ballot = make_ballot(
            cast.convening, "Can you live with it?", method="fist_to_five", state="open"
        )
        db.session.refresh(ballot)
        first, *others = ballot.options
        for option in others:
            db.session.delete(option)
        db.session.flush()
        for _ in range(12):
            make_vote(ballot, make_participant(cast.convening), {str(first.id): 4})
        step = db.session.query(Activity).filter_by(kind="vote").one()
        step.opened_at = now()
        db.session.get(Convening, cast.convening.id).current_activity_id = step.id
    with site.app.app_context():
        name, key = db.session.query(Option.name, Option.id).filter_by(ballot_id=ballot.id).one()
        assert key == first.id
    ana = site.sign_in(person("laptop"), cast.ana)
    wall = site.sign_in(person("projector"), cast.ana)
    wall.goto(f"/convenings/{cast.convening.id}/projector")
    expect(wall.get_by_role("heading", name="Can you live with it?")).to_be_visible()
    ana.goto(f"/ballots/{ballot.id}/desk")
    ana.get_by_role("link", name=re.compile("Close")).first.click()
    ana.get_by_role("button", name="Yes, close it").first.click()
    ana.get_by_role("button", name="Show the result to everybody").click()
    expect(wall.locator("#region-ballot-stage")).to_contain_text(name)
    assert not wall.evaluate(SMALL)


def test_the_title_is_not_cut_on_a_phone(site, person, cast):
    with site.work():
        db.session.get(
            Convening, cast.convening.id
        ).title = "Ridge County Portrait of a Graduate, second convening"
    phone = person("phone")
    join(phone, cast)
    where = phone.locator(".where")
    assert where.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    expect(where).to_contain_text("second convening")
