"""What was decided about upstream changes."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Id, Model

ACCEPTED, MERGED, BY_HAND, DECLINED, REOPENED = (
    "accepted",
    "merged",
    "by_hand",
    "declined",
    "reopened",
)
CHOICES = (ACCEPTED, MERGED, BY_HAND, DECLINED)
REASON_LIMIT = 500


class UpstreamDecision(Model):
    """One decision about one field of one upstream thing; rows are added, never changed.

    The newest row of a field says which edition it was looked at in: `edition_id`, or again
    `from_edition_id` when somebody reopened it.
    """

    __tablename__ = "upstream_decisions"
    __table_args__ = (Index("ix_upstream_decisions_profile_id_at", "profile_id", "at"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    subject: Mapped[uuid.UUID]
    """The upstream attribute's identifier; all zeros for the profile itself."""
    subject_name: Mapped[str] = mapped_column(default="")
    field: Mapped[str]
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    from_edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    choice: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="SET NULL"), index=True
    )
    revision_number: Mapped[int | None]
    """The revision of our attribute that took it over."""
    author_name: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(default=now)

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        return self.subject, self.field

    @property
    def looked_at_id(self) -> uuid.UUID:
        """The edition in which this field counts as looked at."""
        return self.from_edition_id if self.choice == REOPENED else self.edition_id
