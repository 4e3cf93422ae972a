"""Slow work: done once, by whoever is there, from the beginning when somebody died over it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pog.core import jobs
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.jobs import Job
from pog.core.work import unit_of_work
from tests.races import at_once

DONE = []


@jobs.does("note-for-tests")
def note(about, progress):
    progress(1, 2)
    DONE.append(about["word"])
    if about["word"] == "refused":
        raise Refusal("This cannot be done.")
    if about["word"] == "broken":
        raise ValueError("a slip")


@pytest.fixture
def ask(app):
    DONE.clear()

    def asked(word, **changed):
        with app.app_context(), unit_of_work():
            job = jobs.ask("note-for-tests", word=word)
            for name, value in changed.items():
                setattr(job, name, value)
            return job.id

    return asked


@pytest.fixture
def state(app):
    def of(key):
        with app.app_context():
            job = db.session.get_one(Job, key)
            return job.state, job.said, job.percent

    return of


def test_jobs_are_done_in_their_order_and_once(app, ask, state):
    keys = [ask(word) for word in ("one", "two")]
    with app.app_context():
        assert jobs.work_off() == 2
        assert jobs.work_off() == 0
    assert DONE == ["one", "two"]
    assert [state(key) for key in keys] == [("done", "", 50)] * 2


def ask_and_fail():
    with unit_of_work():
        jobs.ask("note-for-tests", word="never")
        raise ZeroDivisionError


def test_a_job_stands_and_falls_with_what_asked_for_it(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            ask_and_fail()
        assert jobs.work_off() == 0


def test_a_failure_stops_no_other_job(app, ask, state):
    keys = [ask(word) for word in ("broken", "refused", "fine")]
    with app.app_context():
        jobs.work_off()
    assert [state(key)[0] for key in keys] == ["failed", "failed", "done"]
    assert state(keys[1])[1] == "This cannot be done."
    assert "a slip" not in state(keys[0])[1]


def test_the_work_of_a_dead_worker_is_taken_again(app, ask, state):
    dead = ask("again", state="running", alive_at=now() - timedelta(minutes=5), tries=1)
    alive = ask("busy", state="running", alive_at=now(), tries=1)
    with app.app_context():
        assert jobs.work_off() == 1
    assert DONE == ["again"]
    assert (state(dead)[0], state(alive)[0]) == ("done", "running")


def test_what_kills_its_workers_is_given_up(app, ask, state):
    key = ask("deadly", state="running", alive_at=now() - timedelta(minutes=5), tries=3)
    with app.app_context():
        jobs.work_off()
    assert (state(key)[0], DONE) == ("failed", [])


def test_a_cancelled_job_is_not_begun_and_stops_at_its_next_sign(app, ask, state):
    key = ask("waiting")
    with app.app_context():
        with unit_of_work():
            jobs.cancel(db.session.get_one(Job, key))
        assert jobs.work_off() == 0
        with pytest.raises(jobs.Cancelled):
            jobs.Progress(key)(1, 2)
    assert state(key)[0] == "cancelled"


# ------------------------------------------------------------------ several workers


def test_two_workers_do_each_job_once(app, ask, state):
    keys = [ask(f"word {number}") for number in range(40)]

    def worker():
        with app.app_context():
            return jobs.work_off()

    counts = at_once([worker, worker])
    assert sum(counts) == 40
    assert sorted(DONE) == sorted(f"word {number}" for number in range(40))
    assert {state(key)[0] for key in keys} == {jobs.DONE}


def test_a_worker_passes_by_what_another_one_is_just_taking(app, ask, database):
    """The row of the first job is locked, and the second one is taken without waiting for it."""
    if database.url.startswith("sqlite"):
        return  # there one worker takes jobs at a time
    first, second = ask("first"), ask("second")
    with app.app_context(), unit_of_work():
        db.session.scalars(select(Job).where(Job.id == first).with_for_update()).one()

        def other():
            with app.app_context():
                db.session.rollback()
                return jobs.take(), jobs.take()

        ((taken, nothing),) = at_once([other])
    assert taken[0] == second
    assert nothing is None
    with app.app_context():
        assert jobs.take()[0] == first
