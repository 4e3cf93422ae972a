"""Who may read notes, write them, give stars, reveal a round and hide a note.

Whether notes are collected at this moment is not asked here: the services do, so that somebody
who comes too late keeps the text and reads why.
"""

from pog.convenings.models import Activity
from pog.convenings.permissions import FACILITATE, TAKE_PART, VIEW_CONVENING, WITH_CONVENING
from pog.convenings.seats import seat_of
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.notes.models import Note
from pog.notes.queries import is_revealed

WRITE_NOTES = Permission("activity.write-notes", Activity, along=WITH_CONVENING)
VIEW_NOTE = Permission("note.view", Note)
CHANGE_NOTE = Permission("note.change", Note)
"""Reword it, withdraw it: its writer alone."""
STAR_NOTE = Permission("note.star", Note)
MODERATE_NOTE = Permission("note.moderate", Note)
"""Hide it and bring it back; only a note that was revealed, since before nobody else reads it."""


@WRITE_NOTES.granted_by
def those_who_take_part_write(actor: Actor, activity: Activity) -> bool:
    return TAKE_PART.allows(actor, activity.convening)


@CHANGE_NOTE.granted_by
def writers_change_their_own(actor: Actor, note: Note) -> bool:
    seat = seat_of(actor, note.convening_id)
    return seat is not None and note.participant_id == seat.id


@VIEW_NOTE.granted_by
def writers_read_their_own(actor: Actor, note: Note) -> bool:
    return CHANGE_NOTE.allows(actor, note)


@VIEW_NOTE.granted_by
def all_read_what_is_shown(actor: Actor, note: Note) -> bool:
    return (
        not note.is_hidden
        and not note.is_withdrawn
        and is_revealed(note)
        and VIEW_CONVENING.allows(actor, note.activity.convening)
    )


@VIEW_NOTE.granted_by
def moderators_read_what_they_hide(actor: Actor, note: Note) -> bool:
    return MODERATE_NOTE.allows(actor, note)


@STAR_NOTE.granted_by
def those_who_take_part_give_stars(actor: Actor, note: Note) -> bool:
    return is_revealed(note) and TAKE_PART.allows(actor, note.activity.convening)


@MODERATE_NOTE.granted_by
def facilitators_moderate(actor: Actor, note: Note) -> bool:
    return (
        not note.is_withdrawn
        and is_revealed(note)
        and FACILITATE.allows(actor, note.activity.convening)
    )
