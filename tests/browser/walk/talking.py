"""The walk through drafting and comments."""

import uuid
from contextlib import suppress

from playwright.sync_api import Error, Page, expect
from sqlalchemy import select

from pog.comments.models import Comment
from pog.convenings.models import Participant
from pog.core.database import db
from pog.profiles.models import Profile, Revision
from tests.browser.walk.hall import Hall, follow, press


def draft_together(hall: Hall) -> None:
    ana, ben, cleo = hall.ana, hall.ben, hall.cleo
    hall.open(cleo, f"/profiles/{hall.profile}")
    hall.open(ana, f"/profiles/{hall.profile}")
    ana.get_by_label("Name").fill("Care for the creek")
    ana.get_by_label("What it means").fill("Looks after land and water.")
    press(ana, "Add this attribute")
    expect(ana.get_by_label("Name")).to_have_value("")
    expect(cleo.get_by_role("link", name="Care for the creek")).to_be_visible(timeout=hall.within)
    # Order and grouping.
    follow(ana, "Put in order and group")
    hall.ready(ana, ana.get_by_label("Name of the grouping")).fill("Of this place")
    press(ana, "Add this grouping")
    expect(ana.get_by_role("heading", name="Of this place")).to_be_visible()
    row = ana.get_by_role("listitem").filter(has=ana.get_by_role("link", name="Care for the creek"))
    row.get_by_text("Move to…").click()
    row.get_by_label("Grouping").select_option("Of this place")
    row.get_by_role("button", name="Move Care for the creek").click()
    place = ana.get_by_role("region", name="Of this place")
    expect(place.get_by_role("link", name="Care for the creek")).to_be_visible()
    first, second = names_of(hall, "World Class Skills")[:2]
    ana.get_by_role("button", name=f"Move “{first}” down").click()
    # In the list, or on top of the page where the answer came at the second try.
    told = ana.locator("[role=status], .notice").filter(has_text=first)
    expect(told.first).to_be_visible()
    assert names_of(hall, "World Class Skills")[:2] == [second, first]
    assert names_of(hall, "Of this place") == ["Care for the creek"]
    # A participant rewords; everybody sees it, and the history says who and what.
    creek = hall.attribute("Care for the creek")
    hall.open(cleo, f"/attributes/{creek.id}")
    hall.go(ben, f"/attributes/{creek.id}")
    follow(ben, "Reword")
    hall.types_along(ben)
    ben.get_by_label("What it means").fill("Looks after land, water and neighbours.")
    ben.get_by_label("Why?").fill("People belong to it")
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    keep_this_version(ben, str(creek.id))
    changed = cleo.get_by_text("Looks after land, water and neighbours.").first
    expect(changed).to_be_visible(timeout=hall.within)
    creek = hall.attribute("Care for the creek")
    follow(ben, "History")
    changed = ben.get_by_role("group", name="What changed from revision 2 to revision 3")
    expect(changed.get_by_role("insertion").filter(has_text="neighbours")).to_be_visible()
    newest = hall.one(
        select(Revision).filter_by(attribute_id=creek.id).order_by(Revision.number.desc()).limit(1)
    )
    assert newest.statement == "Looks after land, water and neighbours."
    seat = hall.one(select(Participant).filter_by(id=newest.participant_id))
    assert seat.nickname in newest.author_name
    entry = ben.get_by_role("listitem").filter(has_text="Revision 3")
    expect(entry.get_by_text(newest.author_name)).to_be_visible()
    hall.look_at(ben)


def keep_this_version(page: Page, attribute: str) -> None:
    """On a bad line the page asks to try again when everything is sent."""
    for _ in range(3):
        with suppress(Error):
            press(page, "Keep this version")
            page.wait_for_url(f"**/attributes/{attribute}", timeout=8000)
            return
    raise AssertionError("this version was not kept")


def names_of(hall: Hall, grouping: str) -> list[str]:
    """The attributes of a grouping, in order."""
    with hall.site.app.app_context():
        profile = db.session.get_one(Profile, uuid.UUID(hall.profile))
        found = next(one for one in profile.groupings if one.name == grouping)
        rows = [a for a in profile.attributes if a.grouping_id == found.id and not a.dropped_at]
        return [a.name for a in sorted(rows, key=lambda a: a.position)]


