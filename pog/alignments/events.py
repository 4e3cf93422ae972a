"""What can have happened to an alignment."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentChanged(Event):
    """An attribute was joined to a competency, or that was changed, judged or taken back."""

    profile_id: uuid.UUID
    attribute_id: uuid.UUID
