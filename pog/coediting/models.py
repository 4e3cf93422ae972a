"""Texts several people type in: a Yjs document as a snapshot and the updates after it."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Json, Model

TEXT_LIMIT = 8_000
UPDATE_LIMIT = 64 * 1024
"""Bytes of one message. A whole text pasted at once has at most half of that."""


class CoeditedText(Model):
    """The shared text behind an attribute's statement. Its row is the lock of everything about it.

    Numbers count the stored updates: `number` is the newest, `snapshot` holds all up to
    `snapshot_number`, the statement readers see is made from `shown_number`, and the newest
    revision from `cut_number`.
    """

    __tablename__ = "coedited_texts"
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(default=0)
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary)
    snapshot_number: Mapped[int] = mapped_column(default=0)
    shown_number: Mapped[int] = mapped_column(default=0)
    cut_number: Mapped[int] = mapped_column(default=0)
    typists: Mapped[list[Json]] = mapped_column(JSON(none_as_null=True), default=list)
    """Who changed it since the newest revision: name, person and seat, in the order they came."""
    changed_at: Mapped[datetime] = mapped_column(default=now)


class TextUpdate(Model):
    """One stored update, as its writer's editor made it."""

    __tablename__ = "text_updates"
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("coedited_texts.attribute_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(default=now)
