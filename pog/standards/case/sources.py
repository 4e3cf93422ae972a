"""A package that is written without ever being held as a whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pog.standards.case.fields import JsonObject
from pog.standards.case.model import CFPackage
from pog.standards.case.serialising import as_json, package_as_json

LONG = ("CFItems", "CFAssociations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a package says, in CASE's words; its long lists can be gone through again and again.

    They come in the same order every time, and what they yield is the writer's own, to change.
    """

    rest: JsonObject
    """Everything but items and associations."""
    items: Callable[[], Iterable[JsonObject]]
    associations: Callable[[], Iterable[JsonObject]]


def source_of(package: CFPackage) -> Source:
    whole = package_as_json(replace(package, items=(), associations=()))
    return Source(
        rest={name: value for name, value in whole.items() if name not in LONG},
        items=lambda: map(as_json, package.items),
        associations=lambda: map(as_json, package.associations),
    )
