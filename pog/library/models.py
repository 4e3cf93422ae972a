"""Library entries: published profiles with their sources and what is verified."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.database import Json, Model
from pog.profiles.models import Edition


class LibraryEntry(Model):
    """A published profile of a state or district, as its issuer names it."""

    __tablename__ = "library_entries"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    label: Mapped[str]
    state: Mapped[str | None]
    level: Mapped[str]
    issuer: Mapped[str]
    year: Mapped[int | None]
    url: Mapped[str | None]
    licence: Mapped[str] = mapped_column(default="unverified")
    sources: Mapped[list[str]] = mapped_column(default=list)
    history: Mapped[list[str]] = mapped_column(default=list)
    verified: Mapped[bool]
    verified_note: Mapped[str | None]
    complete: Mapped[bool]
    """Incomplete entries are references: shown, never cloned."""
    notes: Mapped[str | None]
    details: Mapped[Json | None]
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editions.id"))

    edition: Mapped[Edition] = relationship()
