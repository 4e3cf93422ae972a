"""What can have happened at a table."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEvent(Event):
    convening_id: uuid.UUID
    table_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanged(TableEvent):
    """It was opened, or other people sit there than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEntered(TableEvent):
    """A paper card was entered, corrected or voided; which one and what it says stay out."""

    ballot_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKept(TableEvent):
    """The scribe counted the cards of a ballot."""

    ballot_id: uuid.UUID
