"""Rows as plain JSON and back, by the types of their columns."""

import uuid
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Uuid, inspect
from sqlalchemy.types import Date, Integer, String

from pog.core.database import Json, Model, Moment
from pog.core.errors import Unreadable
from pog.core.i18n import _

STAYS: Final = frozenset(
    {"organization_id", "person_id", "participant_id", "rendered", "published_by"}
)
"""What belongs to the site it is on: people, and whose it is."""


def travels(name: str) -> bool:
    """HTML is made anew from the text: it is never taken from a file."""
    return name not in STAYS and not name.endswith("_html")


def written(row: Model) -> Json:
    """The columns of a row that travel."""
    return {
        column.key: _written(getattr(row, column.key))
        for column in inspect(type(row)).column_attrs
        if travels(column.key)
    }


def _written(value: Any) -> Any:  # a column's value in, JSON out
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value


def read(kind: type[Model], values: Any, **more: Any) -> dict[str, Any]:  # JSON of a stranger
    """The values of a row of this kind; fields it does not have are left out."""
    if not isinstance(values, dict):
        raise _damaged(kind)
    found = dict(_columns(kind, values, more))
    return found | more


def _columns(kind: type[Model], values: Json, given: Collection[str]) -> Iterator[tuple[str, Any]]:
    for attribute in inspect(kind).column_attrs:
        name, column = attribute.key, attribute.columns[0]
        if name in given or not travels(name) or name not in values:
            continue
        value = values[name]
        if value is None and not column.nullable:
            raise _damaged(kind)
        try:
            yield name, _read(column.type, value)
        except (TypeError, ValueError, AttributeError) as error:
            raise _damaged(kind) from error


def _read(kind: Any, value: Any) -> Any:  # a column's type and JSON in, its value out
    if value is None:
        return None
    if isinstance(kind, Uuid):
        return uuid.UUID(value)
    if isinstance(kind, Moment | DateTime):
        read_at = datetime.fromisoformat(value)
        if read_at.tzinfo is None:
            raise ValueError(value)
        return read_at
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, String) and (not isinstance(value, str) or "\x00" in value):
        raise TypeError(value)
    if isinstance(kind, Integer) and (not isinstance(value, int) or abs(value) >= 2**31):
        raise TypeError(value)
    return value


def _damaged(kind: type[Model]) -> Unreadable:
    return Unreadable(
        _(
            "This bundle is damaged: a row of “%(table)s” cannot be read. Export it again.",
            table=kind.__tablename__,
        )
    )
