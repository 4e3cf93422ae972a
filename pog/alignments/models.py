"""Alignments and their history."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Json, Model
from pog.frameworks.models import Competency
from pog.profiles.models import Attribute

RELATIONS = (
    "exact",
    "strong_overlap",
    "weak_overlap",
    "related",
    "target_broader",
    "target_narrower",
    "peer",
    "prerequisite",
)
STATES = ("proposed", "endorsed", "declined")
REASON_LIMIT = 2_000


class Alignment(Model):
    """Joins an attribute to a competency.

    `target` is a snapshot of the competency (name, code, framework, edition, licence, date):
    identifiers elsewhere rot, what was agreed on must not.
    """

    __tablename__ = "alignments"
    __table_args__ = (UniqueConstraint("attribute_id", "competency_id"),)
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attributes.id", ondelete="CASCADE"))
    competency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("competencies.id"), index=True)
    relation: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="proposed")
    target: Mapped[Json]
    author_name: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    participant_id: Mapped[uuid.UUID | None]
    """The seat it was made from; no foreign key, as in revisions."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    attribute: Mapped[Attribute] = relationship()
    competency: Mapped[Competency] = relationship()


class AlignmentChange(Model):
    """One line of an alignment's history; it outlives the alignment."""

    __tablename__ = "alignment_changes"
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), index=True
    )
    competency_id: Mapped[uuid.UUID] = mapped_column(index=True)
    change: Mapped[str]
    """added, changed, removed, endorsed or declined."""
    relation: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="proposed")
    """The state of the alignment before a removal, after any other change."""
    target: Mapped[Json]
    author_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
