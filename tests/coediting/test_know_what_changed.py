"""A keystroke asks only for what may have changed, and misses no change."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from pycrdt import Doc, Text

from pog.accounts.models import SignIn
from pog.coediting.log import Log
from pog.coediting.people import typist_at
from pog.coediting.services import add_update, open_text
from pog.convenings.models import OPEN_ROUND, Activity, Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.identity import Actor
from pog.core.work import unit_of_work
from pog.live.writing import Stored, Typed, Writer, Writing
from pog.organizations.models import Membership
from pog.profiles.authors import Author
from pog.profiles.models import Attribute
from tests.factories import make_attribute, make_sign_in

TEXTS = 50


class Pen(Writer):
    """Somebody's connection at a text, without a socket."""

    def __init__(self, actor: Actor, attribute_id: uuid.UUID) -> None:
        typist = typist_at(actor, attribute_id)
        assert typist is not None
        self.typist = typist
        self.was_editable = typist.may_type
        self.doc: Doc = Doc()
        self.doc["text"] = self.text = Text()

    def typed(self, words: str) -> Typed:
        before = self.doc.get_state()
        self.text += words
        return Typed(self.typist.attribute_id, self, self.doc.get_update(before))


class Desk:
    """The writer, run batch by batch."""

    def __init__(self, app: Flask) -> None:
        self.told: list[Stored] = []
        self.writing = Writing(app, lambda results, _began: self.told.extend(results))

    def store(self, *typed: Typed) -> int:
        """Store these as one batch; how many statements that took."""
        self.told.clear()
        before = self.writing.asked
        for one in typed:
            self.writing.put(one)
        self.writing.put(None)  # type: ignore[arg-type]
        self.writing._work()
        return self.writing.asked - before

    def refused(self) -> set[str]:
        return {code for stored in self.told for code in stored.refused.values()}


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    found = Desk(app)
    yield found
    found.writing._disconnect()


@pytest.fixture
def pen_of(app: Flask, cast, attribute, work) -> Callable[..., Pen]:
    """Ben's pen at a text, the usual one or another."""
    with work():
        sign_in = make_sign_in(cast.ben, token=uuid.uuid4().hex)
    actor = Actor(person_id=cast.ben.id, sign_in_id=sign_in.id)

    def at(attribute_id: uuid.UUID = attribute.id) -> Pen:
        with app.app_context():
            with unit_of_work():
                open_text(db.session.get_one(Attribute, attribute_id))
            return Pen(actor, attribute_id)

    return at


def test_fifty_texts_are_stored_by_a_few_statements(app, cast, desk, pen_of, work):
    with work():
        keys = [make_attribute(cast.profile, f"Attribute {n}").id for n in range(TEXTS)]
    pens = [pen_of(key) for key in keys]
    desk.store(*(pen.typed("a") for pen in pens))
    asked = desk.store(*(pen.typed(word) for pen in pens for word in "bc"))
    # Begin, "has anybody else written?" and commit; or where they stand, the phases and the
    # rights. And the updates and the numbers of the texts.
    assert asked == 5
    assert not desk.refused()
    assert [stored.first for stored in desk.told] == [3] * TEXTS
    with app.app_context():
        entries = Log.of(db.session.connection())
        assert all(entries.read(key)[0] == 4 for key in keys)
        assert all(len(entries.read(key)[1]) == 4 for key in keys)


def leave_drafting(cast, pen) -> None:
    convening = db.session.get_one(Convening, cast.convening.id)
    vote = db.session.query(Activity).filter_by(convening_id=convening.id, kind="vote").one()
    convening.current_activity_id = vote.id


def close_the_convening(cast, pen) -> None:
    db.session.get_one(Convening, cast.convening.id).closed_at = now()


def take_the_seat(cast, pen) -> None:
    db.session.get_one(Participant, cast.ben_seat.id).removed_at = now()


def make_an_observer(cast, pen) -> None:
    db.session.get_one(Participant, cast.ben_seat.id).role = "observer"


def end_the_sign_in(cast, pen) -> None:
    db.session.get_one(SignIn, pen.typist.sign_in_id).ended_at = now()


