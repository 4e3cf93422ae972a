"""The live parts of pages, and which facts change them.

A region is a piece of a page that is replaced while people look at it: the element
`<div id="region-agenda">` written by one part template. To make a piece of your page live:

1. Put it into a part `templates/<feature>/_<name>.html` whose root element has the id
   `region-<name>`, and include the part in the page. Nothing in it may depend on who is looking,
   and no form control may stand in it: the same bytes go to everybody. A sentence in
   `data-announce` on the root is read out to people who do not see the screen.
2. Add one line to REGIONS: name, kind of topic, template, and a function that takes the key of the
   topic's thing and returns what the template needs (None when there is nothing to show).
   `Region("attribute-{id}", ...)` is a family, one region for each attribute; its function takes
   the key of the attribute as well.
3. Add the region's name to what the fact changes, below FACTS; a new fact gets a line there.
4. Put `{{ live(["convening:" ~ convening.id]) }}` on the page once
   (`{% from "shared/live.html" import live %}`).
"""

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


REGIONS: list[Region] = []
_known: dict[tuple[str, str], Region] = {}


def add_region(region: Region) -> None:
    """Make a region known."""
    REGIONS.append(region)
    _known[region.topic_kind, region.name] = region


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
E = TypeVar("E", bound=Event)


def changes(kind: type[E]) -> Callable[[Callable[[E], Changes]], Callable[[E], Changes]]:
    """Say which regions a fact changes; a fact of a subclass changes the same ones too."""

    def register(mapping: Callable[[E], Changes]) -> Callable[[E], Changes]:
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
