"""Frameworks, competencies and the associations a framework came with."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Json, Model

SECTORS = ("k12", "higher_ed", "workforce", "international")
REDISTRIBUTION = (
    "full",
    "full_presumed",
    "full_with_attribution",
    "names_and_codes_only",
    "link_only",
)


class Framework(Model):
    """A published set of statements, in one edition.

    Library frameworks have no organization and everybody reads them; an imported one belongs
    to the organization that imported it. `redistribution` says what may leave with an export.
    """

    __tablename__ = "frameworks"
    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(unique=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str]
    sector: Mapped[str]
    publisher: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    edition: Mapped[str] = mapped_column(default="")
    """What the issuer calls this edition; where that is nothing, its year stands for it."""
    earlier_editions: Mapped[list[str]] = mapped_column(default=list)
    """Names of editions before this one, where pog holds no more of them."""
    url: Mapped[str | None]
    licence: Mapped[str] = mapped_column(default="unverified")
    redistribution: Mapped[str] = mapped_column(default="names_and_codes_only")
    code_scheme: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(default=False)
    verified_note: Mapped[str | None]
    sources: Mapped[list[str]] = mapped_column(default=list)
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("frameworks.id"))
    source_document: Mapped[Json | None]
    """What an imported file said beyond these columns: its document fields and definitions."""
    imported_from: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    """When anything in it last changed: readers of CASE ask for this to know what is new."""

    competencies: Mapped[list["Competency"]] = relationship(
        back_populates="framework",
        cascade="all, delete-orphan",
        order_by="Competency.position",
        passive_deletes=True,
    )
    replaced_by: Mapped["Framework | None"] = relationship(remote_side="Framework.id")


class Competency(Model):
    """One statement of a framework."""

    __tablename__ = "competencies"
    __table_args__ = (Index("ix_competencies_framework_id_position", "framework_id", "position"),)
    id: Mapped[Id]
    framework_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("frameworks.id", ondelete="CASCADE"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("competencies.id", ondelete="CASCADE"), index=True
    )
    source_id: Mapped[str | None] = mapped_column(index=True)
    """The identifier it carries in the file it came from."""
    code: Mapped[str | None]
    """Tells rows of a framework apart inside pog; some are assigned by us."""
    official_code: Mapped[str | None]
    """The issuer's own code: the only one that is shown or exported."""
    name: Mapped[str]
    """The name, or the full statement where the file has only that."""
    statement: Mapped[str | None]
    """The full text, only where we may hold it."""
    position: Mapped[int] = mapped_column(default=0)
    level: Mapped[str | None]
    item_type: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(default=True)
    source_item: Mapped[Json | None]
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("competencies.id", ondelete="SET NULL"), index=True
    )
    """What the issuer put in its place, in the same framework's next edition."""

    framework: Mapped[Framework] = relationship(back_populates="competencies")


class OwnTextSheet(Model):
    """The full texts of a framework, loaded by an organization that is entitled to them.

    Nobody else reads them, and no file carries them. A newer sheet ends the one before; an ended
    one stays, so that loading and removing can be undone.
    """

    __tablename__ = "own_text_sheets"
    __table_args__ = (
        Index("ix_own_text_sheets_organization_id_framework_id", "organization_id", "framework_id"),
    )
    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    framework_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("frameworks.id", ondelete="CASCADE"), index=True
    )
    file_name: Mapped[str] = mapped_column(default="")
    entitlement: Mapped[str] = mapped_column(default="")
    """Why the organization may use the texts, in its own words."""
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    framework: Mapped[Framework] = relationship()


class OwnText(Model):
    """The full text of one competency, of one sheet."""

    __tablename__ = "own_texts"
    sheet_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("own_text_sheets.id", ondelete="CASCADE"), primary_key=True
    )
    competency_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("competencies.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    text: Mapped[str]


class FrameworkAssociation(Model):
    """A link an imported framework came with, of any type, kept as it was."""

    __tablename__ = "framework_associations"
    id: Mapped[Id]
    framework_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("frameworks.id", ondelete="CASCADE"), index=True
    )
    source_id: Mapped[str]
    kind: Mapped[str]
    origin: Mapped[Json]
    destination: Mapped[Json]
    sequence_number: Mapped[int | None]
    source_association: Mapped[Json]
