"""Facts: what has happened, told to those who asked to know."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that has happened; the past tense is part of its name."""


E = TypeVar("E", bound="Event")
Listener = Callable[[Any], None]  # Any: a listener takes the one event type it registered for
_after: dict[type[Event], list[Listener]] = defaultdict(list)
_inside: dict[type[Event], list[Listener]] = defaultdict(list)


def on(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener that runs after the commit; its failure is logged, not felt."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _after[kind]:
            _after[kind].append(listener)
        return listener

    return register


def before_commit(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener that runs inside the transaction and stands or falls with it."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _inside[kind]:
            _inside[kind].append(listener)
        return listener

    return register


def tell_inside(event: Event) -> None:
    for kind in type(event).__mro__:
        for listener in _inside.get(kind, ()):
            listener(event)


def tell_after(event: Event) -> None:
    for kind in type(event).__mro__:
        for listener in _after.get(kind, ()):
            try:
                listener(event)
            except Exception:
                log.exception("A listener of %s failed.", type(event).__name__)
