"""Whatever a team does in whatever order, each note is unsorted or in exactly one theme."""

from contextlib import contextmanager, suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pog.clusters import services
from pog.clusters.desks import Mover
from pog.clusters.models import Cluster, ClusteredNote
from pog.clusters.queries import desk_of
from pog.clusters.undoing import undo_last
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.errors import Refusal
from tests.cast import make_cast
from tests.factories import make_activity, make_note

NOTES = 7
MEMBERS = ("Otter", "Heron", "Lynx")


class Desk(RuleBasedStateMachine):
    """A team that does anything, beside a plain dictionary of where each note should lie."""

    work = None  # set by the test

    @initialize()
    def open(self):
        with self.work():
            cast = make_cast()
            activity = make_activity(cast.convening, "collect", position=8)
            self.notes = [make_note(activity, f"Idea {n}.", revealed=True).id for n in range(NOTES)]
            self.convening_id = cast.convening.id
            self.movers = [
                Mover(name=name, person_id=person.id)
                for name, person in zip(MEMBERS, (cast.ana, cast.ben, cast.cy), strict=True)
            ]
        self.where = dict.fromkeys(self.notes)
        self.made = 0

    @contextmanager
    def acting(self):
        with self.work():
            with suppress(Refusal):
                yield db.session.get(Convening, self.convening_id)
            db.session.flush()
            self.where = self.read()

    def read(self):
        rows = {row.note_id: row.cluster_id for row in db.session.scalars(sa.select(ClusteredNote))}
        return {note: rows.get(note) for note in self.notes}

    def living(self):
        found = sa.select(Cluster.id).where(Cluster.ended_at.is_(None)).order_by(Cluster.number)
        return list(db.session.scalars(found))

    def pick(self, number):
        living = self.living()
        return living[number % len(living)] if living else None

    @rule(
        who=st.integers(0, 2),
        which=st.sets(st.integers(0, NOTES - 1), min_size=1),
        to=st.integers(-1, 5),
    )
    def move(self, who, which, to):
        with self.acting() as convening:
            seen = {self.notes[one]: self.where[self.notes[one]] for one in which}
            target = None if to < 0 else self.pick(to)
            services.move_notes(convening, self.movers[who], seen=seen, target_id=target)

    @rule(who=st.integers(0, 2), which=st.sets(st.integers(0, NOTES - 1)))
    def make(self, who, which):
        self.made += 1
        with self.acting() as convening:
            seen = {self.notes[one]: self.where[self.notes[one]] for one in which}
            services.make_cluster(convening, self.movers[who], name=f"Theme {self.made}", seen=seen)

    @rule(who=st.integers(0, 2), one=st.integers(0, 5), into=st.integers(0, 5))
    def merge(self, who, one, into):
        with self.acting() as convening:
            first, second = self.pick(one), self.pick(into)
            if first is not None:
                services.merge_clusters(convening, self.movers[who], first, second)

    @rule(who=st.integers(0, 2), one=st.integers(0, 5))
    def take_apart(self, who, one):
        with self.acting() as convening:
            found = self.pick(one)
            if found is not None:
                services.take_apart(convening, self.movers[who], found)

    @rule(who=st.integers(0, 2))
    def undo(self, who):
        with self.acting() as convening:
            undo_last(convening, self.movers[who])

    @invariant()
    def every_note_is_in_one_place(self):
        if not hasattr(self, "notes"):
            return
        with self.work():
            view = desk_of(self.convening_id)
            shown = [(line.id, None) for line in view.unsorted]
            shown += [(line.id, one.cluster.id) for one in view.clusters for line in one.notes]
            assert sorted(note for note, _place in shown) == sorted(self.notes)
            # What the desk shows is what is stored: no note hangs on a theme that is gone.
            assert dict(shown) == self.read()


@pytest.mark.parametrize("examples", [25])
def test_every_note_is_in_one_place_after_any_steps(app, work, database, examples):
    class OnThisDatabase(Desk):
        def teardown(self):
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            database.reset()

    OnThisDatabase.work = staticmethod(work)
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
