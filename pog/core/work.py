"""One unit of work: everything in it is kept, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from pog.core.database import db, writing
from pog.core.events import Event, tell_after, tell_inside

_FACTS = "pog_facts"


def publish(event: Event) -> None:
    """Note a fact. It is announced after the commit, and forgotten when there is none."""
    db.session.info.setdefault(_FACTS, []).append(event)


def keep() -> None:
    """Commit what was done and announce its facts."""
    session = db.session
    told = 0
    facts: list[Event] = session.info.setdefault(_FACTS, [])
    while told < len(facts):  # a listener inside may add facts of its own
        tell_inside(facts[told])
        told += 1
    session.commit()
    session.info.pop(_FACTS, None)
    for fact in facts:
        tell_after(fact)


def drop() -> None:
    """Undo what was done and forget its facts."""
    db.session.rollback()
    db.session.info.pop(_FACTS, None)


def pause() -> None:
    """Give the write lock back before long work that needs no database.

    For edges that parse a large upload after asking who is there: nothing may
    have been changed yet; rows held across the pause are read again afterwards.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("A unit of work cannot pause once something was changed.")
    db.session.rollback()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """For commands, sockets and tests: one block, one commit."""
    with writing():
        db.session.rollback()  # a read transaction begun before would not hold the lock
        try:
            yield
            keep()
        except BaseException:
            drop()
            raise
