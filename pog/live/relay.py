"""Typed text between the processes of one site, over Redis, when there is one.

Only what is stored already travels. What Redis loses is found in the database, by number.
"""

import asyncio
import contextlib
import logging
import uuid
from collections import deque
from typing import Protocol

import redis.asyncio as redis
from redis.exceptions import RedisError

from pog.coediting.messages import Malformed, Reader, number, sized
from pog.live.writing import Stored

log = logging.getLogger(__name__)
CHANNEL = "pog:texts"
AGAIN_AFTER = 1.0
UPDATES, CARETS, QUESTION = 0, 1, 2
MOST_UNSENT = 10_000


class Listening(Protocol):
    """Who is told what other processes say."""

    def hear_updates(self, key: uuid.UUID, first: int, updates: list[bytes]) -> None: ...
    def hear_carets(self, key: uuid.UUID, body: bytes) -> None: ...
    def carets_of(self, key: uuid.UUID) -> bytes | None: ...
    def look_at_all(self) -> None: ...


class Relay:
    """Tells other processes what was stored here, and hears what was stored there."""

    def __init__(self, url: str | None, name: str, texts: Listening) -> None:
        self.wanted = url is not None
        self._name = uuid.UUID(name).bytes
        self._texts = texts
        self._client = redis.Redis.from_url(url) if url is not None else None
        self._unsent: deque[bytes] = deque(maxlen=MOST_UNSENT)
        self._something = asyncio.Event()

    def pass_on(self, stored: Stored) -> None:
        if self.wanted:
            updates = [update for update, _writer in stored.updates]
            body = number(stored.first) + number(len(updates)) + b"".join(map(sized, updates))
            self._say(UPDATES, stored.attribute_id, body)

    def pass_carets_on(self, key: uuid.UUID, body: bytes) -> None:
        if self.wanted:
            self._say(CARETS, key, body)

    def ask_for_carets(self, key: uuid.UUID) -> None:
        """Who types there in other processes?"""
        if self.wanted:
            self._say(QUESTION, key, b"")

    def _say(self, kind: int, key: uuid.UUID, body: bytes) -> None:
        self._unsent.append(bytes((kind,)) + key.bytes + body)
        self._something.set()

    async def send(self) -> None:
        assert self._client is not None
        while True:
            await self._something.wait()
            self._something.clear()
            try:
                # As one message: each costs this and every other process more than what it holds.
                together = b"".join(map(sized, self._unsent))
                self._unsent.clear()
                await self._client.publish(CHANNEL, self._name + together)
            except (RedisError, OSError) as error:
                log.warning("Redis did not take what was typed: %s", error)

    async def listen(self) -> None:
        """Hear the others; after every gap look at all texts, for something may have been said."""
        assert self._client is not None
        while True:
            try:
                async with self._client.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    self._texts.look_at_all()
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self._hear(message["data"])
            except (RedisError, OSError) as error:
                log.warning("Redis is away: %s", error)
            await asyncio.sleep(AGAIN_AFTER)

    def _hear(self, message: bytes) -> None:
        if message[:16] == self._name:
            return
        reader = Reader(message[16:])
        with contextlib.suppress(Malformed):
            while not reader.finished:
                self._hear_one(reader.bytes())

    def _hear_one(self, said: bytes) -> None:
        if len(said) < 17:
            raise Malformed
        kind, key, body = said[0], uuid.UUID(bytes=said[1:17]), said[17:]
        if kind == CARETS:
            self._texts.hear_carets(key, body)
        elif kind == QUESTION:
            carets = self._texts.carets_of(key)
            if carets is not None:
                self._say(CARETS, key, carets)
        else:
            reader = Reader(body)
            first = reader.number()
            updates = [reader.bytes() for _ in range(reader.number())]
            self._texts.hear_updates(key, first, updates)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
