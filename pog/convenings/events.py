"""What can have happened in a convening."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveningEvent(Event):
    convening_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveningChanged(ConveningEvent):
    """Title, purpose, rules, groups or agenda are other than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityStarted(ConveningEvent):
    """The room moved to this activity (a further time makes a new round)."""

    activity_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerChanged(ConveningEvent):
    activity_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined(ConveningEvent):
    participant_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantChanged(ConveningEvent):
    """Group, nickname, role or readiness is other than before."""

    participant_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMoved(ConveningEvent):
    """A seat is on another device now; the one before has it no longer."""

    participant_id: uuid.UUID
    from_sign_in_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGivenUp(ConveningEvent):
    """A guest turned out to have an account with a seat of its own here; that one goes on."""

    participant_id: uuid.UUID
    for_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SummonsChanged(ConveningEvent):
    """Everybody was called to one thing, or let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummonsFollowed(ConveningEvent):
    """Somebody came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomHandedOver(ConveningEvent):
    """Another facilitator runs it from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveningClosed(ConveningEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan(ConveningEvent):
    """The first seat of an open round was taken, so its steps are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded(ConveningEvent):
    """A facilitator ended an open round, or looked at it after its end: votes are counted."""
