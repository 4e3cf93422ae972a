"""The stored updates of shared texts, in the driver's own SQL: it runs at every keystroke.

The same few statements through the mapper took ten times as long, and everybody in the room waits
for them: what was typed is stored before it is shown.
"""

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from pog.core.clock import now

LOCK = (
    "SELECT attribute_id, number, snapshot_number, cut_number, typists FROM coedited_texts"
    " WHERE attribute_id {0} ORDER BY attribute_id"
)
"""In the order of their keys: two processes never wait for each other in a circle."""
SURROUNDINGS = (
    "SELECT t.id, t.profile_id, t.dropped_at IS NOT NULL, c.id, c.current_activity_id, s.round,"
    " (SELECT count(*) FROM activities o WHERE o.convening_id = c.id), c.opens_at, c.closes_at"
    " FROM attributes t LEFT JOIN convenings c"
    " ON c.profile_id = t.profile_id AND c.closed_at IS NULL"
    " LEFT JOIN activities s ON s.id = c.current_activity_id WHERE t.id {0} ORDER BY t.id, c.id"
)
RIGHTS = (
    "SELECT 'member', m.person_id, p.id, m.role, NULL FROM memberships m"
    " JOIN profiles p ON p.organization_id = m.organization_id"
    " WHERE m.person_id {0} AND p.id {1}"
    " UNION ALL SELECT 'seat', id, NULL, role, removed_at FROM participants WHERE id {2}"
    " UNION ALL SELECT 'sign-in', id, NULL, NULL, ended_at FROM sign_ins WHERE id {3}"
)


