"""Live regions: how one is described, found by name, and tied to the facts that change it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pog.core.events import Event

Context = Mapping[str, Any]  # Any: what a template is given
FAMILY = "{id}"


@dataclass(frozen=True, slots=True)
class Region:
    """One live piece of pages: its name, the kind of topic it belongs to, and how it is made."""

    name: str
    topic_kind: str
    template: str
    context: Callable[..., Context | None]


_known: dict[tuple[str, str], Region] = {}


def add_regions(*regions: Region) -> None:
    """Make regions known."""
    for region in regions:
        _known[region.topic_kind, region.name] = region


def all_regions() -> list[Region]:
    return list(_known.values())


def find_region(topic_kind: str, name: str) -> tuple[Region, tuple[uuid.UUID, ...]] | None:
    """The region of this name, with the key in its name when it is one of a family."""
    region = _known.get((topic_kind, name))
    if region is not None:
        return region, ()
    family, key = name[:-36], name[-36:]
    region = _known.get((topic_kind, family + FAMILY))
    try:
        return None if region is None else (region, (uuid.UUID(key),))
    except ValueError:
        return None


Changes = Mapping[str, tuple[str, ...]]
"""For each topic the names of its regions that are other than before."""
FACTS: dict[type[Event], Callable[[Any], Changes]] = {}
Told = TypeVar("Told", bound=Callable[[Any], Changes])


def changes(kind: type[Event]) -> Callable[[Told], Told]:
    """Say which regions a fact changes; a fact of a subclass changes the same ones too."""

    def register(mapping: Told) -> Told:
        FACTS[kind] = mapping
        return mapping

    return register


def changed_by(event: Event) -> dict[str, set[str]]:
    """Everything this fact changes on open pages."""
    found: dict[str, set[str]] = {}
    for kind in type(event).__mro__:
        mapping = FACTS.get(kind)
        if mapping is not None:
            for topic, names in mapping(event).items():
                found.setdefault(topic, set()).update(names)
    return found
