"""The one thread that stores what people type: many updates in one transaction, then the news.

What was typed is committed before anybody else sees it or its writer is told "stored". Updates that
arrive while a commit is under way are stored together by the next one, so the more people type
the fewer transactions there are.
"""

import contextlib
import logging
import queue
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pog.coediting.judging import Judge, Refused
from pog.coediting.known import Known
from pog.coediting.log import Log, News, Standing
from pog.coediting.messages import Malformed
from pog.coediting.people import Typist, may_type
from pog.coediting.services import typist as as_typist
from pog.core.database import db, turns_of, writing

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500
A_MOMENT = 0.0005
"""Seconds to wait for more after a batch of several. While many type, half as many transactions
leave the event loop twice as much of the interpreter."""
COMPACT_AFTER = 500
"""So many stored updates of one text become a snapshot even while people type."""
TEXTS_KEPT, MOST_REMEMBERED = 200, 10_000
ASK_AGAIN_AFTER = 60.0
"""Seconds for which a permission is believed while phase, seat, role and sign-in stay the same.

Asking costs as much as storing ten keystrokes, and everybody who types is asked about."""


class Writer:
    """Whoever sends updates: a socket."""

    typist: Typist
    was_editable: bool = False
    """Typing was open to them once: then it is closed now, and not forbidden."""
    refused: bool = False
    """Nothing that still waits of it is stored."""

    def stored(self, count: int) -> None:
        """So many more of its updates are stored."""
        raise NotImplementedError

    def refuse(self, code: str) -> None:
        raise NotImplementedError


@dataclass(slots=True)
class Typed:
    """An update on its way into the database."""

    attribute_id: uuid.UUID
    writer: Writer
    body: bytes


@dataclass(slots=True)
class Heard:
    """Updates another process has stored."""

    attribute_id: uuid.UUID
    first: int
    updates: list[bytes]


@dataclass(slots=True)
class Stored:
    """What became of one text's part of a batch."""

    attribute_id: uuid.UUID
    first: int = 0
    updates: list[tuple[bytes, Writer | None]] = field(default_factory=list)
    """From number `first` on; those of nobody were stored elsewhere."""
    counts: dict[Writer, int] = field(default_factory=dict)
    """How many updates of each writer are stored now that were not before."""
    refused: dict[Writer, str] = field(default_factory=dict)


