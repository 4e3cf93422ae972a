"""Open texts look at the database: for what got lost, and whether everybody may still be there.

All of it runs in the event loop but what is said otherwise.
"""

import asyncio
import random
import time
import uuid
from typing import Any

from pog.coediting import messages
from pog.coediting.log import Log
from pog.coediting.people import Typist, may_read, may_type
from pog.coediting.queries import Place, places
from pog.core.database import db
from pog.live.admission import still_open
from pog.live.frames import frame
from pog.live.hub import Hub
from pog.live.room import Member, Room
from pog.profiles.models import Attribute
from pog.profiles.queries import revision_of

LOOK_ALONE, LOOK_WITH_OTHERS = 2.0, 1.0
"""As in the hub: how often numbers are looked up in case news was lost, or none is ever sent."""
PACE = 0.1
"""Rooms look at the database at most ten times a second, all that want to together."""
ASK_EVERY, SIGN_INS_EVERY = 30.0, 4.0
"""Everybody's rights are asked again when the room's phase changes; and in case a role did."""
TOGETHER = 200


class Looking:
    """Keeps the rooms of this process at what the database says."""

    def __init__(self, hub: Hub, rooms: dict[uuid.UUID, Room]) -> None:
        self._hub = hub
        self._rooms = rooms
        self._wanted: set[Room] = set()
        self._woken = asyncio.Event()

    def start(self, *, is_told: bool) -> None:
        """`is_told`: whatever others store here is said at once, so looking is for accidents."""
        self._hub.spawn(self._look_when_wanted())
        self._hub.spawn(self._look_anyway(LOOK_ALONE if is_told else LOOK_WITH_OTHERS))

    def at(self, room: Room) -> None:
        """Look at this one soon."""
        self._wanted.add(room)
        self._woken.set()

    def at_all(self) -> None:
        for room in self._rooms.values():
            self.at(room)

    async def _look_when_wanted(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            rooms = list(self._wanted)
            self._wanted.clear()
            await self._look(rooms)
            await asyncio.sleep(PACE)

    async def _look_anyway(self, pace: float) -> None:
        """The safety net: forms, other processes, and news that got lost."""
        checked = signed = time.monotonic()
        while True:
            await asyncio.sleep(pace * random.uniform(0.8, 1.0))  # noqa: S311 - spreads load
            rooms, at = list(self._rooms.values()), time.monotonic()
            if at - checked > ASK_EVERY:
                checked = at
                for room in rooms:
                    room.doubted = True
            await self._look(rooms)
            if at - signed > SIGN_INS_EVERY:
                signed = at
                await self._hub.quietly(self._end_signed_out())

    async def _look(self, rooms: list[Room]) -> None:
        for start in range(0, len(rooms), TOGETHER):
            await self._hub.quietly(self._look_together(rooms[start : start + TOGETHER]))

    async def _look_together(self, rooms: list[Room]) -> None:
        found, phases = await self._hub.in_thread(self._places, [room.key for room in rooms])
        by_key = {place.attribute_id: place for place in found}
        for room in rooms:
            room.doubted = room.doubted or room.is_in_another_phase(phases.get(room.key, ()))
            place = by_key.get(room.key)
            if place is None or place.is_dropped:
                for member in list(room.members):
                    member.refuse("gone")
                continue
            if place.number > room.number:
                await self._hub.quietly(self._catch_up(room))
            if place.revision != room.revision:
                await self._hub.quietly(self._tell_of_revision(room))
            if (room.doubted or room.doubted_people) and not room.asking:
                # Many may have to be asked; what others typed does not wait for that.
                room.asking = True
                self._hub.spawn(self._hub.quietly(self._ask_again(room)))

    def _places(
        self, keys: list[uuid.UUID]
    ) -> tuple[list[Place], dict[uuid.UUID, tuple[Any, ...]]]:
        with self._hub.app.app_context():
            return places(keys), Log.of(db.session.connection()).phases(keys)

    async def _catch_up(self, room: Room) -> None:
        number, updates = await self._hub.in_thread(self._read_after, room.key, room.number)
        if number > room.number:
            room.catch_up(number, updates)
            room.flush()

    def _read_after(self, key: uuid.UUID, after: int) -> tuple[int, list[bytes]]:
        with self._hub.app.app_context():
            return Log.of(db.session.connection()).read(key, after)

    async def _tell_of_revision(self, room: Room) -> None:
        room.revision, by = await self._hub.in_thread(self._newest, room.key)
        room.broadcast(frame(messages.spoken(messages.KEPT, {"revision": room.revision, "by": by})))

    def _newest(self, key: uuid.UUID) -> tuple[int, list[str]]:
        with self._hub.app.app_context():
            attribute = db.session.get_one(Attribute, key)
            revision = revision_of(attribute, attribute.revision)
            if revision is None:
                return attribute.revision, []
            return revision.number, revision.contributors or [revision.author_name]

    async def _ask_again(self, room: Room) -> None:
        try:
            while room.doubted or room.doubted_people:
                people, room.doubted_people = room.doubted_people, set()
                whole, room.doubted = room.doubted, False
                await self._ask(room, None if whole else people)
        finally:
            room.asking = False

    async def _ask(self, room: Room, people: set[str] | None) -> None:
        """Who may still read, and who may type now: once for each person, not for each window."""
        asked: dict[tuple[Any, ...], list[Member]] = {}
        for member in room.members:
            if people is None or member.is_one_of(people):
                typist = member.typist
                asked.setdefault((typist.sign_in_id, typist.person_id), []).append(member)
        groups = list(asked.values())
        for start in range(0, len(groups), 50):
            some = groups[start : start + 50]
            typists = [group[0].typist for group in some]
            answers = await self._hub.in_thread(self._rights, typists)
            for group, (reads, types) in zip(some, answers, strict=True):
                for member in group:
                    if not reads:
                        member.refuse("gone")
                    elif member.editable != types:
                        member.editable = types
                        member.was_editable = member.was_editable or types
                        member.say_hello(room.revision)

    def _rights(self, typists: list[Typist]) -> list[tuple[bool, bool]]:
        with self._hub.app.app_context():
            return [(may_read(one), may_type(one)) for one in typists]

    async def _end_signed_out(self) -> None:
        members = [
            member
            for room in self._rooms.values()
            for member in room.members
            if member.typist.sign_in_id is not None
        ]
        ids = {member.typist.sign_in_id for member in members}
        if not ids:
            return
        still = await self._hub.in_thread(still_open, self._hub.app, ids)
        for member in members:
            if member.typist.sign_in_id not in still:
                member.refuse("gone")
