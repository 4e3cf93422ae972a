"""What every change at the desk shares: the lock, who makes it, where notes lie, the step."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from pog.accounts.models import Person
from pog.clusters.events import ClustersChanged
from pog.clusters.models import MOST_NOTES, Cluster, ClusteredNote, ClusterStep, ThemeDesk
from pog.clusters.queries import can_be_sorted
from pog.convenings.models import Convening
from pog.convenings.seats import seat_of
from pog.core.database import Json, db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.work import publish
from pog.notes.models import Note

Seen = Mapping[uuid.UUID, uuid.UUID | None]
"""Where whoever moves the notes saw each of them lie; None is the unsorted."""
FROZEN = _l("The vote on these themes has begun, so they stay as they are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Who changes something: a seat, or an account without one."""

    name: str
    participant_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


def mover_of(actor: Actor, convening: Convening) -> Mover:
    seat = seat_of(actor, convening.id)
    if seat is not None:
        return Mover(name=seat.nickname, participant_id=seat.id)
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    return Mover(name=person.name if person else "pog", person_id=actor.person_id)


def hold_desk(convening: Convening) -> ThemeDesk:
    """Lock the desk until the commit, so that changes queue up on PostgreSQL as on SQLite."""
    # Beside others who read the convening, but not beside its close.
    db.session.refresh(convening, with_for_update={"read": True, "key_share": True})
    session = db.session
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(ThemeDesk)
        .values(convening_id=convening.id, last_step=0, last_cluster=0, by_hand=False)
        .on_conflict_do_nothing()
    )
    return session.get_one(ThemeDesk, convening.id, with_for_update=True, populate_existing=True)


def open_desk(convening: Convening) -> ThemeDesk:
    """The desk, locked, when anything may be changed on it."""
    desk = hold_desk(convening)
    if not convening.is_open:
        raise Conflict(_l("This convening is closed, so its themes stay as they are."))
    if desk.frozen_at is not None:
        raise Conflict(FROZEN)
    return desk


def living(convening: Convening, cluster_id: uuid.UUID) -> Cluster:
    """The cluster as it is now; refuses when it is gone, and says by whom."""
    cluster = db.session.get(Cluster, cluster_id, populate_existing=True)
    if cluster is None or cluster.convening_id != convening.id:
        raise NotFound(_l("There is no such theme."))
    if not cluster.is_living:
        raise Conflict(
            _l(
                "“%(theme)s” is gone: %(name)s has just put its notes elsewhere. Choose again.",
                theme=cluster.name,
                name=cluster.ended_by or "pog",
            )
        )
    return cluster


def sortable_notes(convening: Convening, note_ids: Collection[uuid.UUID]) -> list[Note]:
    """These notes, when the room can read them all."""
    if len(note_ids) > MOST_NOTES:
        raise Refusal(_l("These are too many notes for one step."))
    notes = db.session.scalars(
        select(Note)
        .where(Note.id.in_(note_ids), Note.convening_id == convening.id, *can_be_sorted())
        .order_by(Note.created_at, Note.number, Note.id)
    ).all()
    if len(notes) != len(set(note_ids)):
        raise NotFound(_l("One of these notes is no longer there. Choose again."))
    return list(notes)


def places_of(note_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ClusteredNote]:
    """Where these notes were last put; those that were never moved are not in it."""
    rows = db.session.scalars(
        select(ClusteredNote)
        .where(ClusteredNote.note_id.in_(list(note_ids)))
        .execution_options(populate_existing=True)
    )
    return {row.note_id: row for row in rows}


def notes_in(cluster: Cluster) -> list[uuid.UUID]:
    """Every note in a cluster, also those nobody can read at the moment."""
    return list(
        db.session.scalars(
            select(ClusteredNote.note_id).where(ClusteredNote.cluster_id == cluster.id)
        )
    )


def next_step(desk: ThemeDesk) -> int:
    desk.last_step += 1
    return desk.last_step


def put(
    note_ids: Collection[uuid.UUID], target: uuid.UUID | None, *, step: int, mover: Mover
) -> Json:
    """Put the notes there, and say where each lay before, as a step keeps it."""
    places = places_of(note_ids)
    before: Json = {}
    for note_id in note_ids:
        place = places.get(note_id)
        before[str(note_id)] = remembered(place)
        if place is None:
            place = ClusteredNote(note_id=note_id)
            db.session.add(place)
        place.cluster_id, place.step, place.put_by = target, step, mover.name
    db.session.flush()
    return before


def remembered(place: ClusteredNote | None) -> list[str | int | None]:
    if place is None:
        return [None, None, None]
    return [str(place.cluster_id) if place.cluster_id else None, place.step, place.put_by]


def record(
    convening: Convening, mover: Mover, *, kind: str, number: int, before: Json
) -> ClusterStep:
    """Keep what was before a change, and tell that it happened."""
    step = ClusterStep(
        convening_id=convening.id,
        number=number,
        kind=kind,
        participant_id=mover.participant_id,
        person_id=mover.person_id,
        author_name=mover.name,
        before=before,
        undone_at=None,
    )
    db.session.add(step)
    tell(convening)
    return step


def tell(convening: Convening) -> None:
    db.session.flush()
    publish(ClustersChanged(convening_id=convening.id))
