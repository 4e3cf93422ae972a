"""What the pages of a collection show: pages of notes, one's own, the numbers, the live parts."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.phases import COLLECTING, activity_open_for
from pog.convenings.queries import count_joined, count_ready
from pog.core.database import db
from pog.notes.models import Collection, Note, Star
from pog.notes.queries import (
    COLLECTING_KINDS,
    NOT_RATED,
    Rating,
    collection_of,
    is_shown,
    ratings_of,
)

PAGE_SIZE = 20
SORTS = ("newest", "stars", "unstarred")
FRESH = 3
"""So many of the notes added after the reveal stand above the list, without moving it."""
MOST_CARDS = 12
SIZES = (("large", 27, 31), ("medium", 32, 37), ("", 38, 43))
"""What fits on a wall in three columns of 1080p: the size of the letters (never below 28 pixels),
about how many of them stand in a line, and how many lines there are in all."""


# ------------------------------------------------------------------ where the room collects


def collecting_now(convening: Convening) -> Activity | None:
    """The step in which notes are collected now; else the one where they were collected last."""
    here = activity_open_for(convening, COLLECTING)
    if here is not None:
        return here
    return db.session.scalar(
        select(Activity)
        .where(
            Activity.convening_id == convening.id,
            Activity.kind.in_(COLLECTING_KINDS),
            Activity.opened_at.is_not(None),
        )
        .order_by(Activity.opened_at.desc(), Activity.position)
        .limit(1)
    )


def rounds_with_notes(activity_id: uuid.UUID) -> Sequence[Collection]:
    """The rounds of an activity in which somebody wrote, the oldest first."""
    return db.session.scalars(
        select(Collection)
        .where(Collection.activity_id == activity_id, Collection.last_number > 0)
        .order_by(Collection.round)
    ).all()


# ------------------------------------------------------------------ the numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How much there is in one round."""

    notes: int
    people: int
    starred: int
    """How many people gave stars."""
    hidden: int


def numbers_of(activity_id: uuid.UUID, round_number: int) -> Numbers:
    """Notes and people, withdrawn and hidden notes left out."""
    mine = _in_round(activity_id, round_number)
    open_to_all = Note.hidden_at.is_(None)
    row = db.session.execute(
        select(
            func.count(Note.id).filter(open_to_all),
            func.count(Note.participant_id.distinct()).filter(open_to_all),
            func.count(Note.hidden_at),
        ).where(*mine, Note.withdrawn_at.is_(None))
    ).one()
    starred = db.session.scalar(
        select(func.count(Star.participant_id.distinct()))
        .join(Note, Note.id == Star.note_id)
        .where(*mine)
    )
    return Numbers(notes=row[0], people=row[1], hidden=row[2], starred=starred or 0)


def _in_round(activity_id: uuid.UUID, round_number: int) -> list[ColumnElement[bool]]:
    return [Note.activity_id == activity_id, Note.round == round_number]


# ------------------------------------------------------------------ pages of notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A note as one person sees it."""

    note: Note
    rating: Rating
    own: int | None
    """The stars this person gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a round's notes."""

    cards: tuple[Card, ...]
    found: int
    number: int
    pages: int
    sort: str


