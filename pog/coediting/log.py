"""The stored updates of shared texts, in the driver's own SQL: it runs at every keystroke.

The same few statements through the mapper took ten times as long, and everybody in the room waits
for them: what was typed is stored before it is shown.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pog.core.clock import now

LOCK = (
    "SELECT t.number, t.snapshot_number, t.cut_number, t.typists, a.profile_id, a.dropped_at"
    " FROM coedited_texts t JOIN attributes a ON a.id = t.attribute_id WHERE t.attribute_id = ?"
)
PHASES = (
    "SELECT c.id, c.current_activity_id, a.round,"
    " (c.opens_at IS NULL OR c.opens_at <= ?), (c.closes_at IS NULL OR c.closes_at > ?),"
    " (SELECT count(*) FROM activities o WHERE o.convening_id = c.id)"
    " FROM convenings c LEFT JOIN activities a ON a.id = c.current_activity_id"
    " WHERE c.profile_id = ? AND c.closed_at IS NULL ORDER BY c.id"
)
RIGHTS = (
    "SELECT (SELECT ended_at FROM sign_ins WHERE id = ?),"
    " (SELECT role FROM participants WHERE id = ?),"
    " (SELECT removed_at FROM participants WHERE id = ?),"
    " (SELECT m.role FROM memberships m JOIN profiles p ON p.organization_id = m.organization_id"
    " WHERE m.person_id = ? AND p.id = ?)"
)


@dataclass(slots=True)
class Standing:
    """Where a text stands, read under its lock, with all that decides whether it may change."""

    number: int
    snapshot_number: int
    cut_number: int
    typists: list[dict[str, Any]]
    profile_id: uuid.UUID
    dropped: bool
    phases: tuple[Any, ...] = field(default=())
    """The open convenings on its profile and what each is at; other than before, ask again."""


class Log:
    """Reads and writes within the transaction its cursor is in."""

    def __init__(self, cursor: Any, *, is_sqlite: bool) -> None:  # the driver's own
        self._cursor = cursor
        self._is_sqlite = is_sqlite
        self.asked = 0
        """How many statements it has run."""

    @classmethod
    def of(cls, connection: Connection) -> "Log":
        """Within the transaction of a session."""
        cursor = connection.connection.cursor()
        return cls(cursor, is_sqlite=connection.dialect.name == "sqlite")

    def _run(self, sql: str, values: Any = ()) -> Any:  # the driver's parameters and cursor
        self.asked += 1
        self._cursor.execute(sql if self._is_sqlite else sql.replace("?", "%s"), values)
        return self._cursor

    def _run_many(self, sql: str, rows: list[Any]) -> None:
        self.asked += 1
        self._cursor.executemany(sql if self._is_sqlite else sql.replace("?", "%s"), rows)

    def _key(self, key: uuid.UUID) -> Any:
        return key.hex if self._is_sqlite else key

    def _uuid(self, value: Any) -> uuid.UUID:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)

    def _moment(self, moment: datetime) -> Any:
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if self._is_sqlite else moment

    def lock(self, attribute_id: uuid.UUID) -> Standing | None:
        """The text's standing, kept so until the commit; None when it was never opened."""
        row = self._run(
            LOCK if self._is_sqlite else f"{LOCK} FOR UPDATE OF t",
            (self._key(attribute_id),),
        ).fetchone()
        if row is None:
            return None
        typists = json.loads(row[3]) if isinstance(row[3], str) else row[3]
        return Standing(row[0], row[1], row[2], typists, self._uuid(row[4]), row[5] is not None)

    def phases(self, profile_id: uuid.UUID) -> tuple[Any, ...]:
        """What is open on the profile: each convening's step or, of an open round, its window."""
        moment = self._moment(now())
        return tuple(
            tuple(row) for row in self._run(PHASES, (moment, moment, self._key(profile_id)))
        )

    def rights(
        self,
        profile_id: uuid.UUID,
        sign_in_id: uuid.UUID | None,
        person_id: uuid.UUID | None,
        seat_id: uuid.UUID | None,
    ) -> tuple[Any, ...]:
        """What somebody's right to type hangs on besides the phase: when it changes, ask again."""
        sign_in, person, seat = (
            self._key(key) if key is not None else None for key in (sign_in_id, person_id, seat_id)
        )
        row = self._run(RIGHTS, (sign_in, seat, seat, person, self._key(profile_id)))
        return tuple(row.fetchone())

    def read(self, attribute_id: uuid.UUID, after: int = -1) -> tuple[int, list[bytes]]:
        """The newest number, and what came after another one; all of it when that is compacted."""
        row = self._run(
            "SELECT number, snapshot_number, snapshot FROM coedited_texts WHERE attribute_id = ?",
            (self._key(attribute_id),),
        ).fetchone()
        if row is None:
            return 0, []
        number, snapshot_number, snapshot = row
        found = []
        if after < snapshot_number and snapshot is not None:
            found.append(bytes(snapshot))
            after = snapshot_number
        found += [
            bytes(one[0])
            for one in self._run(
                "SELECT content FROM text_updates WHERE attribute_id = ? AND number > ?"
                " AND number <= ? ORDER BY number",
                (self._key(attribute_id), after, number),
            )
        ]
        return number, found

    def append(
        self,
        attribute_id: uuid.UUID,
        standing: Standing,
        updates: Sequence[bytes],
        typists: Iterable[dict[str, Any]] = (),
    ) -> int:
        """Store updates under the next numbers and note who typed them."""
        key, at = self._key(attribute_id), self._moment(now())
        self._run_many(
            "INSERT INTO text_updates (attribute_id, number, content, at) VALUES (?, ?, ?, ?)",
            [
                (key, standing.number + place, content, at)
                for place, content in enumerate(updates, start=1)
            ],
        )
        standing.number += len(updates)
        new = [one for one in typists if one not in standing.typists]
        if new:
            standing.typists = [*standing.typists, *new]
            self._run(
                "UPDATE coedited_texts SET number = ?, changed_at = ?, typists = ?"
                " WHERE attribute_id = ?",
                (standing.number, at, json.dumps(standing.typists), key),
            )
        else:
            self._run(
                "UPDATE coedited_texts SET number = ?, changed_at = ? WHERE attribute_id = ?",
                (standing.number, at, key),
            )
        return standing.number

    def compact(self, attribute_id: uuid.UUID, standing: Standing, snapshot: bytes) -> None:
        """Keep one snapshot in place of all updates up to now."""
        key = self._key(attribute_id)
        self._run(
            "UPDATE coedited_texts SET snapshot = ?, snapshot_number = ? WHERE attribute_id = ?",
            (snapshot, standing.number, key),
        )
        self._run(
            "DELETE FROM text_updates WHERE attribute_id = ? AND number <= ?",
            (key, standing.number),
        )
        standing.snapshot_number = standing.number
