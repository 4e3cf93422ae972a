"""The database session and how each kind of database is spoken to."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, Uuid, event
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


def prepare_engine(engine: Engine) -> None:
    """Give a fresh engine the settings its database needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
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
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that reads and then writes fails at once under load
    # ("database is locked", 1,224 of 2,000); taking the lock first does not.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write() else "BEGIN")


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
    "mapped_column",
    "may_write",
    "prepare_engine",
    "writing",
]
