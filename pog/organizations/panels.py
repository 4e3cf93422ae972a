"""What higher features show on the page of an organization.

The page is down here, profiles and convenings are above: they leave their panels here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pog.core.identity import Actor
from pog.organizations.models import Organization

Context = Callable[[Actor, Organization], dict[str, Any]]  # what the panel's part needs


@dataclass(frozen=True, slots=True)
class Panel:
    """A part and the function that finds what it shows."""

    name: str
    part: str
    context: Context


_panels: dict[str, tuple[int, Panel]] = {}


def add_panel(name: str, part: str, *, order: int) -> Callable[[Context], Context]:
    """Register the function that finds what the part shows; lower orders come first."""

    def register(context: Context) -> Context:
        _panels[name] = (order, Panel(name, part, context))
        return context

    return register


def panels() -> list[Panel]:
    return [panel for _order, panel in sorted(_panels.values(), key=lambda entry: entry[0])]
