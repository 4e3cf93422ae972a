"""What can have happened to an account."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """A browser that may have had a guest's seats now belongs to a person."""

    person_id: uuid.UUID
    guest_sign_in_id: uuid.UUID | None
