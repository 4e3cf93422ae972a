"""How a committed change reaches the streams: of this process, and of the others by Redis.

Only a wake-up travels: what changed is in the database, by number. A wake-up that gets lost
costs a second, not a change.
"""

import functools
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

import redis

from pog.config import Settings

log = logging.getLogger(__name__)
CHANNEL = "pog:live"


@dataclass(frozen=True, slots=True)
class WakeUp:
    """Look at these topics; ask again what these people and sign-ins may hear."""

    topics: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def __or__(self, other: "WakeUp") -> "WakeUp":
        return WakeUp(self.topics | other.topics, self.people | other.people)

    def __bool__(self) -> bool:
        return bool(self.topics or self.people)


Hear = Callable[[WakeUp], None]
_hubs: list[Hear] = []


def listen(hub: Hear) -> None:
    """Call the hub, from whatever thread, after each change."""
    _hubs.append(hub)


def stop_listening(hub: Hear) -> None:
    if hub in _hubs:
        _hubs.remove(hub)


def tell(settings: Settings | None, wake_up: WakeUp) -> None:
    """Wake the streams this is about."""
    for hub in tuple(_hubs):
        hub(wake_up)
    # A process with a hub has it tell the others; commands and plain WSGI servers do it here.
    if not _hubs and settings is not None and settings.redis_url:
        try:
            _connection(settings.redis_url).publish(CHANNEL, encode("", wake_up))
        except redis.RedisError as error:
            log.warning("Redis did not take a wake-up: %s", error)


@functools.cache
def _connection(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


def encode(sender: str, wake_up: WakeUp) -> str:
    return json.dumps(
        {"from": sender, "topics": sorted(wake_up.topics), "people": sorted(wake_up.people)}
    )


def decode(message: str | bytes) -> tuple[str, WakeUp]:
    """Who sent it and what it says; nothing when it is not one of our messages."""
    try:
        found = json.loads(message)
        topics = frozenset(str(topic) for topic in found["topics"])
        return str(found["from"]), WakeUp(topics, frozenset(str(one) for one in found["people"]))
    except (ValueError, KeyError, TypeError):
        return "", WakeUp()