@dataclass(slots=True)
class Standing:
    """Where a text stands, read under its lock."""

    attribute_id: uuid.UUID
    number: int
    snapshot_number: int
    cut_number: int
    typists: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides whether a text may change, besides who asks."""

    profile_id: uuid.UUID
    dropped: bool
    convenings: tuple[tuple[Any, ...], ...]
    """The open ones on its profile: what each is at and, of an open round, from when to when."""

    def phases(self, moment: Any) -> tuple[Any, ...]:
        """What was open at a moment of the log; when it is other than before, ask again."""
        return tuple(
            (*at, opens is None or opens <= moment, closes is None or closes > moment)
            for *at, opens, closes in self.convenings
        )


class Who(NamedTuple):
    """Somebody who types on a profile, by all that their right to do so may hang on."""

    profile_id: uuid.UUID
    sign_in_id: uuid.UUID | None
    person_id: uuid.UUID | None
    seat_id: uuid.UUID | None


Rights = tuple[Any, ...]
"""When the sign-in ended, what the seat is and when it was taken away, the role as a member."""


News = tuple[Standing, Sequence[bytes], Iterable[dict[str, Any]]]
"""What is to be stored of a text, and who typed it."""


class Log:
    """Reads and writes within the present transaction of a connection of the driver.

    On PostgreSQL that may be a pipeline: then statements that are sent before the first answer is
    read cost one journey together.
    """

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:  # the driver's own
        self._connection = connection
        self._is_sqlite = is_sqlite
        self.asked = 0
        """How many statements it has run."""

    @classmethod
    def of(cls, connection: Connection) -> "Log":
        """Within the transaction of a session."""
        driver = connection.connection.driver_connection
        return cls(driver, is_sqlite=connection.dialect.name == "sqlite")

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Any:  # the driver's cursor
        self.asked += 1
        return self._connection.execute(self._marked(sql), values)

    def _run_many(self, sql: str, rows: Sequence[Any]) -> None:
        if not rows:
            return
        self.asked += 1
        if self._is_sqlite:
            self._connection.executemany(sql, rows)
        else:
            # The driver's `executemany` would wait for the answers, also in a pipeline.
            for row in rows:
                self._connection.execute(self._marked(sql), row)

    def _marked(self, sql: str) -> str:
        return sql if self._is_sqlite else sql.replace("?", "%s")

    def _run_among(self, sql: str, *lists: Iterable[uuid.UUID | None]) -> Any:
        """With a list of keys for each {0}, {1}, ..."""
        keys = [[self._key(one) for one in some if one is not None] for some in lists]
        if self._is_sqlite:
            marks = [f"IN ({', '.join('?' * len(some))})" for some in keys]
            return self._run(sql.format(*marks), [one for some in keys for one in some])
        return self._run(sql.format(*["= ANY(?)"] * len(keys)), keys)

    def _key(self, key: uuid.UUID | None) -> Any:
        return key.hex if self._is_sqlite and key is not None else key

    def _uuid(self, value: Any) -> uuid.UUID:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)

    def moment(self) -> Any:
        """Now, as this database writes it."""
        moment = now()
        # As SQLAlchemy writes it; `strftime` takes ten times as long.
        return (
            moment.replace(tzinfo=None).isoformat(" ", "microseconds")
            if self._is_sqlite
            else moment
        )

    def begin(self) -> int | None:
        """Begin to write, on a connection nobody else uses.

        On SQLite the answer is another one whenever anybody else has changed anything since; while
        it is the same, all that was read before still holds.
        """
        if not self._is_sqlite:
            return None  # the driver begins by itself
        self._run("BEGIN IMMEDIATE")
        version: int = self._run("PRAGMA data_version").fetchone()[0]
        return version

    def commit(self) -> None:
        """End what `begin` began."""
        if self._is_sqlite:
            self._run("COMMIT")  # the driver's own prepares it anew each time
        else:
            self._connection.commit()

    def lock(self, attribute_id: uuid.UUID) -> Standing | None:
        """The text's standing, kept so until the commit; None when it was never opened."""
        return self._standings(self._lock([attribute_id])).get(attribute_id)

    def look(
        self, keys: Collection[uuid.UUID], people: Collection[Who]
    ) -> tuple[dict[uuid.UUID, Standing], dict[uuid.UUID, Surroundings], dict[Who, Rights]]:
        """Lock these texts, then see where they stand and what these people may hang on.

        Each statement sees what was committed when it begins: the first one may wait for a lock,
        so what must not be older than the lock is asked by others.
        """
        locked, around, rights = self._lock(keys), self._around(keys), self._rights(people)
        return self._standings(locked), self._surroundings(around), self._granted(rights, people)

    def phases(self, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Any, ...]]:
        """What is open now on the profile of each text."""
        moment, found = self.moment(), self._surroundings(self._around(keys))
        return {key: one.phases(moment) for key, one in found.items()}

    def _lock(self, keys: Collection[uuid.UUID]) -> Any:
        return self._run_among(LOCK if self._is_sqlite else f"{LOCK} FOR UPDATE", keys)

    def _around(self, keys: Collection[uuid.UUID]) -> Any:
        return self._run_among(SURROUNDINGS, keys)

    def _rights(self, people: Collection[Who]) -> Any:
        if not people:
            return ()
        profiles, sign_ins, persons, seats = map(set, zip(*people, strict=True))
        return self._run_among(RIGHTS, persons, profiles, seats, sign_ins)

    def _standings(self, rows: Any) -> dict[uuid.UUID, Standing]:
        found = {}
        for key, number, snapshot_number, cut_number, typists in rows:
            one = self._uuid(key)
            known = json.loads(typists) if isinstance(typists, str) else typists
            found[one] = Standing(one, number, snapshot_number, cut_number, known)
        return found

    def _surroundings(self, rows: Any) -> dict[uuid.UUID, Surroundings]:
        heads: dict[Any, tuple[Any, ...]] = {}
        convenings: dict[Any, list[tuple[Any, ...]]] = {}
        for key, profile, dropped, *convening in rows:
            heads[key] = (profile, dropped)
            some = convenings.setdefault(key, [])
            if convening[0] is not None:
                some.append(tuple(convening))
        return {
            self._uuid(key): Surroundings(
                self._uuid(profile), bool(dropped), tuple(convenings[key])
            )
            for key, (profile, dropped) in heads.items()
        }

    def _granted(self, rows: Any, people: Iterable[Who]) -> dict[Who, Rights]:
        found = {(kind, key, of): rest for kind, key, of, *rest in rows}
        return {
            one: (
                *found.get(("sign-in", self._key(one.sign_in_id), None), (None, None))[1:],
                *found.get(("seat", self._key(one.seat_id), None), (None, None)),
                *found.get(
                    ("member", self._key(one.person_id), self._key(one.profile_id)), (None, None)
                )[:1],
            )
            for one in people
        }

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
        standing: Standing,
        updates: Sequence[bytes],
        typists: Iterable[dict[str, Any]] = (),
    ) -> None:
        """Store updates of a text under the next numbers and note who typed them."""
        self.append_all([(standing, updates, typists)])

    def append_all(self, news: Iterable[News]) -> None:
        """The same for several texts."""
        at = self.moment()
        updates, moved, with_typists = [], [], []
        for standing, contents, typists in news:
            key = self._key(standing.attribute_id)
            for content in contents:
                standing.number += 1
                updates.append((key, standing.number, content, at))
            new = [one for one in typists if one not in standing.typists]
            if new:
                standing.typists = [*standing.typists, *new]
                with_typists.append((standing.number, at, json.dumps(standing.typists), key))
            else:
                moved.append((standing.number, at, key))
        self._run_many(
            "INSERT INTO text_updates (attribute_id, number, content, at) VALUES (?, ?, ?, ?)",
            updates,
        )
        self._run_many(
            "UPDATE coedited_texts SET number = ?, changed_at = ? WHERE attribute_id = ?", moved
        )
        self._run_many(
            "UPDATE coedited_texts SET number = ?, changed_at = ?, typists = ?"
            " WHERE attribute_id = ?",
            with_typists,
        )

    def compact(self, standing: Standing, snapshot: bytes) -> None:
        """Keep one snapshot in place of all updates up to now."""
        key = self._key(standing.attribute_id)
        self._run(
            "UPDATE coedited_texts SET snapshot = ?, snapshot_number = ? WHERE attribute_id = ?",
            (snapshot, standing.number, key),
        )
        self._run(
            "DELETE FROM text_updates WHERE attribute_id = ? AND number <= ?",
            (key, standing.number),
        )
        standing.snapshot_number = standing.number
