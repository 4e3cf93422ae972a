"""Reading notes: those of a round, one's own, the numbers, and what the record needs."""

import uuid
from collections.abc import Collection as Several
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from pog.convenings.attendance import CONTRIBUTED, counts_as
from pog.convenings.models import Activity
from pog.convenings.phases import COLLECTING, PHASES, open_activities, opens
from pog.core.database import db
from pog.notes.models import Collection, Note, NoteModeration, Star

COLLECTING_KINDS = frozenset(kind for kind in PHASES if opens(kind, COLLECTING))


# ------------------------------------------------------------------ when it is open


def takes_notes(activity: Activity) -> bool:
    """Whether notes may be written and stars given in it at this moment."""
    open_now = {one.id for one in open_activities(activity.convening)}
    return (
        activity.convening.is_open and activity.id in open_now and opens(activity.kind, COLLECTING)
    )


def note_is_open(note: Note) -> bool:
    """Whether the round it was written in is still going on."""
    return takes_notes(note.activity) and note.activity.round == note.round


def collect_activities(convening_id: uuid.UUID) -> Sequence[Activity]:
    """The steps of the agenda in which notes are or were collected, in their order."""
    return db.session.scalars(
        select(Activity)
        .where(Activity.convening_id == convening_id, Activity.kind.in_(COLLECTING_KINDS))
        .order_by(Activity.position)
    ).all()


def collection_of(activity_id: uuid.UUID, round_number: int) -> Collection | None:
    return db.session.get(Collection, (activity_id, round_number))


def is_revealed(note: Note) -> bool:
    """Whether the round it belongs to was shown to everybody."""
    found = collection_of(note.activity_id, note.round)
    return found is not None and found.is_revealed


# ------------------------------------------------------------------ notes everybody may read


def is_shown() -> ColumnElement[bool]:
    """The condition for a note that everybody in the convening may read."""
    revealed = (
        select(Collection.activity_id)
        .where(
            Collection.activity_id == Note.activity_id,
            Collection.round == Note.round,
            Collection.revealed_at.is_not(None),
        )
        .correlate(Note)
        .exists()
    )
    return and_(revealed, Note.hidden_at.is_(None), Note.withdrawn_at.is_(None))


def notes_of(
    convening_id: uuid.UUID | None = None,
    *,
    activity_id: uuid.UUID | None = None,
    round_number: int | None = None,
) -> Sequence[Note]:
    """The notes everybody may read, in the order of the agenda, the rounds and their numbers.

    Of a whole convening, of one activity, or of one round of it. Notes that are not revealed yet,
    hidden or withdrawn are never among them.
    """
    found = select(Note).join(Activity, Activity.id == Note.activity_id).where(is_shown())
    if convening_id is not None:
        found = found.where(Note.convening_id == convening_id)
    if activity_id is not None:
        found = found.where(Note.activity_id == activity_id)
    if round_number is not None:
        found = found.where(Note.round == round_number)
    return db.session.scalars(found.order_by(Activity.position, Note.round, Note.number)).all()


# ------------------------------------------------------------------ stars


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a note was given: by how many, and how much in all."""

    people: int = 0
    total: int = 0

    @property
    def average(self) -> float:
        return self.total / self.people if self.people else 0.0


NOT_RATED = Rating()


def ratings_of(note_ids: Several[uuid.UUID]) -> dict[uuid.UUID, Rating]:
    """The stars of these notes; those without any are not in it."""
    if not note_ids:
        return {}
    rows = db.session.execute(
        select(Star.note_id, func.count(), func.sum(Star.stars))
        .where(Star.note_id.in_(note_ids))
        .group_by(Star.note_id)
    )
    return {note_id: Rating(people=people, total=total) for note_id, people, total in rows}


def star_of(note_id: uuid.UUID, participant_id: uuid.UUID) -> Star | None:
    return db.session.get(Star, (note_id, participant_id))


# ------------------------------------------------------------------ the record


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOfNotes:
    """One round of one collect activity, with what may be read of it afterwards.

    `notes` are those in the record: revealed, not withdrawn; of hidden ones the record shows the
    reason instead of the words. `kept_private` were written but never revealed.
    """

    activity: Activity
    round: int
    collection: Collection
    notes: tuple[Note, ...]
    ratings: dict[uuid.UUID, Rating]
    written: int
    people: int
    kept_private: int

    def rating(self, note: Note) -> Rating:
        return self.ratings.get(note.id, NOT_RATED)


def rounds_of(convening_id: uuid.UUID) -> list[RoundOfNotes]:
    """Every round in which somebody wrote, in the order of the agenda; three queries."""
    collections = db.session.execute(
        select(Collection, Activity)
        .join(Activity, Activity.id == Collection.activity_id)
        .where(Activity.convening_id == convening_id)
        .order_by(Activity.position, Collection.round)
    ).all()
    written = db.session.scalars(
        select(Note)
        .where(Note.convening_id == convening_id, Note.withdrawn_at.is_(None))
        .order_by(Note.number)
    ).all()
    ratings = _ratings_in(convening_id)
    found = []
    for collection, activity in collections:
        mine = [
            note
            for note in written
            if (note.activity_id, note.round) == (collection.activity_id, collection.round)
        ]
        shown = tuple(mine) if collection.is_revealed else ()
        found.append(
            RoundOfNotes(
                activity=activity,
                round=collection.round,
                collection=collection,
                notes=shown,
                ratings={note.id: ratings[note.id] for note in shown if note.id in ratings},
                written=len(mine),
                people=len({note.participant_id for note in mine if note.participant_id}),
                kept_private=len(mine) - len(shown),
            )
        )
    return found


def _ratings_in(convening_id: uuid.UUID) -> dict[uuid.UUID, Rating]:
    rows = db.session.execute(
        select(Star.note_id, func.count(), func.sum(Star.stars))
        .join(Note, Note.id == Star.note_id)
        .where(Note.convening_id == convening_id)
        .group_by(Star.note_id)
    )
    return {note_id: Rating(people=people, total=total) for note_id, people, total in rows}


def moderations_of(activity_id: uuid.UUID) -> Sequence[NoteModeration]:
    """The log of what was hidden and brought back, newest first."""
    return db.session.scalars(
        select(NoteModeration)
        .join(Note, Note.id == NoteModeration.note_id)
        .where(Note.activity_id == activity_id)
        .options(joinedload(NoteModeration.note))
        .order_by(NoteModeration.at.desc(), NoteModeration.id)
        .limit(200)
    ).all()


# ------------------------------------------------------------------ told to lower floors


@counts_as(CONTRIBUTED)
def seats_that_wrote_notes(convening_id: uuid.UUID) -> Select[Any]:
    """Seats with a note in the convening that they did not withdraw."""
    return select(Note.participant_id).where(
        Note.convening_id == convening_id,
        Note.participant_id.is_not(None),
        Note.withdrawn_at.is_(None),
    )
