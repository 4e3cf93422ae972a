"""Joining, drafting, commenting and voting on a phone that runs no scripts."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pog.ballots.models import Vote
from pog.comments.models import Comment
from pog.core.database import db
from pog.profiles.models import Attribute
from tests.cast import make_cast
from tests.factories import make_ballot


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def phone(person, cast):
    """A phone without scripts that took a seat."""
    page = person("phone", java_script_enabled=False, allow=("status of 4",))
    page.goto("/")
    page.get_by_label("In a convening now?").fill(f" {cast.convening.join_code.lower()} ")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("radio", name="Families").check()
    page.get_by_role("button", name="Another one").click()
    expect(page.get_by_role("radio", name="Families")).to_be_checked()
    page.get_by_role("button", name="Take my seat").click()
    expect(page.locator("#now-title")).to_have_text("Draft")
    return page


def found(site, statement):
    with site.app.app_context():
        return db.session.scalar(statement)


def test_a_wrong_code_can_be_tried_again(person, cast):
    page = person("phone", java_script_enabled=False, allow=("status of 404",))
    page.goto("/join?code=ZZZZZZ")
    expect(page.get_by_text("There is no convening with this code.").first).to_be_visible()
    page.get_by_label("Code").fill(cast.convening.join_code)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("button", name="Take my seat")).to_be_visible()


def test_drafting(site, cast, phone):
    phone.get_by_role("link", name="Go to the draft").click()
    phone.get_by_label("Name").fill("Curiosity")
    phone.get_by_label("What it means").fill("Asks why.")
    phone.get_by_role("button", name="Add this attribute").click()
    expect(phone.get_by_role("link", name="Curiosity")).to_be_visible()
    phone.get_by_role("link", name="Curiosity").click()
    phone.get_by_role("link", name="Reword").click()
    phone.get_by_label("What it means").fill("Asks why, and then asks again.")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Asks why, and then asks again.").first).to_be_visible()
    curiosity = found(site, select(Attribute).filter_by(name="Curiosity"))
    assert curiosity.statement == "Asks why, and then asks again."
    assert curiosity.revision == 2


def test_two_texts_at_once(site, person, cast, phone):
    """S7: the words of the second one are never lost."""
    attribute = found(site, select(Attribute).filter_by(name="Sound judgement"))
    ana = site.sign_in(person("laptop", java_script_enabled=False), cast.ana)
    for page in (phone, ana):
        page.goto(f"/attributes/{attribute.id}/edit")
    ana.get_by_label("What it means").fill("Tells what they mean.")
    ana.get_by_role("button", name="Save").click()
    phone.get_by_label("What it means").fill("Shows what they mean.")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Two people changed the same words")).to_be_visible()
    phone.get_by_role("button", name="Use mine on top").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sound judgement")
    stored = found(site, select(Attribute.statement).filter_by(id=attribute.id))
    assert stored.startswith("Shows what")


def test_commenting(site, cast, phone):
    phone.goto(f"/profiles/{cast.profile.id}/comments")
    phone.get_by_label("Your comment").fill("Shorter, please.")
    phone.get_by_role("radio", name="Change it").check()
    phone.get_by_role("button", name="Post comment").click()
    expect(phone.get_by_text("Your comment is stored.")).to_be_visible()
    expect(phone.get_by_text("Shorter, please.").first).to_be_visible()
    assert found(site, select(Comment.stance).filter_by(body="Shorter, please.")) == "change"


def test_voting(site, cast, phone):
    with site.work():
        ballot = make_ballot(cast.convening)
    phone.goto(f"/convenings/{cast.convening.id}/ballots")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Which of these do we keep?")
    phone.get_by_role("checkbox", name="Courage").check()
    phone.get_by_role("button", name="Send my vote").click()
    expect(phone.get_by_text("Your vote is stored.").first).to_be_visible()
    phone.get_by_role("checkbox", name="Care").check()
    phone.get_by_role("button", name="Change my vote").click()
    expect(phone.get_by_text("Your vote is changed", exact=False).first).to_be_visible()
    marks = found(site, select(Vote.marks).filter_by(ballot_id=ballot.id))
    assert sum(marks.values()) == 2
