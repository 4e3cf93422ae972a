"""Revisions are cut from what people type together, with the names of all who typed."""

import time
from datetime import timedelta

import pytest

from pog.ballots.models import Option
from pog.ballots.services import Choice, open_ballot, prepare_ballot
from pog.coediting import services
from pog.coediting.models import CoeditedText, TextUpdate
from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.roles import hand_over
from pog.convenings.running import start_activity
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.profiles.models import Attribute
from tests.factories import make_participant, make_person

FIRST = "Says what they mean."


def revisions(stored, attribute):
    return stored(attribute.id).revisions


def within(seconds, reached):
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def both(cast, typing):
    """Ana and Ben have typed, and nothing is kept yet."""
    ana, ben = typing(cast.ana), typing(cast.ben)
    ana.type(0, "A graduate ")
    assert ana.settle()
    assert ben.says("A graduate " + FIRST)
    ben.type(0, "Yes: ")
    assert ben.settle()
    assert ana.says("Yes: A graduate " + FIRST)
    return ana, ben


WORDS = "Yes: A graduate " + FIRST
NAMES = ["Ana (Students)", "Ben (Students)"]


def test_after_a_pause(both, stored, attribute, monkeypatch, as_person, cast):
    assert len(revisions(stored, attribute)) == 1
    monkeypatch.setattr(services, "QUIET_FOR", timedelta(seconds=0.1))
    within(4, lambda: len(revisions(stored, attribute)) == 2)
    newest = revisions(stored, attribute)[-1]
    assert newest.statement == WORDS == stored(attribute.id).statement
    assert newest.contributors == NAMES
    assert newest.author_name == "Ana (Students), Ben (Students)"
    assert newest.change == "reworded"
    for one in both:
        assert one.until(lambda one=one: one.kept == [{"revision": 2, "by": NAMES}])
    page = as_person(cast.ana).get(f"/attributes/{attribute.id}/history").text
    assert "Ana (Students), Ben (Students)" in page


def test_when_the_last_editor_leaves(both, stored, attribute):
    ana, ben = both
    ana.close()
    time.sleep(0.5)
    assert len(revisions(stored, attribute)) == 1
    ben.close()
    within(4, lambda: len(revisions(stored, attribute)) == 2)


def test_one_typist_is_the_author(cast, typing, stored, attribute):
    ben = typing(cast.ben)
    ben.type(0, "I say: ")
    assert ben.settle()
    ben.close()
    within(4, lambda: len(revisions(stored, attribute)) == 2)
    newest = revisions(stored, attribute)[-1]
    assert newest.author_name == "Ben (Students)"
    assert newest.participant_id == cast.ben_seat.id


def test_typing_back_and_forth_makes_no_revision(cast, typing, stored, attribute, app):
    ben = typing(cast.ben)
    ben.type(0, "Hm ")
    ben.delete(0, 3)
    assert ben.settle()
    ben.close()

    def is_settled():
        with app.app_context():
            row = db.session.get_one(CoeditedText, attribute.id)
            return row.cut_number == row.number

    within(4, is_settled)
    assert len(revisions(stored, attribute)) == 1


def test_a_ballot_freezes_what_was_typed(app, cast, both, stored, attribute):
    with app.app_context(), unit_of_work():
        ballot = prepare_ballot(
            db.session.get_one(Convening, cast.convening.id),
            question="Keep it?",
            method="fist_to_five",
            choices=[Choice(attribute=db.session.get_one(Attribute, attribute.id))],
        )
        open_ballot(ballot)
        key = ballot.id
    with app.app_context():
        option = db.session.query(Option).filter_by(ballot_id=key).one()
        assert option.wording == WORDS
        assert option.revision_number == 2
    assert revisions(stored, attribute)[-1].contributors == NAMES


def test_an_edition_holds_what_was_typed(cast, both, stored, attribute, as_person):
    answer = as_person(cast.ana).post(f"/profiles/{cast.profile.id}/publish", data={"notes": ""})
    assert answer.status_code == 303
    assert len(revisions(stored, attribute)) == 2
    assert WORDS in as_person(cast.ana).get(f"/p/{cast.profile.slug}/editions/1").text


def test_the_room_moves_on(app, cast, both, stored, attribute):
    with app.app_context(), unit_of_work():
        activity = (
            db.session.query(Activity)
            .filter_by(convening_id=cast.convening.id, kind="comment")
            .one()
        )
        start_activity(activity)
    assert revisions(stored, attribute)[-1].contributors == NAMES


def test_somebody_else_runs_the_room(app, cast, both, stored, attribute):
    with app.app_context(), unit_of_work():
        role = {"role": "facilitator", "convening_id": cast.convening.id}
        seat = db.session.query(Participant).filter_by(**role).first()
        other = make_participant(cast.convening, person=make_person("Dee"), role="participant")
        hand_over(seat, other)
    assert revisions(stored, attribute)[-1].contributors == NAMES


