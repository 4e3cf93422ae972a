"""A room whose notes are shown: the theme team at its desk, and somebody who looks on."""

import re

import pytest
import sqlalchemy as sa

from pog.clusters.models import Cluster, ClusteredNote
from pog.core.database import db
from pog.notes.models import Note
from tests.browsing import HTMX
from tests.factories import make_activity, make_note, make_participant


class Team:
    """One member of the team, sending what the desk's script would send."""

    def __init__(self, browser, convening, stored):
        self.browser, self.convening, self.stored = browser, convening, stored
        self.at = f"/convenings/{convening.id}/themes"

    def send(self, address, **data):
        return self.browser.post(address, data=data, headers=HTMX)

    def move(self, notes, to, seen=None):
        """Put notes somewhere; `seen` is where they were seen, else where they are."""
        places = self.stored.places()
        return self.send(
            f"{self.at}/moves",
            note=[str(note) for note in notes],
            seen=[str((places.get(n) if seen is None else seen.get(n)) or "") for n in notes],
            to=str(to or ""),
        )

    def make(self, name, notes=(), seen=None):
        places = self.stored.places()
        return self.send(
            self.at,
            name=name,
            note=[str(note) for note in notes],
            seen=[str((places.get(n) if seen is None else seen.get(n)) or "") for n in notes],
        )

    def made(self, name, notes=()):
        """The identifier of a new theme."""
        answer = self.make(name, notes)
        assert answer.status_code == 200, answer.text
        return answer.json["theme"]

    def undo(self):
        return self.send(f"{self.at}/undo")


class Stored:
    """What is in the database now."""

    def __init__(self, app):
        self.app = app

    def places(self):
        """Where each note lies that was ever moved."""
        with self.app.app_context():
            rows = db.session.execute(sa.select(ClusteredNote.note_id, ClusteredNote.cluster_id))
            return {note_id: cluster_id for note_id, cluster_id in rows}

    def names(self):
        """The names of the living themes, in the desk's order."""
        with self.app.app_context():
            found = sa.select(Cluster.name).where(Cluster.ended_at.is_(None))
            return list(db.session.scalars(found.order_by(Cluster.position, Cluster.number)))

    def cluster(self, cluster_id):
        with self.app.app_context():
            return db.session.get(Cluster, cluster_id)

    def desk(self, convening):
        """Where each note stands on the desk page of this state: in which theme, or unsorted."""
        from pog.clusters.queries import desk_of

        with self.app.app_context():
            view = desk_of(convening.id)
            found = [(line.id, None) for line in view.unsorted]
            found += [(line.id, one.cluster.name) for one in view.clusters for line in one.notes]
            return found


@pytest.fixture
def stored(app):
    return Stored(app)


@pytest.fixture
def collecting(cast, work):
    with work():
        return make_activity(cast.convening, "collect", position=8)


@pytest.fixture
def notes(collecting, work):
    """Six notes everybody may read; their identifiers, oldest first."""
    with work():
        return [
            make_note(collecting, f"They can do thing {n}.", revealed=True, group_letter="B").id
            for n in range(6)
        ]


@pytest.fixture
def seat(cast, work, as_person):
    """A guest with a seat; scribes belong to the team."""

    def take(nickname, role="participant"):
        browser = as_person(None)
        with work():
            browser.seat = make_participant(
                cast.convening, sign_in=browser.sign_in, nickname=nickname, role=role
            )
        return browser

    return take


@pytest.fixture
def ana(cast, as_person, stored):
    return Team(as_person(cast.ana), cast.convening, stored)


@pytest.fixture
def otter(cast, seat, stored):
    return Team(seat("Bold Otter", "scribe"), cast.convening, stored)


@pytest.fixture
def guest(seat):
    return seat("Quiet Heron")


@pytest.fixture
def hide(work):
    def hide_note(note_id, **given):
        with work():
            note = db.session.get(Note, note_id)
            for name, value in given.items():
                setattr(note, name, value)

    return hide_note


def words(answer):
    """The page's words without its tags."""
    main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main[0] if main else answer.text))
