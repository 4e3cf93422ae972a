"""What can have happened to a suggestion."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionEvent(Event):
    profile_id: uuid.UUID
    attribute_id: uuid.UUID
    convening_id: uuid.UUID | None
    suggestion_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionMade(SuggestionEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionMarked(SuggestionEvent):
    """Somebody supports it, would keep the words, or took that back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionChanged(SuggestionEvent):
    """It was put onto newer words, withdrawn, hidden or shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDecided(SuggestionEvent):
    """It was accepted, partly accepted or declined, or that was undone."""
