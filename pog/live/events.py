"""What can have happened to open pages."""

from dataclasses import dataclass, field

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesChanged(Event):
    """Regions of these topics show something else than before.

    Collected while a unit of work ends, and told once for all its facts.
    """

    changes: dict[str, set[str]] = field(default_factory=dict)