def type_alone(page: Page) -> None:
    """From now on this browser has only the plain form, and its cache (which a route would end)."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setBlockedURLs", {"urls": ["*/dist/editor-*"]})


def merge_two_edits(hall: Hall) -> None:
    """S7 without a live line: edits in different places come together by themselves."""
    ben, cleo = hall.ben, hall.cleo
    creek = hall.attribute("Care for the creek")
    for page in (ben, cleo):
        type_alone(page)
        hall.go(page, f"/attributes/{creek.id}/edit")
    ben.get_by_label("What it means").fill("Looks after our land, water and neighbours.")
    press(ben, "Save")
    cleo.get_by_label("What it means").fill("Looks after land, water and neighbours every day.")
    press(cleo, "Save")
    merged = "Looks after our land, water and neighbours every day."
    expect(cleo.get_by_text(merged).first).to_be_visible()
    assert hall.attribute("Care for the creek").statement == merged


def decide_a_conflict(hall: Hall) -> None:
    ben, cleo = hall.ben, hall.cleo
    creek = hall.attribute("Care for the creek")
    for page in (ben, cleo):
        type_alone(page)
        hall.go(page, f"/attributes/{creek.id}/edit")
    ben.get_by_label("What it means").fill("Guards our land, water and neighbours every day.")
    press(ben, "Save")
    expect(ben.get_by_role("heading", level=1)).to_have_text("Care for the creek")
    cleo.get_by_label("What it means").fill("Heals our land, water and neighbours every day.")
    press(cleo, "Save")
    heading = cleo.get_by_role("heading", name="Two people changed the same words")
    expect(heading).to_be_visible()
    expect(cleo.get_by_role("group", name="Their text")).to_contain_text("Guards")
    expect(cleo.get_by_role("group", name="Your text")).to_contain_text("Heals")
    assert "Guards" in hall.attribute("Care for the creek").statement
    hall.look_at(cleo)
    by_hand = "Guards and heals our land, water and neighbours every day."
    cleo.get_by_label("What it means").fill(by_hand)
    press(cleo, "Save this text")
    expect(cleo.get_by_role("heading", level=1)).to_have_text("Care for the creek")
    assert hall.attribute("Care for the creek").statement == by_hand
    texts = hall.all(select(Revision.statement).filter_by(attribute_id=creek.id))
    assert any(text.startswith("Guards our") for text in texts)


# ------------------------------------------------------------------ comments


def comment_while_others_comment(hall: Hall) -> None:
    """S3: the refresh eats nothing of what somebody types."""
    ana, ben, cleo = hall.ana, hall.ben, hall.cleo
    hall.step("Respond to the draft")
    creek = hall.attribute("Care for the creek")
    for page in (ana, ben, cleo):
        hall.open(page, f"/attributes/{creek.id}/comments")
    box = cleo.get_by_label("Your comment")
    box.fill("What does care mean?")
    cleo.get_by_role("radio", name="A concern").check()
    box.focus()
    box.evaluate("box => box.setSelectionRange(5, 5)")
    for words in ("Keep <b>every</b> word", "It is ours", "Neighbours first"):
        ben.get_by_label("Your comment").fill(words)
        press(ben, "Post comment")
        hall.is_posted(ben, words)
        expect(ben.get_by_label("Your comment")).to_have_value("")
        expect(cleo.get_by_text(words).first).to_be_visible(timeout=hall.within)
    hidden = hall.one(select(Comment).filter_by(body="It is ours"))
    hall.go(ana, f"/comments/{hidden.id}")
    follow(ana, "Hide this comment")
    hall.ready(ana, ana.get_by_label("Why is it hidden?")).fill("off the subject")
    press(ana, "Hide the comment")
    reason = cleo.get_by_text("Hidden by the facilitator: off the subject").first
    expect(reason).to_be_visible(timeout=hall.within)
    expect(cleo.get_by_text("It is ours")).to_have_count(0)
    expect(cleo.get_by_text("3 comments", exact=False).first).to_be_visible()
    expect(box).to_have_value("What does care mean?")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == 5
    expect(cleo.get_by_role("radio", name="A concern")).to_be_checked()
    press(cleo, "Post comment")
    expect(ben.get_by_text("What does care mean?").first).to_be_visible(timeout=hall.within)
    stored = hall.one(select(Comment).filter_by(body="What does care mean?"))
    assert stored.stance == "concern"
    assert stored.group_name == "Students"


def answer_a_comment(hall: Hall) -> None:
    ana, cleo = hall.ana, hall.cleo
    asked = hall.one(select(Comment).filter_by(body="What does care mean?"))
    hall.go(ana, f"/comments/{asked.id}")
    follow(ana, "Answer")
    ana.get_by_role("radio", name="Partly accepted").check()
    ana.get_by_label("Why").fill("We say guards and heals now.")
    press(ana, "Keep as a draft")
    expect(cleo.get_by_text("We say guards and heals now.")).to_have_count(0)
    hall.go(ana, f"/profiles/{hall.profile}/comments/matrix")
    follow(ana, "Read the drafts and publish them")
    press(ana, "Publish 1 answer")
    answer = cleo.get_by_text("We say guards and heals now.").first
    expect(answer).to_be_visible(timeout=hall.within)
    hall.go(cleo, "/my-input")
    expect(cleo.get_by_text("We say guards and heals now.")).to_be_visible()
    hall.look_at(cleo)
