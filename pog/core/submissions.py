"""What is sent twice is done once: submissions that were kept, and how each was answered.

A row is written in the transaction that makes the change, under a digest of who sent what with
which key. Neither the key nor what was sent can be read from it.
"""

import functools
from datetime import datetime, timedelta

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Json, Model, db, dialect, insert_into

KEPT = timedelta(days=14)
"""Longer than anything waits on a device (a week, static/js/outbox.js)."""
MOST_AT_ONCE = 20


class Submission(Model):
    """A submission that was done."""

    __tablename__ = "submissions"
    digest: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=now, index=True)
    location: Mapped[str | None]
    """Where the answer led; None when it changed a part of the page it came from."""
    said: Mapped[Json] = mapped_column(default=dict)
    """The sentences of the answer: {"notices": [[kind, text], ...]}."""


def take(digest: str) -> Submission | None:
    """Begin a submission, or find it when it was done already.

    Of two copies at once the second waits here until the first is committed or dropped.
    """
    row = {"digest": digest, "sent_at": now(), "location": None, "said": {}}
    begun = db.session.execute(_begin(dialect()), row).scalar()
    if begun is None:
        return db.session.get_one(Submission, digest)
    forget_old()
    return None


@functools.cache
def _begin(dialect_name: str) -> Executable:
    insert = insert_into(Submission, dialect_name)
    return insert.on_conflict_do_nothing().returning(Submission.digest)


@functools.cache
def _remember(dialect_name: str) -> Executable:
    insert = insert_into(Submission, dialect_name)
    told = {name: insert.excluded[name] for name in ("sent_at", "location", "said")}
    return insert.on_conflict_do_update(index_elements=["digest"], set_=told)


def remember(digest: str, location: str | None, notices: list[tuple[str, str]]) -> None:
    """Keep how a submission was answered, for whoever sends it again."""
    said = {"notices": [list(pair) for pair in notices]}
    row = {"digest": digest, "sent_at": now(), "location": location, "said": said}
    # Inserted again: a unit of work that paused has lost the row of its beginning.
    db.session.execute(_remember(dialect()), row)


def forget(digest: str) -> None:
    """This one may be sent again: it did nothing that counts."""
    db.session.execute(delete(Submission).where(Submission.digest == digest))


_OLD = (
    select(Submission.digest)
    .where(Submission.sent_at < bindparam("before"))
    .limit(MOST_AT_ONCE)
    .with_for_update(skip_locked=True)
)


def forget_old() -> None:
    """Some of the oldest go whenever a new one comes, so nothing has to run beside."""
    found = db.session.scalars(_OLD, {"before": now() - KEPT}).all()
    if found:
        db.session.execute(delete(Submission).where(Submission.digest.in_(found)))