class Writing:
    """The thread. `tell` is called in it after each commit."""

    def __init__(self, app: Flask, tell: Callable[[list[Stored], float], None]) -> None:
        self._app = app
        self._tell = tell
        self._queue: queue.SimpleQueue[Typed | Heard | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writing", daemon=True)
        self._judges: OrderedDict[uuid.UUID, Judge] = OrderedDict()
        self._allowed: dict[tuple[uuid.UUID, Any], tuple[float, tuple[Any, ...], bool]] = {}
        self.batches = 0
        self.asked = 0
        with app.app_context():
            self._engine = db.engine
        self._gone = (self._engine.dialect.loaded_dbapi.OperationalError, DBAPIError)
        self._connection: PoolProxiedConnection | None = None
        """Its own, kept: fetching one from the pool cost as much as all statements."""
        self._known = Known()
        self._is_sqlite = self._engine.dialect.name == "sqlite"

    def start(self) -> None:
        self._thread.start()

    def put(self, one: Typed | Heard) -> None:
        self._queue.put(one)

    def stop(self) -> None:
        """Store what has arrived, then end."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def doubt(self) -> None:
        """Somebody's seat or role changed: ask everybody's permission again."""
        self._allowed.clear()

    def _run(self) -> None:
        try:
            self._work()
        finally:
            self._disconnect()

    def _work(self) -> None:
        batch: list[Typed | Heard] = []
        while True:
            batch, ended = self._batch(A_MOMENT if len(batch) > 1 else 0)
            typed: dict[uuid.UUID, list[Typed]] = {}
            for one in batch:
                if isinstance(one, Heard):
                    self._know(one)
                else:
                    typed.setdefault(one.attribute_id, []).append(one)
            if typed:
                self._store(typed)
            if ended:
                return

    def _batch(self, moment: float) -> tuple[list[Typed | Heard], bool]:
        """Wait for something and a moment for more, then take all that is there."""
        found: list[Typed | Heard] = []
        with contextlib.suppress(queue.Empty):
            one = self._queue.get()
            if moment:
                time.sleep(moment)
            while one is not None:
                found.append(one)
                if len(found) == MOST_AT_ONCE:
                    return found, False
                one = self._queue.get_nowait()
            return found, True
        return found, False

    def _know(self, heard: Heard) -> None:
        judge = self._judges.get(heard.attribute_id)
        if judge is not None and heard.first == judge.number + 1:
            try:
                judge.know(heard.updates)
                judge.number += len(heard.updates)
            except Malformed:
                del self._judges[heard.attribute_id]

    def _store(self, typed: dict[uuid.UUID, list[Typed]]) -> None:
        began = time.monotonic()
        refused_before = {
            one.writer for many in typed.values() for one in many if one.writer.refused
        }
        for is_last in (False, True):
            try:
                results = self._store_all(typed)
                break
            except BaseException as error:  # noqa: BLE001 - one bad text must not end the thread
                for one in (one for many in typed.values() for one in many):
                    one.writer.refused = one.writer in refused_before
                    self._judges.pop(one.attribute_id, None)
                if is_last or not isinstance(error, self._gone):
                    results = self._failed(typed, error)
                    break
        while len(self._judges) > TEXTS_KEPT:
            self._judges.popitem(last=False)
        self.batches += 1
        self._tell(results, began)

    def _store_all(self, typed: dict[uuid.UUID, list[Typed]]) -> list[Stored]:
        with turns_of(self._engine).turn() if self._is_sqlite else contextlib.nullcontext():
            return self._store_in_turn(typed)

    def _store_in_turn(self, typed: dict[uuid.UUID, list[Typed]]) -> list[Stored]:
        try:
            connection = self._connection = self._connection or self._connect()
            entries = Log(connection.driver_connection, is_sqlite=self._is_sqlite)
            typists = {one.writer.typist for many in typed.values() for one in many}
            self._known.look(entries, typed, typists)
            moment = entries.moment()
            results, news = [], []
            for key, updates in typed.items():
                stored, found = self._judge_all(entries, moment, key, updates)
                results.append(stored)
                if found is not None:
                    news.append(found)
            entries.append_all(news)
            for standing, _updates, _typists in news:
                self._stored_up_to(entries, standing)
            entries.commit()
            self.asked += entries.asked
        except BaseException:
            self._known.forget()
            self._disconnect()  # it may be the connection itself that is broken
            raise
        return results

    def _connect(self) -> PoolProxiedConnection:
        connection = self._engine.raw_connection()
        if self._is_sqlite:
            # Tending brings what is in the log into the file: here everybody waited for that.
            connection.driver_connection.execute("PRAGMA wal_autocheckpoint=0")  # type: ignore[union-attr]
        else:
            # Until it is closed: what needs no answer travels with what comes next.
            connection.driver_connection.pipeline().__enter__()  # type: ignore[union-attr]
        return connection

    def _disconnect(self) -> None:
        """Close it: nobody else could do anything with a pipeline."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection = None

    def _failed(self, typed: dict[uuid.UUID, list[Typed]], error: BaseException) -> list[Stored]:
        """Nothing was kept; the editors keep it, and send it again in a moment."""
        if isinstance(error, self._gone):
            log.error("What was typed could not be stored: %s", error)
        else:
            log.error("What was typed could not be stored.", exc_info=error)
        results = []
        for key, updates in typed.items():
            for one in updates:
                one.writer.refused = True
            results.append(Stored(key, refused={one.writer: "busy" for one in updates}))
        return results

    def _judge_all(
        self, entries: Log, moment: Any, key: uuid.UUID, typed: list[Typed]
    ) -> tuple[Stored, News | None]:
        """What becomes of these updates of one text, and what of them is to be stored."""
        stored = Stored(key)
        standing, around = self._known.standings[key], self._known.surroundings.get(key)
        if standing is None or around is None or around.dropped:
            for one in typed:
                self._refuse(stored, one.writer, "gone")
            return stored, None
        try:
            judge = self._caught_up(entries, standing, stored)
        except Malformed:
            log.exception("The stored text of %s cannot be put together.", key)
            self._judges.pop(key, None)
            for one in typed:
                self._refuse(stored, one.writer, "busy")
            return stored, None
        phases = around.phases(moment)
        found, people = [], []
        for one in typed:
            writer = one.writer
            if writer.refused:
                continue
            try:
                if self._may_type(writer.typist, phases):
                    made = judge.take(one.body)
                else:
                    # Every editor sends what it has when it opens; a reader's holds nothing new.
                    judge.refuse_news(one.body, "closed" if closed(writer) else "forbidden")
                    made = b""
            except Refused as refused:
                self._refuse(stored, writer, refused.code)
                continue
            stored.counts[writer] = stored.counts.get(writer, 0) + 1
            if made:
                found.append(made)
                stored.updates.append((made, writer))
                people.append(as_typist(writer.typist.author))
        return stored, (standing, found, people) if found else None

    def _stored_up_to(self, entries: Log, standing: Standing) -> None:
        judge = self._judges[standing.attribute_id]
        judge.number = standing.number
        if standing.number - standing.snapshot_number > COMPACT_AFTER:
            entries.compact(standing, judge.document.since())

    def _refuse(self, stored: Stored, writer: Writer, code: str) -> None:
        writer.refused = True
        stored.refused[writer] = code

    def _caught_up(self, entries: Log, standing: Standing, stored: Stored) -> Judge:
        """The text as it is stored, with what other processes and forms have added."""
        key = standing.attribute_id
        judge = self._judges.get(key)
        stored.first = standing.number + 1
        if judge is None:
            judge = self._judges[key] = Judge(*entries.read(key))
        elif judge.number != standing.number:
            number, updates = entries.read(key, judge.number)
            judge.know(updates)
            judge.number = number
        self._judges.move_to_end(key)
        return judge

    def _may_type(self, typist: Typist, phases: tuple[Any, ...]) -> bool:
        """The rules are asked when what they look at changed.

        They may look at more than we know of: hence now and then in any case.
        """
        rights = self._known.rights[typist]
        facts = (phases, rights)
        who = (typist.attribute_id, typist.sign_in_id or typist.person_id)
        known, at = self._allowed.get(who), time.monotonic()
        if known is not None and at - known[0] < ASK_AGAIN_AFTER and known[1] == facts:
            return known[2]
        if len(self._allowed) > MOST_REMEMBERED:
            self._allowed.clear()
        with self._app.app_context(), writing(allowed=False):
            allowed = rights[0] is None and may_type(typist)
            with contextlib.suppress(SQLAlchemyError):
                db.session.rollback()
        self._allowed[who] = (at, facts, allowed)
        return allowed


def closed(writer: Writer) -> bool:
    """Whether it was or will be open to them, so that only the moment is wrong."""
    return writer.was_editable or writer.typist.takes_part
