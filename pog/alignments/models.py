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
STATES = ("suggested", "proposed", "endorsed", "declined")
"""Suggested: nobody stands behind it yet. Only proposed and endorsed ones count."""
REASON_LIMIT = 2_000
EVIDENCE_LIMIT = 2_000
ADDRESS_LIMIT = 2_000


class Alignment(Model):
    """Joins an attribute, or one of its indicators, to a competency.

    `target` is a snapshot of the competency (name, code, framework, edition, licence, date):
    identifiers elsewhere rot, what was agreed on must not.
    """

    __tablename__ = "alignments"
    __table_args__ = (UniqueConstraint("subject_id", "competency_id"),)
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[uuid.UUID]
    """What is joined: the attribute itself, or one of its indicators.

    No foreign key: restoring a revision makes its indicators anew, and what was agreed on
    must not go with the old ones.
    """
    subject_words: Mapped[str] = mapped_column(default="")
    """What the indicator said; empty for the whole attribute."""
    competency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("competencies.id"), index=True)
    relation: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    """Where one can see it: a lesson, a study, a course description."""
    evidence_url: Mapped[str] = mapped_column(default="")
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

    @property
    def indicator_id(self) -> uuid.UUID | None:
        """The indicator that is joined; None when it is the whole attribute."""
        return None if self.subject_id == self.attribute_id else self.subject_id


class AlignmentChange(Model):
    """One line of an alignment's history; it outlives the alignment."""

    __tablename__ = "alignment_changes"
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), index=True
    )
    competency_id: Mapped[uuid.UUID] = mapped_column(index=True)
    subject_id: Mapped[uuid.UUID]
    subject_words: Mapped[str] = mapped_column(default="")
    change: Mapped[str]
    """One of wording.CHANGE_WORDS."""
    relation: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    evidence_url: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="proposed")
    """The state of the alignment before a removal, after any other change."""
    target: Mapped[Json]
    author_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
