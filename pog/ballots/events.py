"""What can have happened to a ballot."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotEvent(Event):
    convening_id: uuid.UUID
    ballot_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotPrepared(BallotEvent):
    """A draft was made or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotOpened(BallotEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(BallotEvent):
    """Somebody voted or changed a vote; who and what stay out of the fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(BallotEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRevealed(BallotEvent):
    pass
