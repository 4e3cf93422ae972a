"""Every import of a framework, with its report and the way back."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Json, Model
from pog.core.jobs import Job
from pog.frameworks.models import Framework

READING, TO_CHOOSE, TO_CONFIRM, DONE, FAILED, CANCELLED, UNDONE = STATES = (
    "reading",
    "to_choose",
    "to_confirm",
    "done",
    "failed",
    "cancelled",
    "undone",
)


class FrameworkImport(Model):
    """A file that became a framework, or is about to change one.

    `content` is there until it is done; `before` holds what an update replaced.
    """

    __tablename__ = "framework_imports"
    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    framework_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("frameworks.id", ondelete="SET NULL"), index=True
    )
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"))
    format: Mapped[str] = mapped_column(default="case")
    sector: Mapped[str]
    file_name: Mapped[str]
    wanted: Mapped[str] = mapped_column(default="")
    """Which framework, where the file holds several."""
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=READING)
    is_update: Mapped[bool] = mapped_column(default=False)
    report: Mapped[Json] = mapped_column(default=dict)
    """Counts, remarks by row, identifiers known elsewhere, and what an update changes; while it
    waits for a choice, the frameworks there are."""
    said: Mapped[str] = mapped_column(default="")
    """Why it failed."""
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    before: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    compared_at: Mapped[datetime | None]
    """When the framework was last changed, as the comparison saw it."""
    applied_at: Mapped[datetime | None]

    framework: Mapped[Framework | None] = relationship()
    job: Mapped[Job | None] = relationship()
