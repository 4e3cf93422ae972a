"""Writing notes, giving stars, revealing a round, hiding a note: every change to notes.

Adding a note and moving the room exclude each other: who adds holds the convening FOR SHARE (on
SQLite every writing transaction has the one write lock), so no note lands in a round that is over.
The row of the round is locked after it; it hands out the numbers.
"""

from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite

from pog.convenings.models import Activity, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_line
from pog.core.work import publish
from pog.notes.events import NoteAdded, NoteChanged, NoteEvent, NotesRevealed, NoteStarred
from pog.notes.models import (
    MOST_STARS,
    NOTE_LIMIT,
    REASON_LIMIT,
    Collection,
    Note,
    NoteModeration,
    Star,
)
from pog.notes.queries import (
    is_revealed,
    note_is_open,
    ratings_of,
    star_of,
    takes_notes,
)

E = TypeVar("E", bound=NoteEvent)
TABLE_LIMIT = 60

TOO_LATE = _l(
    "Notes are closed at the moment, so this was not stored. "
    "Your text is kept here; send it when the facilitator opens notes again."
)
ROUND_IS_OVER = _l("This round of notes is over, so your note stays as it is.")


# ------------------------------------------------------------------ writing


def add_note(
    activity: Activity,
    participant: Participant,
    *,
    text: str,
    table_name: str | None = None,
) -> Note:
    """Write one idea into the present round."""
    if participant.convening_id != activity.convening_id or participant.role == "observer":
        raise Forbidden(_l("You have no seat here to write notes from."))
    words = checked(text)
    hold_room(activity)
    if not takes_notes(activity):
        raise Conflict(TOO_LATE)
    collection = lock_round(activity)
    group = participant.group
    note = Note(
        convening_id=activity.convening_id,
        activity_id=activity.id,
        round=collection.round,
        number=collection.last_number + 1,
        participant_id=participant.id,
        author_name=participant.nickname,
        group_letter=group.letter if group else None,
        group_name=group.name if group else None,
        table_name=clean_line(table_name or "")[:TABLE_LIMIT] or None,
        text=words,
        changed_at=None,
        withdrawn_at=None,
        hidden_at=None,
        hidden_reason=None,
        hidden_by=None,
    )
    db.session.add(note)
    collection.last_number += 1
    db.session.flush()
    publish(about(NoteAdded, note))
    return note


def checked(text: str) -> str:
    words = clean_line(text)
    if not words:
        raise Refusal(_l("Write your idea first."), field="text")
    if len(words) > NOTE_LIMIT:
        raise Refusal(
            _l("Use at most 300 characters. Put a second idea in a note of its own."), field="text"
        )
    return words


def hold_room(activity: Activity) -> None:
    """Read where the room is now and keep it there until the commit, beside other writers."""
    db.session.refresh(activity.convening, with_for_update={"read": True})
    db.session.refresh(activity, ["round"])


def lock_round(activity: Activity) -> Collection:
    """The row of the activity's present round, made when it is not there yet, and locked."""
    on = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(
        on.insert(Collection)
        .values(activity_id=activity.id, round=activity.round, last_number=0)
        .on_conflict_do_nothing()
    )
    return db.session.get_one(
        Collection, (activity.id, activity.round), with_for_update=True, populate_existing=True
    )


def about(kind: type[E], note: Note) -> E:
    return kind(convening_id=note.convening_id, activity_id=note.activity_id, note_id=note.id)


def tell_change(note: Note) -> None:
    publish(
        NoteChanged(
            convening_id=note.convening_id,
            activity_id=note.activity_id,
            note_id=note.id,
            shown=is_revealed(note),
        )
    )


def lock(note: Note) -> Note:
    """The newest state of a note, held until the commit, while the room stays where it is."""
    hold_room(note.activity)
    db.session.refresh(note, with_for_update=True)
    return note


def reword_note(note: Note, *, text: str) -> None:
    """Change one's own words, as long as nobody has given them stars."""
    words = checked(text)
    lock(note)
    refuse_when_hidden(note)
    if not note_is_open(note):
        raise Conflict(_l("This round of notes is over, so this was not stored."), field="text")
    if note.id in ratings_of([note.id]):
        raise Conflict(
            _l("Somebody has given this note stars, so its words stay. Add a new note instead."),
            field="text",
        )
    if words == note.text:
        return
    note.text = words
    note.changed_at = now()
    db.session.flush()
    tell_change(note)