def drop_the_attribute(cast, pen) -> None:
    db.session.get_one(Attribute, pen.typist.attribute_id).dropped_at = now()


@pytest.mark.parametrize(
    "change",
    [
        leave_drafting,
        close_the_convening,
        take_the_seat,
        make_an_observer,
        end_the_sign_in,
        drop_the_attribute,
    ],
)
def test_what_others_change_is_noticed_at_the_next_keystroke(work, cast, desk, pen_of, change):
    pen = pen_of()
    for word in "ab":
        desk.store(pen.typed(word))
        assert not desk.refused()
    with work():
        change(cast, pen)  # and nobody is told
    desk.store(pen.typed("c"))
    assert desk.refused() <= {"closed", "forbidden", "gone"}
    assert desk.refused()


def test_the_clock_ends_an_open_round_though_nobody_writes(work, cast, desk, pen_of, monkeypatch):
    with work():
        convening = db.session.get_one(Convening, cast.convening.id)
        convening.kind, convening.closes_at = OPEN_ROUND, now() + timedelta(hours=1)
    pen = pen_of()
    desk.store(pen.typed("a"))
    assert not desk.refused()
    later = now() + timedelta(hours=2)
    for module in ("pog.coediting.log", "pog.convenings.models"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    desk.store(pen.typed("b"))
    assert desk.refused() == {"closed"}


def test_a_member_gets_the_right_at_once(work, cast, desk, pen_of):
    with work():
        leave_drafting(cast, None)
    pen = pen_of()
    assert not pen.typist.may_type
    with work():
        row = db.session.query(Membership).filter_by(person_id=cast.ben.id).one()
        row.role = "editor"
    desk.store(pen.typed("a"))
    assert not desk.refused()


def test_what_others_stored_is_counted(app, attribute, desk, pen_of):
    pen = pen_of()
    desk.store(pen.typed("a"))
    other = Doc()
    other["text"] = words = Text()
    words += "Elsewhere "
    with app.app_context(), unit_of_work():
        row = db.session.get_one(Attribute, attribute.id)
        assert add_update(row, other.get_update(), Author(name="Ana")) == 3
    desk.store(pen.typed("b"))
    assert [stored.first for stored in desk.told] == [4]


def test_what_was_undone_is_forgotten(app, attribute, desk, pen_of, monkeypatch):
    pen = pen_of()
    desk.store(pen.typed("a"))

    def fail(*_given: object) -> None:
        raise RuntimeError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "_stored_up_to", fail)  # after the rows were written
        desk.store(lost := pen.typed("b"))
    assert desk.refused() == {"busy"}
    assert not desk.told[0].updates
    pen.refused = False
    desk.store(lost, pen.typed("c"))
    assert [(stored.first, len(stored.updates)) for stored in desk.told] == [(3, 2)]
    with app.app_context():
        number, updates = Log.of(db.session.connection()).read(attribute.id)
        assert (number, len(updates)) == (4, 4)


def test_what_the_database_refuses_is_told_to_nobody(
    app, attribute, database, desk, pen_of, monkeypatch
):
    """In a pipeline the refusal comes with the commit."""
    pen = pen_of()
    desk.store(pen.typed("a"))
    with monkeypatch.context() as patch:
        patch.setattr(Log, "moment", lambda _self: None)  # a column that must have one
        patch.setattr("pog.coediting.log.Surroundings.phases", lambda *_: pen.typist.phases)
        desk.store(pen.typed("b"))
    assert desk.refused() == {"busy"}
    assert not desk.told[0].updates
    with app.app_context():
        assert Log.of(db.session.connection()).read(attribute.id)[0] == 2


def test_rights_are_asked_once_while_nothing_changes(cast, desk, pen_of, monkeypatch):
    pen = pen_of()
    desk.store(pen.typed("a"))
    monkeypatch.setattr("pog.live.writing.may_type", lambda _typist: pytest.fail("asked again"))
    desk.store(pen.typed("b"), pen.typed("c"))
    assert not desk.refused()
