"""Refusals: what went wrong, in one sentence a person can act on."""

from typing import ClassVar, Protocol


class Sentence(Protocol):
    """A sentence now, or one that is translated when it is shown."""

    def __str__(self) -> str: ...


class Refusal(Exception):
    """Something was not done; `message` says what to do, `field` which box it is about."""

    status: ClassVar[int] = 422

    def __init__(self, message: Sentence, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Unreadable(Refusal):
    """What was sent cannot be understood."""


class Conflict(Refusal):
    """The thing is not in a state that allows this, or someone was faster."""

    status = 409


class NotFound(Refusal):
    """There is no such thing, or not for whoever asks."""

    status = 404


class Forbidden(Refusal):
    """Whoever asks sees the thing but may not do this."""

    status = 403


class TooLarge(Refusal):
    """More was sent than is taken."""

    status = 413


class TooMany(Refusal):
    """It was tried too often in a short time."""

    status = 429
