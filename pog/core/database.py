"""The database session and how each kind of database is spoken to."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, cast
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, Table, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.types import JSON, TypeDecorator

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = dict[str, Any]  # free-form documents whose shape the owning feature states


class Model(DeclarativeBase):
    """Base of all tables."""

    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={
            datetime: Moment,
            uuid.UUID: Uuid(),
            Json: JSON(none_as_null=True),
            list[str]: JSON(none_as_null=True),
            str: String(),
        },
    )


Id = Annotated[uuid.UUID, mapped_column(Uuid(), primary_key=True, default=uuid.uuid4)]

db = SQLAlchemy(model_class=Model, disable_autonaming=True, session_options={"autoflush": True})


def dialect() -> str:
    """Which database the session speaks to: "sqlite" or "postgresql"."""
    return str(db.session.get_bind().dialect.name)


def insert_into(model: type[Model], dialect_name: str) -> postgresql.Insert:
    """An INSERT that can say what happens when the row is there; both databases say it alike.

    To be built once and run with its values: one that carries them is put together, and one with
    several rows even compiled, every time it runs.
    """
    insert = postgresql.insert if dialect_name == "postgresql" else sqlite.insert
    return cast("postgresql.Insert", insert(cast("Table", model.__table__)))


_writing: ContextVar[bool] = ContextVar("pog_writing", default=False)


@contextmanager
def writing(allowed: bool = True) -> Iterator[None]:
    """Say whether transactions begun inside may write; asked when one begins."""
    token = _writing.set(allowed)
    try:
        yield
    finally:
        _writing.reset(token)


def allow_writing(allowed: bool) -> None:
    """Like `writing`, for an edge that cannot hold a context manager open."""
    _writing.set(allowed)


def may_write() -> bool:
    return _writing.get()


@event.listens_for(Session, "before_flush")
def _refuse_writes_while_reading(session: Session, *_: Any) -> None:
    # Reading pages change nothing (HOUSE_STYLE); a slip is loud, not a lost update.
    if not may_write() and (session.new or session.deleted or session.dirty):
        changed = [o for o in session.dirty if session.is_modified(o)]
        if session.new or session.deleted or changed:
            raise RuntimeError("Something was changed outside a unit of work.")


PATIENCE = 10.0
"""Seconds a writer waits for its turn; what runs longer is broken, and somebody has to be told."""


class Turns:
    """One writer of this process after the other, on SQLite.

    SQLite itself lets a writer that finds the file locked sleep and look again, up to 100 ms
    later: a hall that votes spent most of its time asleep, and whoever came last could win.
    Other processes still meet SQLite's own lock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def begin(self, connection: Any) -> None:
        if not may_write():
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_HAS_TURN):  # several transactions of one connection
            connection.info[_HAS_TURN] = self._lock.acquire(timeout=PATIENCE)
        # A transaction that reads and then writes fails at once under load
        # ("database is locked", 1,224 of 2,000); taking the lock first does not.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, _connection: Any, record: Any, *_: Any) -> None:
        """The connection goes back to its pool, so its transaction is over."""
        if record.info.pop(_HAS_TURN, False):
            self._lock.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """For a writer that talks to SQLite with a connection of its own."""
        had = self._lock.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if had:
                self._lock.release()


_HAS_TURN = "pog_has_turn"
_turns: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()


def turns_of(engine: Engine) -> Turns:
    """Who may write to this SQLite file next."""
    return _turns[engine]


def prepare_engine(engine: Engine) -> None:
    """Give a fresh engine the settings its database needs."""
    if engine.dialect.name == "sqlite":
        turns = _turns[engine] = Turns()
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", turns.begin)
        event.listen(engine, "checkin", turns.end)
        event.listen(engine, "invalidate", turns.end)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control is switched off; `begin` below does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what we called saved survives a power cut, 1,750 commits/s measured.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is erased is overwritten: a vote must not be found in a free page of the file.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def shorten_log(engine: Engine) -> None:
    """Bring what stands in SQLite's log into the file, while others go on reading and writing."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # type: ignore[union-attr]


def _begin_postgresql(connection: Any) -> None:
    # A page shows one moment, as on SQLite: its live bookmark must not be newer than its text.
    if not may_write():
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


__all__ = [
    "Id",
    "Json",
    "Mapped",
    "Model",
    "Moment",
    "allow_writing",
    "db",
    "dialect",
    "insert_into",
    "mapped_column",
    "may_write",
    "prepare_engine",
    "shorten_log",
    "turns_of",
    "writing",
]