def refuse_when_hidden(note: Note) -> None:
    if note.is_hidden:
        raise Conflict(_l("A facilitator has hidden this note, so it stays as it is."))


def withdraw_note(note: Note) -> None:
    """Take one's own note back; it can be put back while the round goes on."""
    lock(note)
    refuse_when_hidden(note)
    if note.is_withdrawn:
        return
    if not note_is_open(note):
        raise Conflict(ROUND_IS_OVER)
    note.withdrawn_at = now()
    db.session.flush()
    tell_change(note)


def put_back_note(note: Note) -> None:
    """Undo a withdrawal."""
    lock(note)
    if not note.is_withdrawn:
        return
    if not note_is_open(note):
        raise Conflict(ROUND_IS_OVER)
    note.withdrawn_at = None
    db.session.flush()
    tell_change(note)


# ------------------------------------------------------------------ stars


def give_stars(note: Note, participant: Participant, stars: int | None) -> int | None:
    """Give a note one to five stars, other ones, or none. Says what it has from this seat now."""
    if participant.convening_id != note.convening_id or participant.role == "observer":
        raise Forbidden(_l("You have no seat here to give stars from."))
    if stars is not None and not 1 <= stars <= MOST_STARS:
        raise Refusal(_l("Give one to five stars."), field="stars")
    # Two taps at once on PostgreSQL wait here for each other.
    lock(note)
    if note.is_hidden or note.is_withdrawn:
        raise Conflict(_l("This note is no longer shown, so it takes no stars."))
    if not note_is_open(note):
        raise Conflict(_l("This round is over, so the stars stay as they were."))
    given = star_of(note.id, participant.id)
    before = given.stars if given else None
    if stars == before:
        return before
    if given is None:
        db.session.add(Star(note_id=note.id, participant_id=participant.id, stars=stars))
    elif stars is None:
        db.session.delete(given)
    else:
        given.stars = stars
        given.given_at = now()
    db.session.flush()
    publish(about(NoteStarred, note))
    return stars


# ------------------------------------------------------------------ running it


def reveal_notes(activity: Activity, *, revealed_by: str) -> Collection:
    """Show the notes of the round somebody looked at to everybody in the convening, for good."""
    # The convening stays open until the commit; which round it is was asked before.
    db.session.refresh(activity.convening, with_for_update={"read": True})
    collection = lock_round(activity)
    if collection.is_revealed:
        return collection
    if collection.last_number == 0:
        raise Conflict(_l("There is no note yet to show."))
    if not activity.convening.is_open:
        raise Conflict(_l("This convening is closed, so its private notes stay private."))
    collection.revealed_at = now()
    collection.revealed_by = revealed_by
    db.session.flush()
    publish(NotesRevealed(convening_id=activity.convening_id, activity_id=activity.id))
    return collection


def hide_note(note: Note, *, reason: str, hidden_by: str) -> None:
    """Take a note's words off every page and the projector; its writer reads why."""
    reason = clean_line(reason)
    if not reason:
        raise Refusal(_l("Say why. The writer of the note reads it."), field="reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal(_l("Use at most 200 characters for the reason."), field="reason")
    db.session.refresh(note, with_for_update=True)
    if note.is_hidden:
        return
    note.hidden_at = now()
    note.hidden_reason = reason
    note.hidden_by = hidden_by
    db.session.add(NoteModeration(note_id=note.id, hides=True, reason=reason, by=hidden_by))
    db.session.flush()
    tell_change(note)


def show_note(note: Note, *, shown_by: str) -> None:
    """Bring a hidden note back."""
    db.session.refresh(note, with_for_update=True)
    if not note.is_hidden:
        return
    note.hidden_at = note.hidden_reason = note.hidden_by = None
    db.session.add(NoteModeration(note_id=note.id, hides=False, by=shown_by))
    db.session.flush()
    tell_change(note)
