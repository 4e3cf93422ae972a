"""Clusters of notes, where each note lies, and the steps that can be undone."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import Id, Json, Model
from pog.profiles.models import Attribute

NAME_LIMIT = 80
MOST_CLUSTERS = 60
"""As many as a ballot takes options."""
MOST_NOTES = 500
"""So many notes one step may move."""


class ThemeDesk(Model):
    """The desk of one convening; it exists from its first cluster or move on.

    Whoever changes anything on it locks this row, so that changes queue up.
    """

    __tablename__ = "theme_desks"
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), primary_key=True
    )
    last_step: Mapped[int] = mapped_column(default=0)
    """The number of its newest change; pages know by it whether they show that change."""
    last_cluster: Mapped[int] = mapped_column(default=0)
    """The number of its newest cluster."""
    by_hand: Mapped[bool] = mapped_column(default=False)
    """Whether the team orders the clusters; else the largest comes first."""
    frozen_at: Mapped[datetime | None]
    """Since the first vote about clusters nothing moves any more."""


class Cluster(Model):
    """Notes that say much the same, under one name."""

    __tablename__ = "clusters"
    __table_args__ = (UniqueConstraint("convening_id", "number"),)
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Its number for good: people say it, and a key of the keyboard means it."""
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    """Its place when the team orders the clusters by hand."""
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="SET NULL"), index=True
    )
    """The attribute it became."""
    ended_at: Mapped[datetime | None]
    """It was taken apart or went into another one; an undo can bring it back."""
    ended_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    convening: Mapped[Convening] = relationship()
    attribute: Mapped[Attribute | None] = relationship()

    @property
    def is_living(self) -> bool:
        return self.ended_at is None


class ClusteredNote(Model):
    """Where a note was last put. A note without a row was never moved; it is unsorted.

    The key is the note: it cannot lie in two clusters.
    """

    __tablename__ = "clustered_notes"
    note_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True
    )
    cluster_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("clusters.id", ondelete="SET NULL"), index=True
    )
    """None: it was put back among the unsorted."""
    step: Mapped[int]
    """The number of the step that put it there."""
    put_by: Mapped[str]


class ClusterStep(Model):
    """One change at the desk with what was before it, so that its author can undo it."""

    __tablename__ = "cluster_steps"
    __table_args__ = (
        UniqueConstraint("convening_id", "number"),
        Index("ix_cluster_steps_convening_id_participant_id", "convening_id", "participant_id"),
    )
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    """moved, made, renamed, merged or ended."""
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL")
    )
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    """Who made it, when they have no seat in the convening."""
    author_name: Mapped[str]
    before: Mapped[Json] = mapped_column(default=dict)
    """`notes`: where each lay, by whose step; `cluster`, `name`, `new_name`: what was changed."""
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    """It was undone, or an undo passed it over because others had gone on from it."""


class AttributeNote(Model):
    """A note an attribute grew out of; it stays even when the cluster is taken apart."""

    __tablename__ = "attribute_notes"
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), primary_key=True
    )
    note_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
