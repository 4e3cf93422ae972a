"""How one statement relates to another, in our words and in CASE's.

The first end (origin) is the subject: "target_broader" says the destination covers more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pog.core.i18n import _n
from pog.standards.case.fields import JsonObject
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import NOTES


class RelationKind(StrEnum):
    """Kind, direction and strength in one word."""

    EXACT = "exact"
    STRONG_OVERLAP = "strong_overlap"
    WEAK_OVERLAP = "weak_overlap"
    RELATED = "related"
    TARGET_BROADER = "target_broader"
    TARGET_NARROWER = "target_narrower"
    PEER = "peer"
    PREREQUISITE = "prerequisite"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a relation is written: the type, and whether its ends change places."""

    association_type: str
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class ReadRelation:
    """What an association says; `verbatim` is a type we only pass on."""

    kind: RelationKind
    swapped: bool = False
    verbatim: str | None = None


_SPELLINGS: Final = {
    RelationKind.EXACT: Spelling("exactMatchOf"),
    RelationKind.STRONG_OVERLAP: Spelling("ext:majorRelated"),
    RelationKind.WEAK_OVERLAP: Spelling("ext:minorRelated"),
    RelationKind.RELATED: Spelling("isRelatedTo"),
    RelationKind.TARGET_BROADER: Spelling("isPartOf"),
    RelationKind.TARGET_NARROWER: Spelling("isPartOf", swapped=True),
    RelationKind.PEER: Spelling("isPeerOf"),
    RelationKind.PREREQUISITE: Spelling("precedes"),
}
_SPELLINGS_1_0: Final = _SPELLINGS | {
    RelationKind.STRONG_OVERLAP: Spelling("isRelatedTo"),
    RelationKind.WEAK_OVERLAP: Spelling("isRelatedTo"),
}
# What others write; "ext:hasPart" is the narrower one with its ends in place.
_READINGS: Final = {
    "exactMatchOf": RelationKind.EXACT,
    "ext:majorRelated": RelationKind.STRONG_OVERLAP,
    "ext:minorRelated": RelationKind.WEAK_OVERLAP,
    "isRelatedTo": RelationKind.RELATED,
    "isPartOf": RelationKind.TARGET_BROADER,
    "ext:hasPart": RelationKind.TARGET_NARROWER,
    "isPeerOf": RelationKind.PEER,
    "precedes": RelationKind.PREREQUISITE,
}


def turned(kind: RelationKind) -> RelationKind:
    """What a relation is, seen from its other end."""
    return _TURNED.get(kind, kind)


_TURNED: Final = {
    RelationKind.TARGET_BROADER: RelationKind.TARGET_NARROWER,
    RelationKind.TARGET_NARROWER: RelationKind.TARGET_BROADER,
}


def spelling(kind: RelationKind | str, version: str = "1.1") -> Spelling:
    """How CASE writes this relation."""
    table = _SPELLINGS_1_0 if version == "1.0" else _SPELLINGS
    return table[RelationKind(kind)]


def extensions_for(kind: RelationKind | str) -> JsonObject:
    """What to put into the association so that our own file restores the relation."""
    return {NOTES: {"relation": RelationKind(kind).value}}


def relation_of(association_type: str, extensions: JsonObject) -> ReadRelation | None:
    """What an association says of two statements; None: it builds the tree (isChildOf).

    Our own note counts as long as it agrees with the type, which others may have changed.
    """
    if association_type == "isChildOf":
        return None
    noted = _noted(extensions)
    for table in (_SPELLINGS, _SPELLINGS_1_0):
        if noted and table[noted].association_type == association_type:
            return ReadRelation(noted, swapped=table[noted].swapped)
    if association_type in _READINGS:
        return ReadRelation(_READINGS[association_type])
    return ReadRelation(RelationKind.RELATED, verbatim=association_type)


def _noted(extensions: JsonObject) -> RelationKind | None:
    notes = extensions.get(NOTES)
    word = notes.get("relation") if isinstance(notes, dict) else None
    return RelationKind(word) if isinstance(word, str) and word in _WORDS else None


_WORDS: Final = frozenset(kind.value for kind in RelationKind)


def losses_of(kinds: Iterable[RelationKind | str], version: str = "1.1") -> list[Loss]:
    """What these relations lose in a file of this version; 1.1 keeps everything."""
    if version != "1.0":
        return []
    counts = Counter(RelationKind(kind) for kind in kinds)
    strong, weak = counts[RelationKind.STRONG_OVERLAP], counts[RelationKind.WEAK_OVERLAP]
    losses = []
    if strong:
        message = _n(
            "One strong link became isRelatedTo: CASE 1.0 has no word for its strength.",
            "%(num)s strong links became isRelatedTo: CASE 1.0 has no word for their strength.",
            strong,
        )
        losses.append(Loss("strong_overlap", message, strong))
    if weak:
        message = _n(
            "One weak link became isRelatedTo: CASE 1.0 has no word for its strength.",
            "%(num)s weak links became isRelatedTo: CASE 1.0 has no word for their strength.",
            weak,
        )
        losses.append(Loss("weak_overlap", message, weak))
    return losses
