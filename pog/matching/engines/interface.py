"""What every engine promises: texts in, a ranking with reasons out; no database, no web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Something that can be compared: an attribute, or a competency of a framework."""

    key: str
    """Tells passages apart; one that is known to a crosswalk has the key it has there."""
    name: str
    statement: str = ""
    code: str = ""
    level: str = ""
    """A grade or grade band as the framework writes it; often it stands in the code instead."""
    above: tuple[str, ...] = ()
    """Names of what it stands below, nearest first."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two passages somebody joined: a published crosswalk, or an alignment people made."""

    one: str
    other: str
    weight: float
    """From 0 to 1: how surely the one may stand for the other."""
    source: str
    """Who says so, as it is shown: the title of a crosswalk, or OWN."""


OWN: Final = ""
"""The source of ties the organization made itself by accepting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What is known beyond the texts. Whoever gathers it keeps organizations apart."""

    passages: Mapping[str, Passage] = field(default_factory=dict)
    """The ends of ties and of dismissals, by key."""
    ties: Sequence[Tie] = ()
    dismissed: Sequence[tuple[str, str]] = ()
    """Pairs (passage, candidate) somebody found to be no match."""


NOTHING: Final = Knowledge()

WORDS, KINDRED, PATH, LEVEL, AVOIDED = "words", "kindred", "path", "level", "avoided"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate stands where it stands.

    WORDS: both use these words. KINDRED: pairs "ours / theirs" that mean about the same.
    PATH: names from a neighbour to the candidate; `source` says who joined the last two.
    LEVEL: both are for this grade or band. AVOIDED: something similar was dismissed.
    """

    kind: str
    facts: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate of a ranking.

    `score` lies between 0 and 1 and orders the ranking. For the combined engine it is
    calibrated: of suggestions shown with this score, about that share is right.
    """

    key: str
    score: float
    reasons: tuple[Reason, ...] = ()


class Ranker(Protocol):
    """Candidates made ready to be compared with any number of passages."""

    def rank(self, passage: Passage, limit: int) -> list[Match]:
        """The best candidates, best first; never one without any evidence for it."""
        ...


class Engine(Protocol):
    """One way to rank."""

    name: str
    no_match_below: float
    """When not even the best score reaches this, the answer is "no good match"."""

    def ready(self, candidates: Sequence[Passage], knowledge: Knowledge = NOTHING) -> Ranker: ...
