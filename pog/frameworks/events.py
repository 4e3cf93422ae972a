"""What can have happened to frameworks."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkKept(Event):
    """A framework is new here, or says something else than before."""

    framework_id: uuid.UUID
