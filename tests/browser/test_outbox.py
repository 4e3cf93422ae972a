"""What is sent without a connection waits on the device, visibly, and is stored exactly once."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pog.ballots.models import Ballot, Vote
from pog.comments.models import Agreement, Comment
from pog.convenings.models import Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.notes.models import Note, Star
from pog.profiles.models import Attribute
from tests.browser.checks import open_live, violations
from tests.cast import make_cast
from tests.factories import make_activity, make_ballot, make_comment, make_note, open_activity

NO_LINE = (
    "ERR_CONNECTION_REFUSED",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "Failed to fetch",
    "status of 4",
    "ERR_ABORTED",
)


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="comment")


@pytest.fixture
def phone(site, person, cast):
    """Ben's phone."""
    return site.sign_in(person("phone", allow=NO_LINE), cast.ben)


@pytest.fixture
def rows(site):
    def rows(statement):
        with site.app.app_context():
            return list(db.session.scalars(statement))

    return rows


def go_offline(page):
    page.context.set_offline(True)


def come_back(page):
    page.context.set_offline(False)


def cut_posts(page):
    """Pages still load, but nothing that is sent gets through."""
    page.route("**", refuse_posts)


def refuse_posts(route):
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def entry(page, words):
    return page.locator(".outbox-entry").filter(has_text=words)


def test_a_comment_waits_where_it_was_written_and_goes_when_the_line_is_back(
    phone, cast, rows, axe
):
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    go_offline(phone)
    box = phone.get_by_label("Your comment")
    box.fill("Say it <b>plainly</b>.")
    phone.get_by_role("radio", name="A concern").check()
    press(phone, "Post comment")
    waiting = entry(phone, "Say it <b>plainly</b>.")
    expect(waiting).to_be_visible()
    expect(waiting).to_contain_text("Not sent yet: kept on this device.")
    expect(waiting).to_contain_text("A concern")
    expect(phone.locator(".live-line")).to_contain_text("1 not sent yet")
    expect(phone.get_by_text("stored", exact=False)).to_have_count(0)
    # The box is free for the next one, and that one waits behind the first.
    expect(box).to_have_value("")
    box.fill("And briefly.")
    press(phone, "Post comment")
    expect(phone.locator(".live-line")).to_contain_text("2 not sent yet")
    axe(phone)
    assert rows(select(Comment)) == []
    come_back(phone)
    expect(phone.get_by_text("Sent and stored.").first).to_be_visible()
    expect(phone.locator(".outbox-entry")).to_have_count(0)
    expect(phone.locator(".live-line")).not_to_contain_text("not sent yet")
    for words in ("Say it <b>plainly</b>.", "And briefly."):
        expect(
            phone.locator(".comment-list, [id^=region-]").get_by_text(words).first
        ).to_be_visible()
    stored = rows(select(Comment).order_by(Comment.created_at))
    assert [(one.body, one.stance) for one in stored] == [
        ("Say it <b>plainly</b>.", "concern"),
        ("And briefly.", None),
    ]


def test_what_waits_survives_a_reload_and_shows_on_other_pages(phone, cast, rows):
    path = f"/profiles/{cast.profile.id}/comments"
    open_live(phone, path)
    cut_posts(phone)
    phone.get_by_label("Your comment").fill("Kept on my phone.")
    press(phone, "Post comment")
    expect(entry(phone, "Kept on my phone.")).to_be_visible()
    phone.reload()
    expect(entry(phone, "Kept on my phone.")).to_be_visible()
    # What waits is no draft any more: nobody sends it a second time by accident.
    expect(phone.get_by_label("Your comment")).to_have_value("")
    context = phone.context
    phone.close()
    other = context.new_page()
    cut_posts(other)
    other.goto(f"/convenings/{cast.convening.id}")
    expect(other.locator(".live-line")).to_contain_text("1 not sent yet")
    other.locator("details.outbox summary").click()
    expect(entry(other, "Kept on my phone.")).to_be_visible()
    assert violations(other) == []
    other.unroute("**")
    expect(other.locator(".outbox-entry")).to_have_count(0)
    assert [one.body for one in rows(select(Comment))] == ["Kept on my phone."]


def test_when_only_the_answer_got_lost_it_is_stored_once(phone, cast, rows):
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    lost = []

    def lose_answer(route):
        if route.request.method != "POST" or len(lost) >= 4:
            route.fallback()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    phone.route("**", lose_answer)
    phone.get_by_label("Your comment").fill("Heard, but not answered.")
    press(phone, "Post comment")
    expect(entry(phone, "Heard, but not answered.")).to_be_visible()
    expect(phone.locator(".outbox-entry")).to_have_count(0)
    assert lost == [200, 204, 204, 204]
    assert len(rows(select(Comment))) == 1


