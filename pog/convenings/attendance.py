"""Who took part, told by those who know: comments and ballots are on higher floors."""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import CompoundSelect, Select, select, union

from pog.convenings.models import Participant

Seats = Callable[[uuid.UUID], Select[tuple[Any]]]
"""Selects the seats (participant ids, nothing else) that did it in the given convening."""

CONTRIBUTED, VOTED, COUNTED = "contributed", "voted", "counted"
"""Voted in anything; voted in what is closed, which is the number pages show."""
_known: dict[str, list[Seats]] = {CONTRIBUTED: [], VOTED: [], COUNTED: []}


def counts_as(what: str) -> Callable[[Seats], Seats]:
    """Register a select of the seats that contributed, or voted, in a convening."""

    def register(seats: Seats) -> Seats:
        if seats not in _known[what]:
            _known[what].append(seats)
        return seats

    return register


def seats_that(what: str, convening_id: uuid.UUID) -> CompoundSelect[Any] | Select[Any]:
    """Every seat that did it, each once; nobody when no feature counts it."""
    selects = [seats(convening_id) for seats in _known[what]]
    if not selects:
        return select(Participant.id).where(Participant.id.is_(None))
    return union(*selects)
