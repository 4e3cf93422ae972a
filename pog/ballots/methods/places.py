"""First, second, third: the order that scores give, with ties kept."""

from collections.abc import Mapping, Sequence
from fractions import Fraction


def ordered(options: Sequence[str], scores: Mapping[str, tuple[Fraction, ...]]) -> list[list[str]]:
    """Return the options from the highest score down, equal ones together."""
    return [
        [option for option in options if scores[option] == score]
        for score in sorted(set(scores.values()), reverse=True)
    ]


def ranks(order: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return each option's place; after two on place 1 comes place 3."""
    places: dict[str, int] = {}
    for tied in order:
        place = len(places) + 1
        places |= dict.fromkeys(tied, place)
    return places


def shared_places(order: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the options that stand together on one place."""
    return [list(tied) for tied in order if len(tied) > 1]
