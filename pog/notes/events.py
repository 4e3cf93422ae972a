"""What can have happened while notes are collected."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesEvent(Event):
    convening_id: uuid.UUID
    activity_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEvent(NotesEvent):
    note_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(NoteEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChanged(NoteEvent):
    """It was reworded, withdrawn, hidden, or one of the last two was undone."""

    shown: bool = True
    """Whether its round was revealed; if not, only its writer could read it anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStarred(NoteEvent):
    """Somebody gave it stars, other stars, or took them back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesRevealed(NotesEvent):
    """Everybody in the convening may read the notes of the present round."""
