"""Notes people write in a collect activity, the stars they get, and when a round was revealed."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.convenings.models import Activity, Participant
from pog.core.clock import now
from pog.core.database import Id, Model

NOTE_LIMIT = 300
REASON_LIMIT = 200
MOST_STARS = 5


class Collection(Model):
    """One round of a collect activity; it exists from its first note on."""

    __tablename__ = "collections"
    activity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    round: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column(default=0)
    """The number of its newest note; whoever adds one locks this row."""
    revealed_at: Mapped[datetime | None]
    """From then on everybody in the convening reads the notes; it is not taken back."""
    revealed_by: Mapped[str | None]

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None


class Note(Model):
    """One idea in a few words; plain text, never Markdown."""

    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("activity_id", "round", "number"),
        Index("ix_notes_convening_id_participant_id", "convening_id", "participant_id"),
    )
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    round: Mapped[int]
    """The round of the activity it was written in; it stays there."""
    number: Mapped[int]
    """Its place in the round, so that people can say "note 12"."""
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str]
    """The nickname of the moment it was written; never on a projector."""
    group_letter: Mapped[str | None]
    group_name: Mapped[str | None]
    table_name: Mapped[str | None]
    """The table it speaks for, when a scribe wrote it down."""
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime | None]
    """When its writer reworded it last."""
    withdrawn_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]
    hidden_by: Mapped[str | None]

    activity: Mapped[Activity] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def tone(self) -> int:
        """The colour of its writer's group."""
        return 1 if not self.group_letter else (ord(self.group_letter[0]) - ord("A")) % 8 + 1


class Star(Model):
    """How many stars one seat gave one note."""

    __tablename__ = "stars"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five"),)
    note_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    stars: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(default=now)


class NoteModeration(Model):
    """A line of the log: who hid a note or brought it back, when and why."""

    __tablename__ = "note_moderations"
    id: Mapped[Id]
    note_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("notes.id", ondelete="CASCADE"), index=True
    )
    hides: Mapped[bool]
    """False: it was brought back."""
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)

    note: Mapped[Note] = relationship()
