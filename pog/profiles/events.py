"""What can have happened to a profile."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    """Title, settings, groupings or order of a profile are other than before."""

    profile_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeChanged(Event):
    """An attribute was added, reworded, moved, dropped or brought back: a new revision."""

    profile_id: uuid.UUID
    attribute_id: uuid.UUID
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesTyped(Event):
    """People are typing: the words are other than a moment ago, and no revision yet."""

    profile_id: uuid.UUID
    attribute_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPublished(Event):
    profile_id: uuid.UUID
    edition_id: uuid.UUID
