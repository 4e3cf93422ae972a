"""Making the changed regions of a topic into the bytes that pages get."""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, g, render_template

from pog.core.topics import changed_since, positions
from pog.live.permissions import split_topic
from pog.live.registry import find_region

log = logging.getLogger(__name__)
KEPT = 2_000
NONCE = secrets.token_urlsafe(16)
"""Stands in pushed parts for the page's own nonce; the page exchanges it (live.js)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One region as it was at a number, in each language somebody listens in."""

    region: str
    number: int
    html: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class News:
    """What a topic has to say after some number: where it stands now, and the parts."""

    position: int
    parts: tuple[Part, ...]


class Rendered:
    """Parts already made. What a region shows at a number is the same for everybody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str, str], tuple[int, str]] = OrderedDict()

    def get(self, topic: str, region: str, language: str, number: int) -> str | None:
        with self._lock:
            found = self._known.get((topic, region, language))
        return found[1] if found is not None and found[0] == number else None

    def keep(self, topic: str, region: str, language: str, number: int, html: str) -> None:
        with self._lock:
            self._known[topic, region, language] = (number, html)
            self._known.move_to_end((topic, region, language))
            if len(self._known) > KEPT:
                self._known.popitem(last=False)


def load_news(
    app: Flask,
    topic: str,
    since: int,
    languages: Iterable[str],
    shown: Container[str] | None = None,
) -> News:
    """The regions of a topic that changed after a number; only those that are shown anywhere.

    The number is read first: what is shown may be newer than it, never older.
    """
    rendered: Rendered = app.extensions["pog_rendered"]
    wanted = sorted(set(languages))
    with app.app_context():
        position = positions([topic])[topic]
        changed = changed_since(topic, since) if position > since else {}
    numbers = {name: at for name, at in changed.items() if shown is None or name in shown}
    made: dict[str, dict[str, str]] = {}
    for language in wanted:
        missing = {}
        for region, number in numbers.items():
            html = rendered.get(topic, region, language, number)
            if html is None:
                missing[region] = number
            else:
                made.setdefault(region, {})[language] = html
        if missing:
            with as_nobody(app, language):
                for region, number in missing.items():
                    html = make_part(topic, region)
                    if html is not None:
                        rendered.keep(topic, region, language, number, html)
                        made.setdefault(region, {})[language] = html
    parts = (
        Part(region, number, made[region]) for region, number in numbers.items() if region in made
    )
    return News(position, tuple(parts))


@contextmanager
def as_nobody(app: Flask, language: str) -> Iterator[None]:
    """A request of nobody in particular, in this language: all that a pushed part may know."""
    base_url = app.config["POG_SETTINGS"].base_url
    headers = {"Accept-Language": language}
    # An application context of its own: the one around it may know who is looking.
    with app.app_context(), app.test_request_context("/", base_url=base_url, headers=headers):
        g.csp_nonce = NONCE
        yield


def make_part(topic: str, name: str) -> str | None:
    """One region as the page swaps it in; None when it is not ours or shows nothing any more."""
    found, about = find_region(topic.partition(":")[0], name), split_topic(topic)
    if found is None or about is None:
        return None
    region, keys = found
    try:
        context = region.context(about[1], *keys)
        if context is None:
            return None
        html = render_template(region.template, **context)
    except Exception:
        # One broken part must not keep the others from the room.
        log.exception("The region %s of %s could not be made.", name, topic)
        return None
    return f'<hx-partial hx-target="#region-{name}" hx-swap="outerMorph">{html}</hx-partial>'
