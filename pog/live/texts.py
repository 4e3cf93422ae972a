"""The shared texts that are open in this process, and everybody who types or reads along.

All of it runs in the event loop but what is said otherwise; the database is asked in threads. A
text here is exactly what is stored up to its number: updates come in the order of their numbers
from our own writer, from another process by Redis, or from the database when one is missing.
"""

import asyncio
import contextlib
import logging
import random
import time
import uuid

from pog.coediting.carets import add_carets, remove_carets
from pog.coediting.documents import Document
from pog.coediting.log import Log
from pog.coediting.messages import Malformed
from pog.coediting.services import open_text
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.live.hub import Hub
from pog.live.looking import Looking
from pog.live.relay import Relay
from pog.live.room import Member, Room
from pog.live.tending import Tending
from pog.live.wires import WakeUp
from pog.live.writing import Heard, Stored, Typed, Writing
from pog.profiles.models import Attribute

log = logging.getLogger(__name__)

PACE = 0.1
"""Carets travel at most ten times a second."""
BEHIND_AFTER = 0.005
MERGE_FOR = 0.005
"""When the loop is behind, the updates of a few milliseconds travel as one; only then, for
waiting costs time when it is not."""
COME_BACK_WITHIN = 4_000
"""Milliseconds over which pages come back when the server leaves."""


class Texts:
    """All open texts of this process."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.app = hub.app
        self.rooms: dict[uuid.UUID, Room] = {}
        self._opening: dict[uuid.UUID, asyncio.Task[Room]] = {}
        self._writing = Writing(hub.app, self._hear_writer)
        self._relay = Relay(hub.settings.redis_url, hub.name, self)
        self._looking = Looking(hub, self.rooms)
        self._tending = Tending(hub, self.rooms)

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._writing.start()
        self.hub.texts = self
        add_carets(self.all_carets_of)
        is_sqlite = self.hub.settings.database_url.startswith("sqlite")
        self._looking.start(is_told=is_sqlite or self._relay.wanted)
        self.hub.spawn(self._tending.run())
        self.hub.spawn(self._pass_carets_on())
        if self._relay.wanted:
            self.hub.spawn(self._relay.listen())
            self.hub.spawn(self._relay.send())

    def leave(self) -> None:
        """Tell every page to come back, each at another moment."""
        for room in list(self.rooms.values()):
            for member in list(room.members):
                after = random.randint(200, COME_BACK_WITHIN)  # noqa: S311 - spreads load
                member.refuse("away", after=after)

    async def stop(self) -> None:
        remove_carets(self.all_carets_of)
        self.leave()
        await asyncio.to_thread(self._writing.stop)
        await self._relay.close()

    # Coming and going

    async def enter(self, member: Member) -> Room:
        """The room of this member's text, opened for the first one."""
        key = member.typist.attribute_id
        room = self.rooms.get(key)
        if room is None:
            opening = self._opening.get(key)
            if opening is None:
                opening = self._opening[key] = self.hub.spawn(self._open(member))
                opening.add_done_callback(lambda _done: self._opening.pop(key, None))
            room = await asyncio.shield(opening)
            self.rooms.setdefault(key, room)
            room = self.rooms[key]
        room.admit(member)
        return room

    async def _open(self, member: Member) -> Room:
        typist = member.typist
        number, updates, revision = await self.hub.in_thread(self._load, typist.attribute_id)
        room = Room(typist.attribute_id, typist.profile_id, number, Document(updates), revision)
        self.rooms[typist.attribute_id] = room
        self._relay.ask_for_carets(room.key)
        return room

    def _load(self, key: uuid.UUID) -> tuple[int, list[bytes], int]:
        """In a thread: the stored text, begun from the statement when nobody opened it before."""
        with self.app.app_context():
            found = self._stored(key)
            if found[0] == 0:
                with unit_of_work():
                    open_text(db.session.get_one(Attribute, key))
                found = self._stored(key)
            return found

    def _stored(self, key: uuid.UUID) -> tuple[int, list[bytes], int]:
        number, updates = Log.of(db.session.connection()).read(key)
        revision = db.session.get_one(Attribute, key).revision
        db.session.rollback()
        return number, updates, revision

    def depart(self, room: Room, member: Member) -> None:
        member.end()
        room.forget_caret(member)
        if not room.members:
            self.rooms.pop(room.key, None)
        if not any(one.editable for one in room.members) and room.typed and member.editable:
            self.hub.spawn(self.hub.quietly(self.hub.in_thread(self._tending.cut, room.key)))

    # Typing

    def type(self, member: Member, body: bytes) -> None:
        self._writing.put(Typed(member.typist.attribute_id, member, body))

    def _hear_writer(self, results: list[Stored], began: float) -> None:
        """Called in the writer's thread, after the commit."""
        with contextlib.suppress(RuntimeError):  # the loop has just ended
            self._loop.call_soon_threadsafe(self._deliver, results, time.monotonic())

    def _deliver(self, results: list[Stored], told: float) -> None:
        behind = time.monotonic() - told > BEHIND_AFTER
        for stored in results:
            room = self.rooms.get(stored.attribute_id)
            if stored.updates:
                self._relay.pass_on(stored)
            if room is not None:
                room.typed = room.typed or bool(stored.updates)
                if not room.take(stored.first, stored.updates):
                    self._looking.at(room)
                if behind and room.waiting:
                    if not room.flushing:
                        room.flushing = True
                        self._loop.call_later(MERGE_FOR, room.flush)
                elif not room.flushing:
                    room.flush()
            for writer, count in stored.counts.items():
                writer.stored(count)
            for writer, code in stored.refused.items():
                writer.refuse(code)

    def hear_updates(self, key: uuid.UUID, first: int, updates: list[bytes]) -> None:
        """Another process has stored these."""
        room = self.rooms.get(key)
        if room is None:
            return
        self._writing.put(Heard(key, first, updates))
        if not room.take(first, [(update, None) for update in updates]):
            self._looking.at(room)
        if not room.flushing:
            room.flush()

    # News

    def hear(self, wake_up: WakeUp) -> None:
        """Something changed, here or in another process: look at the texts it may be about."""
        if wake_up.people:
            self._writing.doubt()
        if not self.rooms:
            return
        convening = any(topic.startswith("convening:") for topic in wake_up.topics)
        for room in list(self.rooms.values()):
            if convening or wake_up.people or f"profile:{room.profile_id}" in wake_up.topics:
                room.doubted_people |= wake_up.people
                self._looking.at(room)
            elif f"text:{room.key}" in wake_up.topics:
                self._looking.at(room)

    def look_at_all(self) -> None:
        self._looking.at_all()

    # Carets

    async def _pass_carets_on(self) -> None:
        """Carets move with every key: they travel together, ten times a second at most."""
        while True:
            await asyncio.sleep(PACE)
            for room in list(self.rooms.values()):
                body = room.moved_carets()
                if body is not None:
                    self._relay.pass_carets_on(room.key, body)

    def hear_carets(self, key: uuid.UUID, body: bytes) -> None:
        room = self.rooms.get(key)
        if room is not None:
            with contextlib.suppress(Malformed):
                room.hear_carets(body)

    def all_carets_of(self, key: uuid.UUID) -> bytes | None:
        """Called from any thread."""
        room = self.rooms.get(key)
        return None if room is None else room.all_carets() or None

    def carets_of(self, key: uuid.UUID) -> bytes | None:
        room = self.rooms.get(key)
        return None if room is None else room.all_carets(own=True)
