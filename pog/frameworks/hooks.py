"""What higher features add to frameworks, without frameworks knowing them."""

from collections.abc import Callable, Iterable

from pog.core.identity import Actor
from pog.core.links import Link
from pog.frameworks.models import Framework

Finder = Callable[[Actor, Framework], Iterable[Link]]
_links: list[Finder] = []


def links_from_frameworks(finder: Finder) -> Finder:
    """Register where else an actor may go from a framework (its files, for one)."""
    if finder not in _links:
        _links.append(finder)
    return finder


def links_from(actor: Actor, framework: Framework) -> list[Link]:
    return [link for finder in _links for link in finder(actor, framework)]


_library_links: list[Callable[[], Iterable[Link]]] = []


def links_from_the_library(finder: Callable[[], Iterable[Link]]) -> Callable[[], Iterable[Link]]:
    """Register where else one may go from the list of all frameworks."""
    if finder not in _library_links:
        _library_links.append(finder)
    return finder


def library_links() -> list[Link]:
    return [link for finder in _library_links for link in finder()]