def notes_page(
    activity_id: uuid.UUID,
    round_number: int,
    *,
    sort: str,
    page: int,
    seat: Participant | None,
    hidden_too: bool = False,
) -> Page:
    """One page of the notes everybody may read; four queries. Facilitators see hidden ones, too."""
    conditions = _in_round(activity_id, round_number)
    conditions += [_revealed_and_kept()] if hidden_too else [is_shown()]
    if sort == "unstarred" and seat is not None:
        conditions.append(~_starred_by(seat))
    found = db.session.scalar(select(func.count(Note.id)).where(*conditions)) or 0
    if not found:
        return nothing_yet(sort)
    pages = max(1, -(-found // PAGE_SIZE))
    number = min(max(page, 1), pages)
    rows = db.session.scalars(
        _ordered(activity_id, round_number, conditions, sort)
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return Page(
        cards=tuple(cards_for(rows, seat)), found=found, number=number, pages=pages, sort=sort
    )


def nothing_yet(sort: str) -> Page:
    """The page of a round nobody else reads yet; asking for it takes longer with every note."""
    return Page(cards=(), found=0, number=1, pages=1, sort=sort)


def _revealed_and_kept() -> ColumnElement[bool]:
    return select(Collection.activity_id).where(
        Collection.activity_id == Note.activity_id,
        Collection.round == Note.round,
        Collection.revealed_at.is_not(None),
    ).correlate(Note).exists() & Note.withdrawn_at.is_(None)


def _starred_by(seat: Participant) -> ColumnElement[bool]:
    return (
        select(Star.note_id)
        .where(Star.note_id == Note.id, Star.participant_id == seat.id)
        .correlate(Note)
        .exists()
    )


def _ordered(
    activity_id: uuid.UUID, round_number: int, conditions: Sequence[ColumnElement[bool]], sort: str
) -> Select[Note]:
    notes = select(Note).where(*conditions)
    if sort == "newest":
        return notes.order_by(Note.number.desc())
    here = select(Note.id).where(*_in_round(activity_id, round_number))
    given = (
        select(
            Star.note_id,
            func.sum(Star.stars).label("total"),
            func.count().label("people"),
        )
        .where(Star.note_id.in_(here))
        .group_by(Star.note_id)
        .subquery()
    )
    notes = notes.outerjoin(given, given.c.note_id == Note.id)
    if sort == "stars":
        return notes.order_by(func.coalesce(given.c.total, 0).desc(), Note.number)
    # Those few have rated come first, so that every note is read by somebody.
    return notes.order_by(func.coalesce(given.c.people, 0), Note.number)


def cards_for(notes: Sequence[Note], seat: Participant | None) -> list[Card]:
    ids = [note.id for note in notes]
    ratings = ratings_of(ids)
    own = _own_stars(ids, seat)
    return [
        Card(note=note, rating=ratings.get(note.id, NOT_RATED), own=own.get(note.id))
        for note in notes
    ]


def _own_stars(ids: Sequence[uuid.UUID], seat: Participant | None) -> dict[uuid.UUID, int]:
    if seat is None or not ids:
        return {}
    rows = db.session.execute(
        select(Star.note_id, Star.stars).where(
            Star.note_id.in_(ids), Star.participant_id == seat.id
        )
    )
    return {note_id: stars for note_id, stars in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNote:
    """A note of one's own, and whether its words can still be changed."""

    note: Note
    rated: bool


def own_notes(
    seat: Participant, activity_id: uuid.UUID, round_number: int, *, most: int = 200
) -> list[OwnNote]:
    """What somebody wrote in a round, the newest first, withdrawn and hidden ones too."""
    notes = db.session.scalars(
        select(Note)
        .where(*_in_round(activity_id, round_number), Note.participant_id == seat.id)
        .order_by(Note.number.desc())
        .limit(most)
    ).all()
    rated = ratings_of([note.id for note in notes])
    return [OwnNote(note=note, rated=note.id in rated) for note in notes]


def notes_from_seats(seats: Sequence[uuid.UUID]) -> Sequence[Note]:
    """Every note written from these seats, in the order they were written."""
    return db.session.scalars(
        select(Note)
        .where(Note.participant_id.in_(seats))
        .options(joinedload(Note.activity))
        .order_by(Note.created_at, Note.number)
        .limit(500)
    ).all()


# ------------------------------------------------------------------ what regions show
# Rendered once for everybody: nothing here knows who is looking.


def _here(convening_id: uuid.UUID) -> tuple[Activity | None, Collection | None]:
    convening = db.session.get(Convening, convening_id)
    activity = None if convening is None else collecting_now(convening)
    found = None if activity is None else collection_of(activity.id, activity.round)
    return activity, found


def collect_view(convening_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `collect`: how many notes there are, who is ready, and what came after the reveal."""
    activity, collection = _here(convening_id)
    if activity is None:
        return None
    return {
        "activity": activity,
        "numbers": numbers_of(activity.id, activity.round),
        "fresh": fresh_notes(activity, collection),
        "is_revealed": collection is not None and collection.is_revealed,
        **_room(convening_id, activity),
    }


def fresh_notes(activity: Activity, collection: Collection | None) -> Sequence[Note]:
    """The newest of those added since the reveal."""
    if collection is None or collection.revealed_at is None:
        return []
    return db.session.scalars(
        select(Note)
        .where(
            *_in_round(activity.id, collection.round),
            is_shown(),
            Note.created_at > collection.revealed_at,
        )
        .order_by(Note.number.desc())
        .limit(FRESH)
    ).all()


def _room(convening_id: uuid.UUID, activity: Activity) -> dict[str, int]:
    return {"joined": count_joined(convening_id), "ready": count_ready(convening_id, activity.id)}


def shown_view(convening_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `shown`: who can read the notes at this moment."""
    activity, collection = _here(convening_id)
    if activity is None:
        return None
    return {"collection": collection, "state": state_of(activity, collection)}


def state_of(activity: Activity, collection: Collection | None) -> str:
    """Something else whenever other notes may be read than before."""
    if collection is None or not collection.is_revealed:
        return f"{activity.id} {activity.round}"
    newest = db.session.execute(
        select(func.count(Note.hidden_at), func.count(Note.withdrawn_at)).where(
            *_in_round(activity.id, activity.round)
        )
    ).one()
    return f"{activity.id} {activity.round} shown {newest[0]} {newest[1]}"


def stage_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `notes-stage` of the projector, while notes are collected: numbers, then notes.

    No name is in it, and before the reveal not a word of a note.
    """
    convening = db.session.get_one(Convening, convening_id)
    activity = activity_open_for(convening, COLLECTING)
    if activity is None:
        return {
            "activity": None,
            "lead": "",
            "language": "en",
            "notes": [],
            "size": "",
            "more": 0,
            "numbers": None,
            "joined": 0,
            "ready": 0,
        }
    collection = collection_of(activity.id, activity.round)
    numbers = numbers_of(activity.id, activity.round)
    notes = wall_notes(activity) if collection and collection.is_revealed else []
    return {
        "activity": activity,
        "language": convening.language,
        "notes": notes,
        "size": size_for(notes),
        "more": numbers.notes - len(notes) if notes else 0,
        "numbers": numbers,
        **_room(convening_id, activity),
    }


def wall_notes(activity: Activity) -> list[Note]:
    """As many notes as fit on a wall: most stars first, then by their numbers."""
    here = [*_in_round(activity.id, activity.round), is_shown()]
    best = db.session.scalars(
        _ordered(activity.id, activity.round, here, "stars").limit(MOST_CARDS)
    ).all()
    _size, length, most = SIZES[-1]
    fitting: list[Note] = []
    lines = 0
    for note in best:
        lines += lines_of(note, length)
        if fitting and lines > most:
            break
        fitting.append(note)
    return fitting


def size_for(notes: Sequence[Note]) -> str:
    """The largest letters in which these notes still fit."""
    for size, length, most in SIZES:
        if sum(lines_of(note, length) for note in notes) <= most:
            return size
    return ""


def lines_of(note: Note, length: int) -> int:
    """About how many lines its card takes, the space around it too."""
    return 1 + -(-len(note.text) // length)


def desk_view(convening_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `collecting` of the desk: the numbers of the round that goes on."""
    activity, collection = _here(convening_id)
    if activity is None:
        return None
    return {
        "collection": collection,
        "numbers": numbers_of(activity.id, activity.round),
        **_room(convening_id, activity),
    }
