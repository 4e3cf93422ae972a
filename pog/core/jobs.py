"""Slow work: a row written with the change that asks for it, done later by a worker.

A worker is a process of its own (`pog work`; `pog serve` starts one), so that nobody who types
waits. It takes the oldest row, says now and then that it is alive, and whoever dies is found out:
a job without a sign of life is taken again from its beginning. What a job does must bear that.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.clock import now
from pog.core.database import Id, Json, Model, db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.work import unit_of_work

log = logging.getLogger(__name__)
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
SILENCE: Final = timedelta(seconds=60)
"""After so long without a sign of life somebody else takes the job."""
MOST_TRIES: Final = 3


class Job(Model):
    """Work that somebody waits for."""

    __tablename__ = "jobs"
    id: Mapped[Id]
    kind: Mapped[str]
    about: Mapped[Json] = mapped_column(default=dict)
    """What the work needs to know, in plain JSON: identifiers, mostly."""
    state: Mapped[str] = mapped_column(default=WAITING, index=True)
    part: Mapped[int] = mapped_column(default=0)
    whole: Mapped[int] = mapped_column(default=0)
    """How far it is: `part` of `whole`; nothing is known while `whole` is 0."""
    said: Mapped[str] = mapped_column(default="")
    """Why it failed, in a sentence for whoever asked."""
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    alive_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.part // self.whole) if self.whole else 0


class Cancelled(Exception):
    """Whoever asked for the job does not want it any more."""


class Progress:
    """How a job tells how far it is, and hears that it is no longer wanted.

    Each call is a unit of work of its own: between two pieces of work, never inside one.
    """

    def __init__(self, job_id: uuid.UUID) -> None:
        self.job_id = job_id

    def __call__(self, part: int, whole: int) -> None:
        with unit_of_work():
            job = db.session.get_one(Job, self.job_id)
            if job.state == CANCELLED:
                raise Cancelled
            job.part, job.whole, job.alive_at = part, whole, now()


Doer = Callable[[Json, Progress], None]
_doers: dict[str, Doer] = {}


def does(kind: str) -> Callable[[Doer], Doer]:
    """Register who does the jobs of this kind; it opens its own units of work."""

    def register(doer: Doer) -> Doer:
        _doers[kind] = doer
        return doer

    return register


def ask(kind: str, **about: str) -> Job:
    """Have this done later, if the present unit of work is kept."""
    job = Job(id=uuid.uuid4(), kind=kind, about=about)
    db.session.add(job)
    db.session.flush()
    return job


def cancel(job: Job) -> None:
    """Say that nobody wants it any more; what is being done stops at its next sign of life."""
    if not job.is_over:
        job.state, job.ended_at = CANCELLED, now()
        db.session.flush()


def something_waits() -> bool:
    """Asked without the lock that writers take: most of the time there is nothing to do."""
    try:
        return db.session.scalar(select(Job.id).where(_free()).limit(1)) is not None
    finally:
        db.session.rollback()


def _free() -> ColumnElement[bool]:
    """Waiting, or left by a worker that gives no sign of life."""
    return or_(Job.state == WAITING, and_(Job.state == RUNNING, Job.alive_at < now() - SILENCE))


def take() -> tuple[uuid.UUID, str, Json] | None:
    """The oldest job nobody else has, now ours."""
    with unit_of_work():
        job = db.session.scalar(
            select(Job)
            .where(_free())
            .order_by(Job.asked_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job is None:
            return None
        job.state, job.alive_at, job.tries = RUNNING, now(), job.tries + 1
        if job.tries > MOST_TRIES:
            job.state, job.ended_at = FAILED, now()
            job.said = _("This was tried several times and never came to an end.")
        return job.id, job.kind, job.about


def work_off() -> int:
    """Do all jobs that wait; how many there were."""
    done = 0
    while (taken := take()) is not None:
        done += 1
        do(*taken)
    return done


def do(job_id: uuid.UUID, kind: str, about: Json) -> None:
    """Do one job and note how it ended; no failure of one stops the others."""
    with unit_of_work():
        if db.session.get_one(Job, job_id).state != RUNNING:
            return
    state, said = DONE, ""
    try:
        _doers[kind](about, Progress(job_id))
    except Cancelled:
        return
    except Refusal as refusal:
        state, said = FAILED, str(refusal)
    except Exception:
        log.exception("The job %s (%s) failed.", job_id, kind)
        state, said = FAILED, _("Something went wrong on our side and nothing was changed.")
    with unit_of_work():
        job = db.session.get_one(Job, job_id)
        job.state, job.said, job.ended_at = state, said, now()


def work_for_ever(still_wanted: Callable[[], bool], pause: float = 1.0) -> None:
    """Look for jobs until nobody needs this worker any more."""
    while still_wanted():
        try:
            if something_waits():
                work_off()
        except Exception:
            log.exception("The worker could not look for jobs.")
        time.sleep(pause)
