"""Closing: what was decided, what happens next, who does it; and keeping that up afterwards."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from pog.convenings.models import Convening, NextStep
from pog.core.clock import fixed, now
from pog.core.database import db


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def at(cast):
    return f"/convenings/{cast.convening.id}"


def rows(*lines):
    """What the form sends for these lines: (what, owner, day) or (what, owner, day, id)."""
    sent = {}
    for number, (what, owner, day, *key) in enumerate(lines):
        sent[f"rows-{number}-what"] = what
        sent[f"rows-{number}-owner"] = owner
        sent[f"rows-{number}-due_on"] = day
        sent[f"rows-{number}-id"] = key[0] if key else ""
    return sent


OUTCOME = {"outcome": "We keep **nine** attributes.", "follow_up": "By mail in June."}
LINES = (("Print the draft", "District office", "2027-05-31"), ("Ask the board", "Ana", ""))


def kept(app):
    with app.app_context():
        steps = db.session.scalars(sa.select(NextStep).order_by(NextStep.position)).all()
        return [(s.what, s.owner, s.due_on) for s in steps]


def convening(app, cast):
    with app.app_context():
        return db.session.get(Convening, cast.convening.id)


def test_it_is_said_shown_once_more_and_then_closed(app, ana, at, cast, as_person):
    ben = as_person(cast.ben)
    answer = ana.post(f"{at}/close", data={**OUTCOME, **rows(*LINES)})
    assert answer.headers["Location"].endswith(f"{at}/close/preview")
    preview = ana.get(f"{at}/close/preview").text
    for words in ("We keep nine attributes.", "Print the draft", "District office", "By mail in"):
        assert words in preview
    assert "Print the draft" not in ben.get(at).text
    assert convening(app, cast).closed_at is None
    assert ana.post(f"{at}/close/confirm").status_code == 303
    for page in (at, f"{at}/projector"):
        shown = ben.get(page).text
        for words in ("What was decided", "Print the draft", "May 31, 2027", "By mail in June."):
            assert words in shown, page
    assert kept(app) == [
        ("Print the draft", "District office", date(2027, 5, 31)),
        ("Ask the board", "Ana", None),
    ]


def test_lines_are_added_and_taken_out_without_a_script(app, ana, at):
    page = ana.post(f"{at}/close", data={"outcome": "Nine.", **rows(*LINES), "add": "1"})
    assert page.status_code == 200
    assert 'name="rows-2-what"' in page.text
    assert "Print the draft" in page.text
    page = ana.post(f"{at}/close", data={"outcome": "Nine.", **rows(*LINES), "remove": "rows-0"})
    assert "Print the draft" not in page.text
    assert "Ask the board" in page.text
    assert "Nine." in page.text
    assert kept(app) == []


def test_a_line_that_was_kept_can_be_taken_out(app, ana, at):
    ana.post(f"{at}/close", data={**OUTCOME, **rows(*LINES), "keep": "1"})
    with app.app_context():
        key = str(db.session.scalar(sa.select(NextStep.id).where(NextStep.owner == "Ana")))
    known = rows(("Ask the board", "Ana", "", key))
    page = ana.post(f"{at}/close", data={**OUTCOME, **known, "remove": key}).text
    assert f'name="removed" value="{key}"' in page
    assert len(kept(app)) == 2
    ana.post(f"{at}/close", data={**OUTCOME, "removed": key})
    assert [what for what, *_rest in kept(app)] == ["Print the draft"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (rows(("", "Ana", "")), "Say what will be done, or empty the line."),
        (rows(("Print", "Ana", "soon")), "Choose a day, or type it like 2027-05-31."),
        (rows(("x" * 301, "", "")), "Use at most 300 characters for a next step."),
        ({"outcome": "x" * 2001}, "Use at most 2,000 characters for the outcome."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(app, ana, at, sent, sentence):
    page = ana.post(f"{at}/close", data={**OUTCOME, **sent})
    assert page.status_code == 422
    assert sentence in page.text
    assert "By mail in June." in page.text
    assert kept(app) == []


def test_it_warns_of_what_is_not_finished(ana, at, cast, work):
    from tests.factories import make_ballot, make_comment

    with work():
        make_ballot(cast.convening, state="open")
        make_ballot(cast.convening, state="closed")
        make_comment(cast.profile, convening=cast.convening)
    for page in (ana.get(f"{at}/close").text, ana.get(f"{at}/close/preview").text):
        assert "One ballot is still open." in page
        assert "The result of one ballot was never shown." in page
        assert "One comment has no answer yet." in page


def test_it_warns_of_notes_nobody_saw_and_cards_that_do_not_add_up(ana, at, cast, work):
    from tests.records.conftest import play

    with work():
        play(cast)
    page = ana.get(f"{at}/close").text
    assert "One note was not shown to everybody." in page
    assert "One answer is written but not published." in page
    assert "The cards of one table do not add up: Keep these?" in page


def test_only_facilitators_close(ana, at, cast, as_person, client):
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    for page in ("close", "close/preview", "next-steps"):
        assert ben.get(f"{at}/{page}").status_code == 403
        assert cy.get(f"{at}/{page}").status_code == 404
        assert client.get(f"{at}/{page}").status_code == 404
    for page in ("close", "close/confirm", "next-steps"):
        assert ben.post(f"{at}/{page}").status_code == 403
        assert cy.post(f"{at}/{page}").status_code == 404


def test_closing_twice_changes_nothing(app, ana, at, cast):
    ana.post(f"{at}/close", data=OUTCOME)
    ana.post(f"{at}/close/confirm")
    before = convening(app, cast).closed_at
    again = ana.post(f"{at}/close/confirm", follow_redirects=True)
    assert "This convening is closed." in again.text
    assert ana.post(f"{at}/close", data={"outcome": "Other."}).status_code == 422
    assert ana.get(f"{at}/close").status_code == 303
    after = convening(app, cast)
    assert (after.closed_at, after.outcome) == (before, OUTCOME["outcome"])


def test_next_steps_are_kept_up_after_the_close(app, ana, at, cast, as_person):
    ana.post(f"{at}/close", data={**OUTCOME, **rows(*LINES)})
    ana.post(f"{at}/close/confirm")
    with app.app_context():
        found = db.session.scalars(sa.select(NextStep).order_by(NextStep.position)).all()
        keys = [str(step.id) for step in found]
    sent = rows((*LINES[0], keys[0]), ("Ask the board", "Ben", "2027-06-30", keys[1]))
    with fixed(now() + timedelta(days=1)) as tomorrow:
        ana.post(f"{at}/next-steps", data={**sent, "rows-0-done": "y"})
    with app.app_context():
        first, second = db.session.scalars(sa.select(NextStep).order_by(NextStep.position)).all()
        assert first.done_at == tomorrow
        assert second.done_at is None
        assert (second.owner, second.due_on) == ("Ben", date(2027, 6, 30))
        assert second.changed_by == "Ana"
    shown = as_person(cast.ben).get(at).text
    assert "Done" in shown
    assert "June 30, 2027" in shown
    assert "Who changed what last" in ana.get(f"{at}/next-steps").text


def test_a_line_somebody_else_added_meanwhile_stays(app, ana, at):
    ana.post(f"{at}/next-steps", data=rows(("Print the draft", "", "")))
    ana.post(f"{at}/next-steps", data=rows(("Ask the board", "", "")))
    assert sorted(what for what, *_rest in kept(app)) == ["Ask the board", "Print the draft"]
