"""The one place of a process that knows its open streams and brings them what changed.

It keeps state, not messages: a stream knows the number it stands at in each topic, and whatever
is newer is loaded, made once and handed to everybody who has not seen it. So a thousand pages that
come back at once cost as much as one, and nothing can arrive in the wrong order.
"""

import asyncio
import contextlib
import logging
import random
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from flask import Flask

from pog.config import Settings
from pog.core.topics import positions
from pog.live import wires
from pog.live.admission import still_allowed, still_open
from pog.live.bridge import Bridge
from pog.live.rendering import News, Part, load_news
from pog.live.subscribers import Frames, Subscriber
from pog.live.wires import WakeUp

log = logging.getLogger(__name__)
T = TypeVar("T")

THREADS = 4
PACE = 0.1
"""A topic is looked at most ten times a second; slower with many pages, faster than people see."""
PACE_PER_PAGE = 0.001
BEAT_EVERY = 5.0
LOOK_ALONE, LOOK_WITH_OTHERS = 2.0, 0.7
"""How often the numbers are looked up in case a wake-up was lost, or none is ever sent."""
SIGN_INS_EVERY = 4.0
PERMISSIONS_EVERY = 30.0
CHUNK = 50
SECONDS_TO_FINISH = 2.0
"""What threads are doing when the server stops they may finish."""


class Companion(Protocol):
    """Shared texts, which hear the same wake-ups."""

    def hear(self, wake_up: WakeUp) -> None: ...
    def leave(self) -> None: ...


