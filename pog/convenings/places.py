"""Where everybody can be called to: the step the room is at, an attribute, a ballot.

Ballots are on a higher floor, so they tell which of theirs may be shown.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pog.convenings.models import Convening, Summons
from pog.convenings.phases import PHASES
from pog.core.i18n import _l
from pog.profiles.queries import attributes_in_order


@dataclass(frozen=True, slots=True)
class Place:
    """One thing everybody can look at together."""

    id: uuid.UUID
    words: str


Places = Callable[[Convening], Sequence[Place]]
KINDS: dict[str, Any] = {
    "activity": _l("Step"),
    "ballot": _l("Ballot"),
    "attribute": _l("Attribute"),
}
"""In the order the desk offers them, with the word for each."""
_finders: dict[str, Places] = {}


def finds_places(kind: str) -> Callable[[Places], Places]:
    """Register who knows the places of a kind in a convening."""

    def register(finder: Places) -> Places:
        _finders[kind] = finder
        return finder

    return register


@finds_places("activity")
def the_step_now(convening: Convening) -> Sequence[Place]:
    step = convening.current_activity
    return [] if step is None else [Place(step.id, step.title)]


@finds_places("attribute")
def attributes_of_it(convening: Convening) -> Sequence[Place]:
    return [Place(one.id, one.name) for one in attributes_in_order(convening.profile)]


def places_of(convening: Convening) -> list[tuple[str, Sequence[Place]]]:
    """Everything the room can be called to, by kind; kinds without any are left out."""
    found = [(kind, _finders[kind](convening)) for kind in KINDS if kind in _finders]
    return [(kind, places) for kind, places in found if places]


def place_named(convening: Convening, kind: str, key: str) -> Place | None:
    """The place with this identifier, while the room may be called there."""
    finder = _finders.get(kind)
    places = finder(convening) if finder is not None else ()
    return next((place for place in places if str(place.id) == key), None)


def address_of(summons: Summons, convening: Convening) -> tuple[str, dict[str, uuid.UUID]]:
    """The page it calls to: endpoint and parameters."""
    if summons.kind == "attribute":
        return "profiles.attribute", {"attribute_id": summons.target_id}
    if summons.kind == "ballot":
        return "ballots.show", {"ballot_id": summons.target_id}
    step = convening.current_activity
    phase = PHASES[step.kind] if step is not None else None
    if phase is not None and phase.endpoint is not None:
        return phase.endpoint, phase.address(convening)
    return "convenings.show", {"convening_id": convening.id}
