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
    alignment_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """Which alignment it is about; no foreign key, and lines of before have none."""
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


class WorkingGroup(Model):
    """Who endorses a profile's alignments to one sector, and how many of them it takes.

    Where none is named, those who judge alignments endorse, and one is enough.
    """

    __tablename__ = "working_groups"
    __table_args__ = (UniqueConstraint("profile_id", "sector"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    sector: Mapped[str]
    quorum: Mapped[int] = mapped_column(default=1)

    members: Mapped[list["WorkingGroupMember"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="WorkingGroupMember.name"
    )


class WorkingGroupMember(Model):
    """A person, or everybody with a seat in a stakeholder group."""

    __tablename__ = "working_group_members"
    id: Mapped[Id]
    working_group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("working_groups.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    stakeholder_group_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("stakeholder_groups.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    """What the page calls them."""

    @property
    def choice(self) -> str:
        """How a form names them."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"group:{self.stakeholder_group_id}"


class Endorsement(Model):
    """One member's word for an alignment; it goes when the relation changes."""

    __tablename__ = "endorsements"
    __table_args__ = (UniqueConstraint("alignment_id", "by"),)
    id: Mapped[Id]
    alignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alignments.id", ondelete="CASCADE"))
    by: Mapped[str]
    """Whose word it is: a person's or a seat's identifier. Each has one."""
    name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
