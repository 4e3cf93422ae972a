"""A fact of the tests' own."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event
from pog.core.work import publish, unit_of_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Event):
    """A test renamed a profile."""

    profile_id: uuid.UUID
    names: tuple[str, ...] = ("title",)


def fail_after_publishing(profile_id: uuid.UUID) -> None:
    with unit_of_work():
        publish(Renamed(profile_id=profile_id))
        raise ZeroDivisionError
