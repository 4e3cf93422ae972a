"""What people found to be no match."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.frameworks.models import Competency
from pog.profiles.models import Attribute


class DismissedMatch(Model):
    """Somebody looked at this suggestion and found that it is none."""

    __tablename__ = "dismissed_matches"
    __table_args__ = (UniqueConstraint("attribute_id", "competency_id"),)
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attributes.id", ondelete="CASCADE"))
    competency_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("competencies.id", ondelete="CASCADE"), index=True
    )
    author_name: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    participant_id: Mapped[uuid.UUID | None]
    """The seat it was made from; no foreign key, as in alignments."""
    at: Mapped[datetime] = mapped_column(default=now)

    attribute: Mapped[Attribute] = relationship()
    competency: Mapped[Competency] = relationship()
