"""Wake-ups between the processes of one site, over Redis, when there is one."""

import asyncio
import logging
from collections.abc import Callable

import redis.asyncio as redis
from redis.exceptions import RedisError

from pog.live.wires import CHANNEL, WakeUp, decode, encode

log = logging.getLogger(__name__)
AGAIN_AFTER = 1.0


class Bridge:
    """Tells other processes what changed here, and hears what changed there."""

    def __init__(
        self,
        url: str | None,
        name: str,
        hear: Callable[[WakeUp], None],
        look_at_all: Callable[[], None],
    ) -> None:
        self.wanted = url is not None
        self._name = name
        self._hear = hear
        self._look_at_all = look_at_all
        self._client = redis.Redis.from_url(url) if url is not None else None
        self._unsent = WakeUp()
        self._something = asyncio.Event()

    def pass_on(self, wake_up: WakeUp) -> None:
        if self.wanted:
            self._unsent |= wake_up
            self._something.set()

    async def send(self) -> None:
        """Publish what changed. What Redis does not take is found by looking, a second later."""
        assert self._client is not None
        while True:
            await self._something.wait()
            self._something.clear()
            wake_up, self._unsent = self._unsent, WakeUp()
            try:
                await self._client.publish(CHANNEL, encode(self._name, wake_up))
            except (RedisError, OSError) as error:
                log.warning("Redis did not take a wake-up: %s", error)

    async def listen(self) -> None:
        """Hear the others; after every gap look at everything, for something may have been said."""
        assert self._client is not None
        while True:
            try:
                async with self._client.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    self._look_at_all()
                    async for message in channel.listen():
                        if message["type"] == "message":
                            sender, wake_up = decode(message["data"])
                            if sender != self._name:
                                self._hear(wake_up)
            except (RedisError, OSError) as error:
                log.warning("Redis is away: %s", error)
            await asyncio.sleep(AGAIN_AFTER)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
