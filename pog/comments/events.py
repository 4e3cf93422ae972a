"""What can have happened to a comment."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentEvent(Event):
    profile_id: uuid.UUID
    attribute_id: uuid.UUID | None
    convening_id: uuid.UUID | None
    comment_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPosted(CommentEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAgreed(CommentEvent):
    """Somebody agreed with it, or took that back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswered(CommentEvent):
    """A disposition was written, changed or published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentHidden(CommentEvent):
    """It was hidden, or shown again."""
