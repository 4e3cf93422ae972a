"""What people of an organization said about which attributes belong in one row."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Id, Model


class RowMark(Model):
    """Two attributes belong together, or do not, wherever this organization compares them.

    The newest mark of a pair counts. Marks made in one step are undone together. The attributes
    have no foreign key: those of the library stand in editions only.
    """

    __tablename__ = "row_marks"
    __table_args__ = (Index("ix_row_marks_organization_id_one_id", "organization_id", "one_id"),)
    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    step_id: Mapped[uuid.UUID] = mapped_column(index=True)
    one_id: Mapped[uuid.UUID]
    """The attribute that was put somewhere, or taken out."""
    other_id: Mapped[uuid.UUID]
    together: Mapped[bool]
    author_name: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(default=now)
