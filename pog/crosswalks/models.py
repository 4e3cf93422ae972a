"""Crosswalks and their pairs."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.frameworks.models import Competency

LINK_RELATIONS = (
    "exact",
    "close",
    "strong_overlap",
    "weak_overlap",
    "related",
    "broader",
    "target_broader",
    "narrower",
    "target_narrower",
    "supports",
    "covers",
    "covered_by",
    "peer",
    "prerequisite",
    "replaced_by",
    "level_equivalent",
    "none",
)
"""The words published crosswalks use, and ours."""


class Crosswalk(Model):
    """A published list of pairs between competencies of frameworks, with its source.

    One of the library has no organization; an imported one is its organization's own.
    """

    __tablename__ = "crosswalks"
    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(unique=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    """Who published it, and where."""
    licence: Mapped[str] = mapped_column(default="unverified")
    imported_from: Mapped[str] = mapped_column(default="")
    imported_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    links: Mapped[list["CrosswalkLink"]] = relationship(
        order_by="CrosswalkLink.position", cascade="all, delete-orphan", passive_deletes=True
    )


class CrosswalkLink(Model):
    """One pair, as published. An end that is in no framework here keeps its name and code."""

    __tablename__ = "crosswalk_links"
    id: Mapped[Id]
    crosswalk_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("crosswalks.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    source_framework: Mapped[str]
    """The key or title it is published under."""
    source_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("competencies.id", ondelete="SET NULL"), index=True
    )
    source_code: Mapped[str] = mapped_column(default="")
    source_text: Mapped[str] = mapped_column(default="")
    target_framework: Mapped[str]
    target_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("competencies.id", ondelete="SET NULL"), index=True
    )
    target_code: Mapped[str] = mapped_column(default="")
    target_text: Mapped[str] = mapped_column(default="")
    relation: Mapped[str]
    """One of LINK_RELATIONS."""
    note: Mapped[str] = mapped_column(default="")

    source: Mapped[Competency | None] = relationship(foreign_keys=[source_id])
    target: Mapped[Competency | None] = relationship(foreign_keys=[target_id])
