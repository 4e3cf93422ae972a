"""Three people at the desk in the same moment, on both databases: nothing is lost or doubled."""

import random

import sqlalchemy as sa

from pog.clusters.models import Cluster, ClusteredNote, ClusterStep
from pog.core.database import db
from tests.clusters.conftest import Team
from tests.factories import make_note
from tests.races import at_once

ROUNDS = 15


def team_of_three(cast, seat, stored):
    return [
        Team(seat(name, "scribe"), cast.convening, stored) for name in ("Otter", "Heron", "Lynx")
    ]


def test_of_three_who_grab_one_note_one_wins_and_two_are_told(cast, seat, stored, ana, notes):
    team = team_of_three(cast, seat, stored)
    themes = [ana.made(name) for name in ("Care", "Courage", "Clear words")]
    for number in range(ROUNDS):
        note = notes[number % len(notes)]
        now_in = stored.places().get(note)
        targets = [theme for theme in themes if theme != str(now_in)][:2]
        answers = at_once(
            [
                lambda one=one, to=to, note=note, seen=now_in: one.move([note], to, {note: seen})
                for one, to in zip(team, [*targets, targets[0]], strict=True)
            ]
        )
        codes = [answer.status_code for answer in answers]
        where = str(stored.places()[note])
        assert where in targets
        # Who wanted what came to pass is content; who wanted another place is told.
        for answer, to in zip(answers, [*targets, targets[0]], strict=True):
            assert (answer.status_code == 200) == (to == where), (codes, where)
            if answer.status_code == 409:
                assert "was faster: this note has just gone into" in answer.json["sentence"]
    with stored.app.app_context():
        moved = db.session.scalar(sa.select(sa.func.count()).select_from(ClusterStep)) - 3
    assert moved == ROUNDS


def test_the_first_two_themes_of_a_convening_are_made_at_once(cast, seat, stored, notes):
    team = team_of_three(cast, seat, stored)
    answers = at_once(
        [
            lambda one=one, n=n: one.make(f"Theme {n}", [notes[n]], seen={})
            for n, one in enumerate(team)
        ]
    )
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(stored.names()) == 3
    with stored.app.app_context():
        numbers = sorted(db.session.scalars(sa.select(Cluster.number)))
    assert numbers == [1, 2, 3]


def test_a_name_is_given_once(cast, seat, stored, notes):
    team = team_of_three(cast, seat, stored)
    answers = at_once([lambda one=one: one.make("Care") for one in team])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert stored.names() == ["Care"]


def test_whatever_three_do_at_once_every_note_is_in_one_place(
    cast, seat, stored, ana, collecting, work
):
    """Moves, merges, new themes and undos across each other; everything read is whole."""
    with work():
        notes = [make_note(collecting, f"Idea {n}.", revealed=True).id for n in range(24)]
    team = team_of_three(cast, seat, stored)
    for name in ("Care", "Courage", "Clear words", "Curious"):
        ana.made(name)
    chance = random.Random(11)
    for number in range(ROUNDS):
        with stored.app.app_context():
            living = [
                str(one)
                for one in db.session.scalars(
                    sa.select(Cluster.id).where(Cluster.ended_at.is_(None))
                )
            ]

        def deed(one, number=number, living=tuple(living), seed=0):
            luck = random.Random(seed)
            what = luck.randrange(6)
            if what < 3 or len(living) < 3:
                return one.move(luck.sample(notes, 4), luck.choice(living))
            if what == 3:
                return one.make(f"New {number} {seed}", luck.sample(notes, 3))
            if what == 4:
                first, second = luck.sample(living, 2)
                return one.send(f"/themes/{first}/merge", into=second)
            return one.undo()

        luck = [(one, chance.randrange(10**6)) for one in team]
        answers = at_once([lambda one=one, seed=seed: deed(one, seed=seed) for one, seed in luck])
        assert {answer.status_code for answer in answers} <= {200, 409}
    everywhere = [note for note, _theme in stored.desk(cast.convening)]
    assert sorted(everywhere) == sorted(notes)
    with stored.app.app_context():
        lost = db.session.scalar(
            sa.select(sa.func.count())
            .select_from(ClusteredNote)
            .join(Cluster, Cluster.id == ClusteredNote.cluster_id)
            .where(Cluster.ended_at.is_not(None))
        )
    assert lost == 0
