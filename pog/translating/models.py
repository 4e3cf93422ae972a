"""Translations of the texts of a profile, state by state."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Id, Model


class Translation(Model):
    """A numbered state of one text in one language; the one with the highest number counts.

    `original` is what it was made from: when the text says something else by now, the
    translation is out of date, and what changed since can be shown word by word.
    """

    __tablename__ = "translations"
    __table_args__ = (
        UniqueConstraint("subject_id", "language", "field", "number"),
        Index("ix_translations_profile_id_language", "profile_id", "language"),
    )
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), index=True
    )
    """The attribute it belongs to; None for texts of the profile and of groupings."""
    subject_id: Mapped[uuid.UUID]
    """The profile, grouping, attribute or indicator whose text it is.

    No foreign key: restoring a revision makes indicators anew, and their translations stay.
    """
    field: Mapped[str]
    language: Mapped[str]
    number: Mapped[int]
    text: Mapped[str]
    """Empty when the translation was taken away."""
    original: Mapped[str]
    original_revision: Mapped[int | None]
    """The attribute's revision at that time."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    participant_id: Mapped[uuid.UUID | None]
    """The seat it was written from; no foreign key, for seats live on a higher floor."""
    author_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
