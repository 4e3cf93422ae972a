"""How two relations make a third: from one framework through a profile to another.

Read `A -> X` as "X lies to A as the relation says"; the rule is meant to claim too little rather
than too much, and a person checks what it says:

- An exact match passes the other relation on.
- Two overlaps are as strong as the weaker one; two weak ones say no more than "related".
- Broader then broader is broader; narrower then narrower is narrower.
- Through something both contain (narrower, then broader) the two overlap at least weakly.
  Two pieces of the same thing (broader, then narrower) are related, no more.
- Broader or narrower with a strong overlap is a weak one, with a weak overlap related.
- With "related", "side by side" or "comes before" in it, a path says "related".
"""

from collections.abc import Mapping
from typing import Final

OVERLAPS: Final = ("strong_overlap", "weak_overlap")
_TURNED: Final[Mapping[str, str]] = {
    "target_broader": "target_narrower",
    "target_narrower": "target_broader",
    "prerequisite": "related",  # "comes after" is no relation of ours
}
_MADE: Final[Mapping[tuple[str, str], str]] = {
    ("strong_overlap", "strong_overlap"): "strong_overlap",
    ("strong_overlap", "weak_overlap"): "weak_overlap",
    ("weak_overlap", "strong_overlap"): "weak_overlap",
    ("target_broader", "target_broader"): "target_broader",
    ("target_narrower", "target_narrower"): "target_narrower",
    ("target_narrower", "target_broader"): "weak_overlap",
    ("target_broader", "strong_overlap"): "weak_overlap",
    ("strong_overlap", "target_broader"): "weak_overlap",
    ("target_narrower", "strong_overlap"): "weak_overlap",
    ("strong_overlap", "target_narrower"): "weak_overlap",
}
IN_OURS: Final[Mapping[str, str]] = {
    "close": "strong_overlap",
    "broader": "target_broader",
    "narrower": "target_narrower",
    "covers": "target_narrower",
    "covered_by": "target_broader",
    "supports": "related",
    "level_equivalent": "related",
    "replaced_by": "strong_overlap",
}
"""Words of published crosswalks in ours; "none" is no relation."""


def in_ours(relation: str) -> str | None:
    """A published relation as one of ours; None where the source says there is none."""
    return None if relation == "none" else IN_OURS.get(relation, relation)


def turned(relation: str) -> str:
    """The relation seen from the other end."""
    return _TURNED.get(relation, relation)


def composed(first: str, second: str) -> str:
    """What A -> B and B -> C let us say of A -> C."""
    if first == "exact":
        return second
    if second == "exact":
        return first
    return _MADE.get((first, second), "related")
