"""What people type reaches those who only read, and becomes a revision when it is quiet."""

import asyncio
import logging
import random
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pog.coediting import services
from pog.coediting.queries import not_shown, quiet_since
from pog.coediting.services import Said, Words, cut_revision, show_together, words_of
from pog.core.clock import now
from pog.core.database import db, shorten_log
from pog.core.work import unit_of_work
from pog.live.hub import Hub
from pog.live.room import Room

log = logging.getLogger(__name__)
T = TypeVar("T")

TEND_EVERY = 1.5
"""Seconds within which what was typed reaches those who only read."""
SHARE, LONGEST = 0.02, 6.0
"""Of the time, rounds may work so much: with fifty texts being typed they come less often, for
who types waits while they write. But not less often than every so many seconds."""
TROUBLED_FOR = 60.0
"""Seconds after which a text that could not be tended is tried again."""
TOGETHER, PAUSE = 10, 0.02
"""So many texts are shown in one transaction, then those who type have a turn: they wait for it."""


class Tending:
    """The rounds of one process. They run in threads but for what the open rooms say."""

    def __init__(self, hub: Hub, rooms: Mapping[uuid.UUID, Room]) -> None:
        self._hub = hub
        self._rooms = rooms
        self._troubled: dict[uuid.UUID, float] = {}
        self._worked = 0.0

    async def run(self) -> None:
        while True:
            await asyncio.sleep(pause_after(self._worked) * random.uniform(0.7, 1.0))  # noqa: S311 - spreads load
            self._worked = 0.0
            await self._hub.quietly(self._round())

    async def _work(self, function: Callable[..., T], *arguments: Any) -> T:
        """In a thread; how long that takes is added up."""
        began = time.monotonic()
        try:
            return await self._hub.in_thread(function, *arguments)
        finally:
            self._worked += time.monotonic() - began

    async def _round(self) -> None:
        behind, quiet = await self._work(self._look)
        # Open rooms know what their texts say: nothing has to be read and put together.
        said = {
            key: (room.number, room.document.text)
            for key in behind
            if (room := self._rooms.get(key)) is not None
        }
        for start in range(0, len(behind), TOGETHER):
            await self._work(self._show_all, behind[start : start + TOGETHER], said)
            await asyncio.sleep(PAUSE)
        if behind:
            await self._work(self._make_log_short)
        for key in quiet:
            await self._work(self.cut, key)

    def _look(self) -> tuple[Sequence[uuid.UUID], Sequence[uuid.UUID]]:
        with self._hub.app.app_context():
            return not_shown(), quiet_since(now() - services.QUIET_FOR)

    def _show_all(self, keys: Iterable[uuid.UUID], said: Mapping[uuid.UUID, Said]) -> None:
        # Made while nobody waits for it.
        made = [words for key in keys if (words := self._try(key, self._make, key, said.get(key)))]
        if made:
            self._show(made)

    def _make(self, key: uuid.UUID, said: Said | None) -> Words:
        with self._hub.app.app_context():
            return words_of(key, said)

    def _show(self, made: Sequence[Words]) -> None:
        try:
            self._keep(made)
        except Exception:  # noqa: BLE001 - the bad one is found when each goes by itself
            for one in made:
                self._try(one.attribute_id, self._keep, [one])

    def _keep(self, made: Sequence[Words]) -> None:
        with self._hub.app.app_context(), unit_of_work():
            show_together(made)

    def _make_log_short(self) -> None:
        """Of SQLite: the thread that stores what is typed leaves it to us (pog/live/writing.py)."""
        with self._hub.app.app_context():
            shorten_log(db.engine)

    def cut(self, key: uuid.UUID) -> None:
        self._try(key, self._cut, key)

    def _cut(self, key: uuid.UUID) -> None:
        with self._hub.app.app_context(), unit_of_work():
            cut_revision(key)

    def _try(self, key: uuid.UUID, work: Callable[..., T], *arguments: Any) -> T | None:
        """Do it, unless it went wrong a moment ago: one bad text keeps no other from its turn."""
        if time.monotonic() < self._troubled.get(key, 0):
            return None
        try:
            return work(*arguments)
        except Exception:
            log.exception("The text of %s could not be tended.", key)
            self._troubled[key] = time.monotonic() + TROUBLED_FOR
            return None


def pause_after(worked: float) -> float:
    """Seconds until the next round, after one that took so many."""
    return min(max(TEND_EVERY, worked / SHARE), LONGEST)