def test_keeping_a_version(cast, both, stored, attribute, as_person):
    form = {"name": "Speaks up", "reason": "We agreed."}
    answer = as_person(cast.ben).post(f"/attributes/{attribute.id}/keep", data=form)
    assert answer.status_code == 303
    newest = revisions(stored, attribute)[-1]
    assert (newest.name, newest.statement, newest.reason) == ("Speaks up", WORDS, "We agreed.")
    assert newest.author_name == "Ben (Students)"
    assert newest.contributors == NAMES
    for one in both:
        assert one.until(lambda one=one: bool(one.kept))
    page = as_person(cast.ana).get(f"/attributes/{attribute.id}/history").text
    assert "Written together by Ana (Students), Ben (Students)" in page
    again = as_person(cast.ben).post(f"/attributes/{attribute.id}/keep", data=form)
    assert again.status_code == 303
    assert len(revisions(stored, attribute)) == 2


def test_keeping_with_a_bad_name(cast, both, stored, attribute, as_person):
    browser = as_person(cast.ana)
    for name, status in (("", 422), ("sound judgement", 409), ("x" * 200, 422)):
        form = {"name": name, "reason": "Because."}
        answer = browser.post(f"/attributes/{attribute.id}/keep", data=form)
        assert answer.status_code == status
        assert "Because." in answer.text
    assert len(revisions(stored, attribute)) == 1
    assert as_person(cast.cy).post(f"/attributes/{attribute.id}/keep").status_code == 404


def save(browser, attribute, statement, base=None, number="1"):
    form = {"base_revision": number, "name": attribute.name, "statement": statement}
    if base is not None:
        form["base_statement"] = base
    return browser.post(f"/attributes/{attribute.id}/edit", data=form)


def test_the_plain_form_arrives_in_open_editors(cast, both, stored, attribute, as_person):
    answer = save(as_person(cast.ana), attribute, FIRST + " And listens.", FIRST)
    assert answer.status_code == 303
    for one in both:
        assert one.says(WORDS + " And listens.")
    two = [(r.author_name, r.contributors) for r in revisions(stored, attribute)[1:]]
    assert two == [("Ana (Students), Ben (Students)", NAMES), ("Ana (Students)", [])]
    assert stored(attribute.id).statement == WORDS + " And listens."
    both[0].type(0, "! ")
    assert both[1].says("! " + WORDS + " And listens.")


def test_the_plain_form_and_typing_in_the_same_words(cast, typing, stored, attribute, as_person):
    ben = typing(cast.ben)
    ben.delete(0, 4)
    ben.type(0, "Tells")
    assert ben.settle()
    browser = as_person(cast.ana)
    answer = save(browser, attribute, "Speaks what they mean.", FIRST)
    assert answer.status_code == 409
    assert "Tells" in answer.text
    assert "Speaks what they mean." in answer.text
    assert len(revisions(stored, attribute)) == 1  # nothing is stored yet
    answer = save(browser, attribute, "Speaks what they mean.", "Tells what they mean.", "2")
    assert answer.status_code == 303
    assert ben.says("Speaks what they mean.")
    assert [r.statement for r in revisions(stored, attribute)] == [
        FIRST,
        "Tells what they mean.",
        "Speaks what they mean.",
    ]


def test_restored_words_arrive_in_open_editors(cast, both, stored, attribute, as_person):
    browser = as_person(cast.ana)
    answer = browser.post(f"/attributes/{attribute.id}/restore", data={"number": "1"})
    assert answer.status_code == 303
    for one in both:
        assert one.says(FIRST)
    changes = [r.change for r in revisions(stored, attribute)]
    assert changes == ["added", "reworded", "restored"]


def test_dropped_and_brought_back(cast, both, stored, attribute, as_person, typing):
    browser = as_person(cast.ana)
    browser.post(f"/attributes/{attribute.id}/drop", data={"reason": ""})
    assert stored(attribute.id).statement == WORDS
    answer = browser.post(f"/attributes/{attribute.id}/bring-back")
    assert answer.status_code == 303
    assert str(typing(cast.ben).text) == WORDS


def test_history_stays_small(app, cast, typing, attribute):
    ana = typing(cast.ana)
    for n in range(300):
        ana.type(n % 20, "x")
        if n % 2:
            ana.delete(0, 1)
    assert ana.settle(20)
    ana.close()

    def is_compact():
        with app.app_context():
            rows = db.session.query(TextUpdate).filter_by(attribute_id=attribute.id).count()
            return rows == 0

    within(5, is_compact)
    with app.app_context():
        text = db.session.get_one(CoeditedText, attribute.id)
        assert text.snapshot is not None
        assert len(text.snapshot) < 6_000
        assert text.snapshot_number == text.number
    again = typing(cast.ben)
    assert str(again.text) == str(ana.text)
