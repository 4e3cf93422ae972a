"""A room that collects: the cast, a guest with a seat, and where the room is."""

import pytest

from pog.convenings.models import Activity, Convening
from pog.core.database import db
from pog.notes.models import Note
from tests.factories import make_activity, make_participant, open_activity


@pytest.fixture
def collecting(cast, work):
    """The step in which notes are collected; the room is at it, in its first round."""
    with work():
        activity = make_activity(cast.convening, "collect", position=5)
        activity.prompt = "What should they be able to do?"
        open_activity(db.session.get(Convening, cast.convening.id), activity)
    return activity


@pytest.fixture
def join(cast, work, as_person):
    """Seat a new guest; the browser carries the seat."""

    def seat(nickname="Quiet Heron", role="participant"):
        browser = as_person(None)
        with work():
            browser.seat = make_participant(
                cast.convening, sign_in=browser.sign_in, nickname=nickname, role=role
            )
        return browser

    return seat


@pytest.fixture
def guest(join):
    return join()


@pytest.fixture
def other(join):
    return join("Bold Otter")


@pytest.fixture
def ana(cast, as_person):
    """The facilitator."""
    return as_person(cast.ana)


@pytest.fixture
def move_to(cast, work):
    """Take the room to the first activity of a kind; again: to its next round."""

    def move(kind):
        with work():
            convening = db.session.get(Convening, cast.convening.id)
            activity = (
                db.session.query(Activity).filter_by(convening_id=convening.id, kind=kind).one()
            )
            open_activity(convening, activity)

    return move


@pytest.fixture
def stored(app):
    """Every note, in the order of their rounds and numbers."""

    def read():
        with app.app_context():
            return list(db.session.scalars(db.select(Note).order_by(Note.round, Note.number)))

    return read


@pytest.fixture
def page_of(collecting):
    """The address of the page people write on."""
    return f"/activities/{collecting.id}/notes"


@pytest.fixture
def write(page_of, stored):
    """Write a note and find it."""

    def add(browser, text, **more):
        answer = browser.post(page_of, data={"text": text, **more})
        assert answer.status_code == 303, answer.text
        return next(note for note in reversed(stored()) if note.text == text.strip())

    return add


@pytest.fixture
def reveal(ana, collecting):
    def show():
        answer = ana.post(f"/activities/{collecting.id}/notes/reveal")
        assert answer.status_code == 303

    return show
