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
from collections.abc import Callable
from typing import Any

from pog.coediting import messages, services
from pog.coediting.carets import add_carets, remove_carets
from pog.coediting.documents import Document
from pog.coediting.log import Log
from pog.coediting.messages import Malformed
from pog.coediting.people import Typist, may_read, may_type
from pog.coediting.queries import Place, not_shown, places, quiet_since
from pog.coediting.services import cut_revision, open_text, prepare_words, show_prepared
from pog.core.clock import now
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.live.admission import still_open
from pog.live.frames import frame
from pog.live.hub import Hub
from pog.live.relay import Relay
from pog.live.room import Member, Room
from pog.live.wires import WakeUp
from pog.live.writing import Heard, Stored, Typed, Writing
from pog.profiles.models import Attribute
from pog.profiles.queries import revision_of

log = logging.getLogger(__name__)

LOOK_ALONE, LOOK_WITH_OTHERS = 2.0, 1.0
"""As in the hub: how often numbers are looked up in case news was lost, or none is ever sent."""
PACE = 0.1
"""A room looks at the database at most ten times a second."""
TEND_EVERY = 1.5
"""So often what was typed reaches those who only read."""
ASK_EVERY, SIGN_INS_EVERY = 30.0, 4.0
"""Everybody's rights are asked again when the room's phase changes; and in case a role did."""
TROUBLED_FOR = 60.0
"""Seconds after which a text that could not be tended is tried again."""
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
        self._troubled: dict[uuid.UUID, float] = {}
        self._looking: dict[uuid.UUID, asyncio.Task[None]] = {}

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._writing.start()
        self.hub.texts = self
        add_carets(self.all_carets_of)
        self.hub.spawn(self._look())
        self.hub.spawn(self._tend())
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
        room.members.add(member)
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

    def _stored(self, key: uuid.UUID, after: int = -1) -> tuple[int, list[bytes], int]:
        number, updates = Log.of(db.session.connection()).read(key, after)
        revision = db.session.get_one(Attribute, key).revision
        db.session.rollback()
        return number, updates, revision

    def depart(self, room: Room, member: Member) -> None:
        room.members.discard(member)
        room.forget_caret(member)
        if not room.members:
            self.rooms.pop(room.key, None)
        if not any(one.editable for one in room.members) and room.typed and member.editable:
            self.hub.spawn(self._quietly(self.hub.in_thread(self._cut, room.key)))

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
                    self.look_at(room)
                if behind and room.waiting:
                    if not room.flushing:
                        room.flushing = True
                        self._loop.call_later(MERGE_FOR, self._flush, room)
                elif not room.flushing:
                    self._flush(room)
            for writer, count in stored.counts.items():
                writer.stored(count)
            for writer, code in stored.refused.items():
                writer.refuse(code)

    def _flush(self, room: Room) -> None:
        room.flushing = False
        room.flush()

    def hear_updates(self, key: uuid.UUID, first: int, updates: list[bytes]) -> None:
        """Another process has stored these."""
        room = self.rooms.get(key)
        if room is None:
            return
        self._writing.put(Heard(key, first, updates))
        if not room.take(first, [(update, None) for update in updates]):
            self.look_at(room)
        if not room.flushing:
            self._flush(room)

    # Looking

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
                self.look_at(room)
            elif f"text:{room.key}" in wake_up.topics:
                self.look_at(room)

    def look_at(self, room: Room) -> None:
        room.look_wanted = True
        if room.key not in self._looking:
            task = self.hub.spawn(self._look_in_peace(room))
            self._looking[room.key] = task
            task.add_done_callback(lambda _done: self._looking.pop(room.key, None))

    def look_at_all(self) -> None:
        for room in list(self.rooms.values()):
            self.look_at(room)

    async def _look_in_peace(self, room: Room) -> None:
        while room.look_wanted:
            room.look_wanted = False
            await self._quietly(self._look_once([room]))
            await asyncio.sleep(PACE)

    async def _look(self) -> None:
        """The safety net: forms, other processes, and news that got lost."""
        checked = signed = time.monotonic()
        alone = self.hub.settings.database_url.startswith("sqlite") or self._relay.wanted
        pace = LOOK_ALONE if alone else LOOK_WITH_OTHERS
        while True:
            await asyncio.sleep(pace * random.uniform(0.8, 1.0))  # noqa: S311 - spreads load
            rooms, at = list(self.rooms.values()), time.monotonic()
            if at - checked > ASK_EVERY:
                checked = at
                for room in rooms:
                    room.doubted = True
            for start in range(0, len(rooms), 200):
                await self._quietly(self._look_once(rooms[start : start + 200]))
            if at - signed > SIGN_INS_EVERY:
                signed = at
                await self._quietly(self._end_signed_out())

    async def _look_once(self, rooms: list[Room]) -> None:
        found, phases = await self.hub.in_thread(self._places, [room.key for room in rooms])
        by_key = {place.attribute_id: place for place in found}
        for room in rooms:
            room.doubted = room.doubted or room.is_in_another_phase(phases.get(room.key, ()))
            place = by_key.get(room.key)
            if place is None or place.is_dropped:
                for member in list(room.members):
                    member.refuse("gone")
                continue
            if place.number > room.number:
                await self._catch_up(room)
            if place.revision != room.revision:
                room.revision, by = await self.hub.in_thread(self._newest, room.key)
                room.broadcast(
                    frame(messages.spoken(messages.KEPT, {"revision": room.revision, "by": by}))
                )
            if room.doubted or room.doubted_people:
                people, room.doubted_people = room.doubted_people, set()
                whole, room.doubted = room.doubted, False
                await self._ask_again(room, None if whole else people)

    def _places(
        self, keys: list[uuid.UUID]
    ) -> tuple[list[Place], dict[uuid.UUID, tuple[Any, ...]]]:
        with self.app.app_context():
            return places(keys), Log.of(db.session.connection()).phases(keys)

    def _newest(self, key: uuid.UUID) -> tuple[int, list[str]]:
        with self.app.app_context():
            attribute = db.session.get_one(Attribute, key)
            revision = revision_of(attribute, attribute.revision)
            if revision is None:
                return attribute.revision, []
            return revision.number, revision.contributors or [revision.author_name]

    async def _catch_up(self, room: Room) -> None:
        before = room.number
        number, updates, _revision = await self.hub.in_thread(self._read_after, room.key, before)
        if number <= room.number:
            return
        room.catch_up(number, updates)
        self._flush(room)

    def _read_after(self, key: uuid.UUID, after: int) -> tuple[int, list[bytes], int]:
        with self.app.app_context():
            return self._stored(key, after)

    async def _ask_again(self, room: Room, people: set[str] | None) -> None:
        """Who may still read, and who may type now: once for each person, not for each window."""
        asked: dict[tuple[Any, ...], list[Member]] = {}
        for member in room.members:
            if people is None or member.is_one_of(people):
                typist = member.typist
                asked.setdefault((typist.sign_in_id, typist.person_id), []).append(member)
        groups = list(asked.values())
        for start in range(0, len(groups), 50):
            some = groups[start : start + 50]
            answers = await self.hub.in_thread(self._rights, [group[0].typist for group in some])
            for group, (reads, types) in zip(some, answers, strict=True):
                for member in group:
                    if not reads:
                        member.refuse("gone")
                    elif member.editable != types:
                        member.editable = types
                        member.was_editable = member.was_editable or types
                        member.say_hello(room.revision)

    def _rights(self, typists: list[Typist]) -> list[tuple[bool, bool]]:
        with self.app.app_context():
            return [(may_read(one), may_type(one)) for one in typists]

    async def _end_signed_out(self) -> None:
        members = [
            member
            for room in self.rooms.values()
            for member in room.members
            if member.typist.sign_in_id is not None
        ]
        ids = {member.typist.sign_in_id for member in members}
        if not ids:
            return
        still = await self.hub.in_thread(still_open, self.app, ids)
        for member in members:
            if member.typist.sign_in_id not in still:
                member.refuse("gone")

    # Tending

    async def _tend(self) -> None:
        """Bring what was typed to readers, and keep revisions of what has become quiet."""
        while True:
            await asyncio.sleep(TEND_EVERY * random.uniform(0.7, 1.0))  # noqa: S311 - spreads load
            await self._quietly(self.hub.in_thread(self._tend_once))

    def _tend_once(self) -> None:
        with self.app.app_context():
            shown, quiet = not_shown(), quiet_since(now() - services.QUIET_FOR)
            db.session.rollback()
        for key in shown:
            self._each(self._show, key)
        for key in quiet:
            self._each(self._cut, key)

    def _each(self, work: Callable[[uuid.UUID], None], key: uuid.UUID) -> None:
        if time.monotonic() < self._troubled.get(key, 0):
            return
        try:
            work(key)
        except Exception:
            log.exception("The text of %s could not be tended.", key)
            self._troubled[key] = time.monotonic() + TROUBLED_FOR

    def _show(self, key: uuid.UUID) -> None:
        with self.app.app_context():
            number, text, html = prepare_words(key)
            with unit_of_work():
                show_prepared(key, number, text, html)

    def _cut(self, key: uuid.UUID) -> None:
        with self.app.app_context(), unit_of_work():
            cut_revision(key)

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

    async def _quietly(self, work: Any) -> None:
        try:
            await work
        except Exception:
            # The database may be away for a minute; the next round tries again.
            log.exception("A round of the shared texts failed.")
