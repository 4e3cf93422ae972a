"""Ballots, their options and the votes cast."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.clusters.models import Cluster
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import Id, Json, Model

STATES = ("draft", "open", "closed")
VOTING_ROLES = ("participant", "scribe", "facilitator")
QUESTION_LIMIT = 300
OPTION_LIMIT = 200
MOST_OPTIONS = 60
REASON_LIMIT = 500


class Ballot(Model):
    """A question put to the room, counted by one method.

    `result` is what was counted in the transaction that closed the ballot; it never changes.
    """

    __tablename__ = "ballots"
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), index=True
    )
    activity_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("activities.id", ondelete="SET NULL"), index=True
    )
    question: Mapped[str]
    method: Mapped[str]
    settings: Mapped[Json] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="draft")
    hidden: Mapped[bool] = mapped_column(default=True)
    """Totals stay hidden until somebody reveals them after the close."""
    round: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ballots.id"))
    position: Mapped[int] = mapped_column(default=0)
    eligible: Mapped[int | None]
    """How many seats could vote when it closed."""
    result: Mapped[Json | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    convening: Mapped[Convening] = relationship()
    options: Mapped[list["Option"]] = relationship(
        back_populates="ballot", order_by="Option.position", cascade="all, delete-orphan"
    )

    @property
    def option_keys(self) -> list[str]:
        """The options' identifiers as marks and results name them, in the order of the ballot."""
        return [str(option.id) for option in self.options]

    @property
    def takes_votes(self) -> bool:
        """Whether votes count at this moment; in an open round time ends it, not a person."""
        return self.state == "open" and self.convening.takes_input

    @property
    def is_revealed(self) -> bool:
        """Whether the totals may be seen."""
        return self.state == "closed" and self.revealed_at is not None


class Option(Model):
    """A choice, with its wording frozen when the ballot opened."""

    __tablename__ = "options"
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), index=True
    )
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="SET NULL")
    )
    revision_number: Mapped[int | None]
    cluster_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("clusters.id", ondelete="SET NULL")
    )
    name: Mapped[str]
    wording: Mapped[str] = mapped_column(default="")
    wording_html: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    ballot: Mapped[Ballot] = relationship(back_populates="options")
    cluster: Mapped[Cluster | None] = relationship()


class Vote(Model):
    """One participant's marks on one ballot; changed until the close, never doubled."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("ballot_id", "participant_id"),)
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ballots.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), index=True
    )
    marks: Mapped[Json]
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    times_changed: Mapped[int] = mapped_column(default=0)
