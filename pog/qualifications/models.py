"""Qualifications, what they vouch for, and the levels they fit best."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.frameworks.models import Competency
from pog.profiles.models import Attribute, Profile

KINDS = ("diploma", "certificate", "degree", "licence", "other")
EXTENTS = ("wholly", "partly")
"""How far a qualification vouches for an attribute."""
LEVEL_FRAMEWORKS = ("eqf-levels", "ie-nfq")
"""Keys of the library's frameworks whose competencies are levels."""


class Qualification(Model):
    """Something that is awarded, and what it means to students, institutions and employers."""

    __tablename__ = "qualifications"
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    kind: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    for_students: Mapped[str] = mapped_column(default="")
    for_institutions: Mapped[str] = mapped_column(default="")
    for_employers: Mapped[str] = mapped_column(default="")
    level_note: Mapped[str] = mapped_column(default="")
    """Why these levels fit best: a level is never exact."""
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=now)

    profile: Mapped[Profile] = relationship()
    vouches: Mapped[list["Vouching"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    levels: Mapped[list["BestFit"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class Vouching(Model):
    """A qualification vouches for an attribute, wholly or partly."""

    __tablename__ = "qualification_attributes"
    qualification_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("qualifications.id", ondelete="CASCADE"), primary_key=True
    )
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    extent: Mapped[str]

    attribute: Mapped[Attribute] = relationship()


class BestFit(Model):
    """The level of a framework of levels that a qualification fits best."""

    __tablename__ = "qualification_levels"
    qualification_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("qualifications.id", ondelete="CASCADE"), primary_key=True
    )
    competency_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("competencies.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    competency: Mapped[Competency] = relationship()
