"""What time it is: one place to ask, so that tests can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("pog_clock_held", default=None)


def now() -> datetime:
    """Return this moment, in UTC and aware of it."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def fixed(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at `moment` inside the block, in this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield moment.astimezone(UTC)
    finally:
        _held.reset(token)
