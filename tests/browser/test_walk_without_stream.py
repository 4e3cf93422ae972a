"""The core of the walk where no stream gets through: asking every few seconds has to do."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pog.ballots.models import Vote
from pog.core.database import db
from tests.browser.checks import is_stream
from tests.cast import make_cast
from tests.factories import make_ballot

ASKED = 5000
"""Milliseconds until the others see it by asking alone."""
STREAMED = 1000


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="comment")


def block(page):
    page.route("**/live/stream**", lambda route: route.abort())
    return page


@pytest.fixture(params=["by asking", "by stream"])
def way(request):
    return request.param


@pytest.fixture
def phones(person, cast, way):
    """Two phones with seats, and within how many milliseconds one sees what the other does."""
    pages = []
    for _ in range(2):
        page = person("phone", allow=("ERR_FAILED", "Failed to fetch"))
        if way == "by asking":
            block(page)
        page.goto("/join")
        page.get_by_label("Code").fill(cast.convening.join_code.lower())
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_role("radio", name="Students").check()
        page.get_by_role("button", name="Take my seat").click()
        expect(page.locator("#now-title")).to_have_text("Comment")
        pages.append(page)
    return *pages, ASKED if way == "by asking" else STREAMED


def go(page, path, way):
    """Go there and wait until the page is live, as it says itself."""
    if way == "by asking":
        page.goto(path)
        expect(page.get_by_text("Checking every few seconds")).to_be_visible(timeout=ASKED + 5000)
        return
    with page.expect_response(is_stream):
        page.goto(path)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def test_comment_turnout_and_step_reach_the_other_phone(site, person, cast, phones, way):
    one, other, within = phones
    path = f"/profiles/{cast.profile.id}/comments"
    for page in (one, other):
        go(page, path, way)
    one.get_by_label("Your comment").fill("Say it <b>plainly</b>.")
    one.get_by_role("button", name="Post comment").click()
    expect(one.get_by_text("Your comment is stored.")).to_be_visible()
    expect(other.get_by_text("Say it <b>plainly</b>.").first).to_be_visible(timeout=within)

    with site.work():
        ballot = make_ballot(cast.convening)
    for page in (one, other):
        go(page, f"/ballots/{ballot.id}", way)
    other.get_by_role("checkbox", name="Courage").check()
    one.get_by_role("checkbox", name="Curiosity").check()
    one.get_by_role("button", name="Send my vote").click()
    expect(one.get_by_text("Your vote is stored.").first).to_be_visible()
    expect(other.get_by_text("1 of 4 have voted").first).to_be_visible(timeout=within)
    expect(other.get_by_role("checkbox", name="Courage")).to_be_checked()
    with site.app.app_context():
        assert len(list(db.session.scalars(select(Vote.id)))) == 1

    for page in (one, other):
        go(page, f"/convenings/{cast.convening.id}", way)
    ana = site.sign_in(person("laptop"), cast.ana)
    ana.goto(f"/convenings/{cast.convening.id}/desk")
    ana.get_by_role("button", name="Next: Vote").click()
    expect(ana.locator("#now-title")).to_have_text("Vote")
    for page in (one, other):
        expect(page.locator("#now-title")).to_have_text("Vote", timeout=within)
