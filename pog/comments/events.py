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
    parent_id: uuid.UUID | None
    """The comment it replies to; None at the top of a thread."""
    subject_id: uuid.UUID | None
    """What else it is about: an indicator, a suggestion, ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPosted(CommentEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAgreed(CommentEvent):
    """Somebody agreed with it, or took that back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswered(CommentEvent):
    """Its answer was published, or a published one was changed; drafts are no fact for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentHidden(CommentEvent):
    """It was hidden, or shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageChanged(CommentEvent):
    """The words it is about were changed, went away or came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged(Event):
    """Something waits for a moderator, or does no longer; others do not hear of it."""

    profile_id: uuid.UUID
    convening_id: uuid.UUID | None