class Hub:
    """All streams of this process. Everything but `notice` runs in the event loop."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings: Settings = app.config["POG_SETTINGS"]
        self.name = uuid.uuid4().hex
        self.topics: dict[str, Topic] = {}
        self.texts: Companion | None = None
        self.leaving = False
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._bridge = Bridge(self.settings.redis_url, self.name, self.hear, self.wake)

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        wires.listen(self.notice)
        self.spawn(self._beat())
        self.spawn(self._look())
        self.spawn(self._watch_sign_ins())
        self.spawn(self._watch_permissions())
        if self._bridge.wanted:
            self.spawn(self._bridge.listen())
            self.spawn(self._bridge.send())

    def leave(self) -> None:
        """Tell every stream to come back in a moment, each in another one, and end it."""
        self.leaving = True
        for subscriber in self.subscribers():
            subscriber.say_goodbye()
        if self.texts is not None:
            self.texts.leave()

    async def stop(self) -> None:
        wires.stop_listening(self.notice)
        self.leave()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._bridge.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_FINISH):
                await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function that talks to the database; the event loop never does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    # Who is here

    def subscribers(self) -> set["Subscriber"]:
        return {one for topic in self.topics.values() for one in topic.subscribers}

    def join(self, subscriber: Subscriber) -> None:
        """From now on it gets what is newer than its own numbers, starting at once."""
        for name in subscriber.topics:
            topic = self.topics.get(name)
            if topic is None:
                topic = self.topics[name] = Topic(self, name)
                topic.task = self.spawn(topic.run())
            topic.subscribers.add(subscriber)
            topic.wake()

    def part(self, subscriber: Subscriber) -> None:
        for name in subscriber.topics:
            topic = self.topics.get(name)
            if topic is not None:
                topic.subscribers.discard(subscriber)
                if not topic.subscribers:
                    del self.topics[name]
                    topic.task.cancel()

    # What changed

    def notice(self, wake_up: WakeUp) -> None:
        """Called after a commit, in the thread of the request."""
        with contextlib.suppress(RuntimeError):  # the loop has just ended
            self._loop.call_soon_threadsafe(self._hear_and_pass_on, wake_up)

    def _hear_and_pass_on(self, wake_up: WakeUp) -> None:
        self.hear(wake_up)
        self._bridge.pass_on(wake_up)

    def hear(self, wake_up: WakeUp) -> None:
        """Bring what changed; ask again what the named people may hear."""
        self.wake(wake_up.topics)
        if self.texts is not None:
            self.texts.hear(wake_up)
        if wake_up.people:
            doubted = [
                one
                for one in self.subscribers()
                if str(one.listener.sign_in_id) in wake_up.people
                or str(one.listener.person_id) in wake_up.people
            ]
            if doubted:
                self.spawn(self.quietly(self.check_permissions(doubted)))

    def wake(self, topics: Iterable[str] | None = None) -> None:
        """Look at these topics, or at all when nobody knows which changed."""
        for name in list(self.topics) if topics is None else topics:
            topic = self.topics.get(name)
            if topic is not None:
                topic.wake()

    # What is done again and again

    async def _look(self) -> None:
        """The safety net: other processes, and wake-ups that got lost."""
        alone = self.settings.database_url.startswith("sqlite") or self._bridge.wanted
        while True:
            await asyncio.sleep(LOOK_ALONE if alone else LOOK_WITH_OTHERS)
            await self.quietly(self._look_once())

    async def _look_once(self) -> None:
        names = list(self.topics)
        for start in range(0, len(names), 500):
            found = await self.in_thread(self._positions, names[start : start + 500])
            self.wake(
                n for n, at in found.items() if n in self.topics and at > self.topics[n].number
            )

    def _positions(self, names: list[str]) -> dict[str, int]:
        with self.app.app_context():
            return positions(names)

    async def _beat(self) -> None:
        """A page that hears nothing for 20 seconds begins to ask by itself."""
        while True:
            await asyncio.sleep(BEAT_EVERY)
            for subscriber in self.subscribers():
                subscriber.beat()

    async def _watch_sign_ins(self) -> None:
        while True:
            await asyncio.sleep(SIGN_INS_EVERY)
            await self.quietly(self._end_signed_out())

    async def _end_signed_out(self) -> None:
        here = [one for one in self.subscribers() if one.listener.sign_in_id is not None]
        for start in range(0, len(here), 500):
            some = here[start : start + 500]
            ids = {one.listener.sign_in_id for one in some}
            open_ones = await self.in_thread(still_open, self.app, ids)
            for one in some:
                if one.listener.sign_in_id not in open_ones:
                    one.cut()

    async def _watch_permissions(self) -> None:
        while True:
            await asyncio.sleep(PERMISSIONS_EVERY * random.uniform(0.8, 1.0))  # noqa: S311 - spreads load
            await self.quietly(self.check_permissions())

    async def check_permissions(self, only: Iterable[Subscriber] | None = None) -> None:
        """Cut off whoever may no longer see what the stream is about."""
        here = list(self.subscribers() if only is None else only)
        for start in range(0, len(here), CHUNK):
            some = here[start : start + CHUNK]
            allowed = await self.in_thread(still_allowed, self.app, [one.listener for one in some])
            for one, may_stay in zip(some, allowed, strict=True):
                if not may_stay:
                    one.cut()
            await asyncio.sleep(0)

    async def quietly(self, work: Awaitable[None]) -> None:
        """For rounds: the database may be away for a minute; the next one tries again."""
        try:
            await work
        except Exception:
            log.exception("A round of the live pages failed.")


class Topic:
    """One topic and the streams that listen to it."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub = hub
        self.name = name
        self.number = 0
        self.subscribers: set[Subscriber] = set()
        self.task: asyncio.Task[None]
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Bring everybody up to date, again whenever something changed or somebody came."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._bring_up_to_date()
            except Exception:
                log.exception("The changes of %s could not be loaded.", self.name)
            # What happens meanwhile is brought together in the next round.
            await asyncio.sleep(max(PACE, PACE_PER_PAGE * len(self.subscribers)))

    async def _bring_up_to_date(self) -> None:
        behind = list(self.subscribers)
        if not behind:
            return
        since = min(one.numbers[self.name] for one in behind)
        languages = {one.listener.language for one in behind}
        whole = any(not one.shown for one in behind)
        shown = None if whole else frozenset().union(*(one.shown for one in behind))
        news: News = await self.hub.in_thread(
            load_news, self.hub.app, self.name, since, languages, shown
        )
        self.number = news.position
        encoded, frames = encode(news.parts), Frames()
        for one in behind:  # those who came meanwhile woke us again
            one.offer(self.name, news.position, encoded, frames)


Encoded = list[tuple[str, int, Mapping[str, bytes]]]


def encode(parts: Iterable[Part]) -> Encoded:
    """Each part as the data lines of an event, once for everybody."""
    return [
        (part.region, part.number, {code: data_lines(html) for code, html in part.html.items()})
        for part in parts
    ]


def data_lines(text: str) -> bytes:
    return b"".join(b"data: " + line.encode() + b"\n" for line in text.splitlines())