def test_of_two_votes_that_waited_the_later_one_counts(phone, cast, site, rows):
    with site.work():
        ballot = make_ballot(cast.convening)
    open_live(phone, f"/ballots/{ballot.id}")
    go_offline(phone)
    phone.get_by_role("checkbox", name="Courage").check()
    press(phone, "Send my vote")
    expect(entry(phone, "Courage")).to_be_visible()
    phone.get_by_role("checkbox", name="Care", exact=True).check()
    press(phone, "Send my vote")
    expect(phone.locator(".outbox-entry")).to_have_count(1)
    expect(entry(phone, "Care")).to_be_visible()
    expect(phone.locator(".ballot-stored")).to_have_count(0)
    come_back(phone)
    expect(phone.get_by_text("Sent and stored.").first).to_be_visible()
    [vote] = rows(select(Vote))
    assert sum(1 for mark in vote.marks.values() if mark) == 2
    assert vote.times_changed == 0


def test_a_vote_that_comes_after_the_close_is_refused_and_stays_readable(phone, cast, site, rows):
    with site.work():
        ballot = make_ballot(cast.convening)
    open_live(phone, f"/ballots/{ballot.id}")
    go_offline(phone)
    phone.get_by_role("checkbox", name="Courage").check()
    press(phone, "Send my vote")
    with site.work():
        closed = db.session.get(Ballot, ballot.id)
        closed.state, closed.closed_at, closed.result = "closed", now(), {"groups": []}
    come_back(phone)
    refused = phone.locator(".outbox-entry")
    expect(refused).to_contain_text("Voting is closed, so this was not stored.")
    expect(refused).to_contain_text("Courage")
    assert rows(select(Vote)) == []
    phone.wait_for_timeout(1500)
    expect(refused).to_have_count(1)
    press(phone, "Discard")
    expect(refused).to_have_count(0)


