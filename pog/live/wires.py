"""How a committed change reaches the streams: of this process, and of the others by Redis.

Only a wake-up travels: what changed is in the database, by number. A wake-up that gets lost
costs a second, not a change.
"""

import functools
import json
import logging
from collections.abc import Callable, Iterable

import redis

from pog.config import Settings

log = logging.getLogger(__name__)
CHANNEL = "pog:live"
_hubs: list[Callable[[frozenset[str]], None]] = []


def listen(hub: Callable[[frozenset[str]], None]) -> None:
    """Call the hub, from whatever thread, with the topics that changed."""
    _hubs.append(hub)


def stop_listening(hub: Callable[[frozenset[str]], None]) -> None:
    if hub in _hubs:
        _hubs.remove(hub)


def tell(settings: Settings | None, topics: Iterable[str]) -> None:
    """Wake the streams of these topics."""
    changed = frozenset(topics)
    if not changed:
        return
    for hub in tuple(_hubs):
        hub(changed)
    # A process with a hub has it tell the others; commands and plain WSGI servers do it here.
    if not _hubs and settings is not None and settings.redis_url:
        try:
            _connection(settings.redis_url).publish(CHANNEL, encode("", changed))
        except redis.RedisError as error:
            log.warning("Redis did not take a wake-up: %s", error)


@functools.cache
def _connection(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


def encode(sender: str, topics: Iterable[str]) -> str:
    return json.dumps({"from": sender, "topics": sorted(topics)})


def decode(message: str | bytes) -> tuple[str, frozenset[str]]:
    """Who sent it and which topics changed; nothing when it is not one of our messages."""
    try:
        found = json.loads(message)
        return str(found["from"]), frozenset(str(topic) for topic in found["topics"])
    except (ValueError, KeyError, TypeError):
        return "", frozenset()
