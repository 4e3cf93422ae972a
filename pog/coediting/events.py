"""What can have happened to texts several people type in."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChanged(Event):
    """Updates of a shared text were stored; the newest has this number."""

    profile_id: uuid.UUID
    attribute_id: uuid.UUID
    number: int