def test_a_comment_refused_because_the_phase_closed_keeps_its_text(phone, site, cast, rows, person):
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        guest_code = convening.join_code
    page = person("phone", allow=NO_LINE)
    page.goto(f"/j/{guest_code}")
    page.get_by_role("radio", name="Students").check()
    press(page, "Take my seat")
    open_live(page, f"/profiles/{cast.profile.id}/comments")
    cut_posts(page)
    page.get_by_label("Your comment").fill("Too late, but not lost.")
    press(page, "Post comment")
    expect(entry(page, "Too late, but not lost.")).to_be_visible()
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.current_activity = next(a for a in convening.activities if a.kind == "read")
    page.unroute("**")
    refused = entry(page, "Too late, but not lost.")
    expect(refused).to_contain_text("Comments are closed at the moment")
    # The form went with the phase; what was written is still there, and on other pages.
    page.goto(f"/convenings/{cast.convening.id}")
    expect(entry(page, "Too late, but not lost.")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy")
    assert page.evaluate("navigator.clipboard.readText()") == "Too late, but not lost."
    assert rows(select(Comment)) == []


def test_replies_and_agreement_wait_too(phone, site, cast, rows):
    """Forms without htmx: the browser would leave the page for its own error."""
    with site.work():
        first = make_comment(cast.profile, "First.", convening=cast.convening)
    open_live(phone, f"/comments/{first.id}")
    go_offline(phone)
    phone.get_by_label("Your reply").fill("Quite so.")
    press(phone, "Post reply")
    expect(entry(phone, "Quite so.")).to_be_visible()
    press(phone, "I agree")
    expect(entry(phone, "I agree")).to_be_visible()
    come_back(phone)
    expect(phone.locator(".outbox-entry")).to_have_count(0)
    assert [one.parent_id for one in rows(select(Comment).filter_by(body="Quite so."))] == [
        first.id
    ]
    assert len(rows(select(Agreement))) == 1


def test_a_reply_with_a_connection_goes_its_usual_way(phone, site, cast, rows):
    with site.work():
        first = make_comment(cast.profile, "First.", convening=cast.convening)
    open_live(phone, f"/comments/{first.id}")
    press(phone, "Post reply")
    expect(phone.get_by_text("Write your reply first.").first).to_be_visible()
    phone.get_by_label("Your reply").fill("Quite so.")
    press(phone, "Post reply")
    expect(phone.get_by_text("Your reply is stored.")).to_be_visible()
    expect(phone.get_by_label("Your reply")).to_have_value("")
    assert len(rows(select(Comment).filter_by(body="Quite so."))) == 1


def test_being_ready_waits_and_then_shows(phone, cast, rows):
    open_live(phone, f"/convenings/{cast.convening.id}")
    go_offline(phone)
    press(phone, "I'm ready")
    expect(entry(phone, "I'm ready")).to_be_visible()
    come_back(phone)
    expect(phone.get_by_text("You said you are ready.")).to_be_visible()


def test_an_edit_in_the_plain_form_waits(phone, site, cast, rows):
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.current_activity = next(a for a in convening.activities if a.kind == "draft")
    attribute = rows(select(Attribute).limit(1))[0]
    # Typing together is not there: its script does not come.
    phone.route(re.compile(r"/dist/editor-"), lambda route: route.abort())
    phone.goto(f"/attributes/{attribute.id}/edit")
    go_offline(phone)
    phone.get_by_label("What it means").fill("Speaks so that others understand.")
    press(phone, "Save")
    expect(entry(phone, "Speaks so that others understand.")).to_be_visible()
    come_back(phone)
    expect(phone.get_by_text("Sent and stored.").first).to_be_visible()
    assert rows(select(Attribute.statement).filter_by(id=attribute.id)) == [
        "Speaks so that others understand."
    ]


def test_signing_out_clears_the_device(phone, cast, rows):
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    cut_posts(phone)
    phone.get_by_label("Your comment").fill("Nobody else shall read this.")
    press(phone, "Post comment")
    expect(entry(phone, "Nobody else shall read this.")).to_be_visible()
    phone.unroute("**")
    phone.route("**", lambda r: r.abort() if "/comments" in r.request.url else r.fallback())
    phone.goto("/account")
    phone.locator("form[data-forget-drafts]").evaluate("form => form.requestSubmit()")
    expect(phone.get_by_role("link", name="Sign in").first).to_be_visible()
    left = "() => Object.keys(localStorage).filter((name) => name.startsWith('pog:outbox'))"
    assert phone.evaluate(left) == []


def test_what_somebody_else_left_on_the_device_is_neither_shown_nor_sent(phone, site, cast, rows):
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    cut_posts(phone)
    phone.get_by_label("Your comment").fill("Mine alone.")
    press(phone, "Post comment")
    expect(entry(phone, "Mine alone.")).to_be_visible()
    phone.context.clear_cookies()
    site.sign_in(phone, cast.ana)
    phone.unroute("**")
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    expect(phone.get_by_text("Mine alone.")).to_have_count(0)
    phone.wait_for_timeout(4000)
    assert rows(select(Comment)) == []


def test_the_line_says_within_ten_seconds_that_it_is_lost_and_recovers_in_five(phone, site, cast):
    """P12, with the server gone as well as its network."""
    open_live(phone, f"/profiles/{cast.profile.id}/comments")
    line = phone.locator(".live-line")
    line.evaluate(
        """line => new MutationObserver(() => {
          if (line.dataset.state === "lost") window.saidFirst ??= line.textContent;
        }).observe(line, { attributes: true })"""
    )
    site.stop()
    # By the page's own clock; a busy machine may run it late.
    expect(line).to_have_attribute("data-state", "lost", timeout=20_000)
    expect(line).to_contain_text("trying")
    assert int(re.search(r"\d+", phone.evaluate("window.saidFirst")).group()) <= 11
    expect(phone.get_by_role("heading", name="Comments").first).to_be_visible()
    phone.wait_for_timeout(6000)
    site.start()
    expect(line).to_have_attribute("data-state", re.compile("live|checking"), timeout=10_000)
    expect(phone.get_by_text("Connected again.")).to_be_attached()


def test_a_seat_is_taken_once_though_its_answer_got_lost(person, cast, rows):
    page = person("phone", allow=NO_LINE)
    lost = []

    def lose_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.fallback()

    page.route("**/j/**", lose_answer)
    page.goto(f"/j/{cast.convening.join_code}")
    page.get_by_role("radio", name="Students").check()
    before = len(rows(select(Participant)))
    press(page, "Take my seat")
    page.wait_for_timeout(500)
    assert lost == [303]
    assert len(rows(select(Participant))) == before + 1
    page.goto(f"/j/{cast.convening.join_code}")


@pytest.fixture
def collecting(site, cast):
    """The room collects, and one note is shown already."""
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        activity = make_activity(convening, "collect", position=5)
        open_activity(convening, activity)
        ana_seat = db.session.get(Participant, cast.ana_seat.id)
        make_note(activity, "They finish what they begin.", participant=ana_seat, revealed=True)
    return activity


def test_notes_wait_one_after_the_other(phone, collecting, rows):
    open_live(phone, f"/activities/{collecting.id}/notes")
    go_offline(phone)
    box = phone.locator("#add-note textarea")
    for words in ("Kind to others.", "Curious.", "Curious."):
        box.fill(words)
        press(phone, "Add")
        expect(box).to_have_value("")
    expect(phone.locator(".outbox-entry")).to_have_count(3)
    come_back(phone)
    expect(phone.locator(".outbox-entry")).to_have_count(0)
    own = select(Note.text).where(Note.text != "They finish what they begin.")
    assert sorted(rows(own)) == ["Curious.", "Curious.", "Kind to others."]


def test_of_two_stars_that_waited_the_later_counts(phone, collecting, rows):
    open_live(phone, f"/activities/{collecting.id}/notes")
    go_offline(phone)
    for stars in (2, 4):
        phone.locator(".stars label", has_text=f"{stars} stars").first.click()
        expect(entry(phone, f"{stars} stars")).to_be_visible()
    expect(phone.locator(".outbox-entry")).to_have_count(1)
    come_back(phone)
    expect(phone.locator(".outbox-entry")).to_have_count(0)
    assert rows(select(Star.stars)) == [4]
