"""What can have happened to open pages."""

from dataclasses import dataclass, field

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesChanged(Event):
    """Regions of these topics show something else than before; these people may see other ones.

    Collected while a unit of work ends, and told once for all its facts.
    """

    changes: dict[str, set[str]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    """Persons and sign-ins by their identifiers."""
