"""Tables with one device and a scribe, the paper cards of the people there, and count sheets."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.convenings.models import Convening, Participant
from pog.core.clock import now
from pog.core.database import Id, Model

HIGHEST_NUMBER = 999
NAME_LIMIT = 60
MOST_PEOPLE = 40
EXPLANATION_LIMIT = 500
REASON_LIMIT = 200
ENTERED, CORRECTED, VOIDED = "entered", "corrected", "voided"


class Table(Model):
    """One table of the hall."""

    __tablename__ = "tables"
    __table_args__ = (UniqueConstraint("convening_id", "number"),)
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    """Another name for it, beside its number."""
    scribe_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), unique=True
    )
    """The seat that enters what the table says; one seat is at one table."""
    last_card: Mapped[int] = mapped_column(default=0)
    """The number of its newest card; whoever adds one locks this row."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    convening: Mapped[Convening] = relationship()
    scribe: Mapped[Participant | None] = relationship()
    cards: Mapped[list["TableCard"]] = relationship(
        back_populates="table", order_by="TableCard.number", cascade="all, delete-orphan"
    )

    @property
    def cards_in_use(self) -> list["TableCard"]:
        """Without those taken away again."""
        return [card for card in self.cards if card.seat.removed_at is None]


class TableCard(Model):
    """The paper card of somebody without a device: a seat of its own, entered by the scribe.

    The seat has no browser and no account, so nobody else can vote from it; its votes meet the
    same constraint as all others.
    """

    __tablename__ = "table_cards"
    __table_args__ = (UniqueConstraint("table_id", "number"),)
    id: Mapped[Id]
    table_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tables.id", ondelete="CASCADE"))
    number: Mapped[int]
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), unique=True
    )

    table: Mapped[Table] = relationship(back_populates="cards")
    seat: Mapped[Participant] = relationship()


class CardEntry(Model):
    """A line of the log: a card was entered, corrected or voided. What it says stays out of it."""

    __tablename__ = "card_entries"
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), index=True
    )
    card_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("table_cards.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was voided."""
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)

    card: Mapped[TableCard] = relationship()


class CountSheet(Model):
    """What became of the cards of one table in one ballot, as the scribe counted them."""

    __tablename__ = "count_sheets"
    __table_args__ = (
        CheckConstraint("handed_out >= 0 AND blank >= 0 AND spoiled >= 0", name="not_negative"),
    )
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True
    )
    table_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("tables.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    handed_out: Mapped[int]
    blank: Mapped[int]
    spoiled: Mapped[int]
    entered: Mapped[int]
    """How many were entered when the scribe counted; more may have come since."""
    explanation: Mapped[str] = mapped_column(default="")
    kept_by: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(default=now)
