"""Ranks by what others joined: published crosswalks, and alignments people made.

From the passage itself, where it has ties, and from known passages that read like it, weight walks
along ties; each crossing shares it among the neighbours, so that a competency joined to everything
says little. The path that brought most is the reason.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pog.matching.engines.interface import (
    NOTHING,
    PATH,
    Knowledge,
    Match,
    Passage,
    Ranker,
    Reason,
)
from pog.matching.engines.kinship import kinship_of

name = "graph"
no_match_below = 0.1

NEIGHBOURS: Final = 10
ALIKE_FROM: Final = 0.15
STEPS: Final = 3
FADING: Final = 0.5
"""What is left of the weight after each further crossing."""
HALF: Final = 0.25
"""The weight that makes half a score."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reached a passage: the sum, and the best single path."""

    weight: float
    best: float
    path: tuple[str, ...]
    source: str


class ByTies:
    def __init__(self, candidates: Sequence[Passage], knowledge: Knowledge) -> None:
        self.order = {one.key: at for at, one in enumerate(candidates)}
        self.known = knowledge.passages
        self.ties: defaultdict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        for tie in knowledge.ties:
            for one, other in ((tie.one, tie.other), (tie.other, tie.one)):
                if self.ties[one].get(other, (0.0, ""))[0] < tie.weight:
                    self.ties[one][other] = (tie.weight, tie.source)
        self.starts = [one for key, one in knowledge.passages.items() if key in self.ties]
        self.kinship = kinship_of(tuple(self.starts))

    def rank(self, passage: Passage, limit: int) -> list[Match]:
        arrived = self.arrivals(passage)
        best = sorted(arrived, key=lambda key: (-arrived[key].weight, self.order[key]))[:limit]
        return [
            Match(key, self.score(arrived[key]), self.reasons(passage, arrived[key]))
            for key in best
        ]

    @staticmethod
    def score(arrival: Arrival) -> float:
        return arrival.weight / (arrival.weight + HALF)

    def arrivals(self, passage: Passage) -> dict[str, Arrival]:
        """What reaches each candidate; those that nothing reaches are left out."""
        standing = self.beginning(passage)
        reached: dict[str, Arrival] = {}
        for step in range(STEPS):
            standing = self.cross(standing, passage.key)
            for key, arrival in standing.items():
                if key in self.order:
                    reached[key] = together(reached.get(key), arrival, FADING**step)
        return reached

    def beginning(self, passage: Passage) -> dict[str, Arrival]:
        scores = self.kinship.likeness(passage)
        nearest = sorted(range(len(scores)), key=lambda at: -scores[at])[:NEIGHBOURS]
        found = {
            self.starts[at].key: Arrival(scores[at], scores[at], (self.starts[at].key,), "")
            for at in nearest
            if scores[at] >= ALIKE_FROM
        }
        if passage.key in self.ties:
            found[passage.key] = Arrival(1.0, 1.0, (passage.key,), "")
        return found

    def cross(self, standing: Mapping[str, Arrival], home: str) -> dict[str, Arrival]:
        """One crossing for all that stands anywhere; nothing goes back to where it began."""
        arrived: dict[str, Arrival] = {}
        for key, arrival in standing.items():
            ties = self.ties.get(key, {})
            share = math.sqrt(sum(weight for weight, _source in ties.values())) or 1.0
            for other, (weight, source) in ties.items():
                if other in (home, arrival.path[0]):
                    continue
                part = weight / share
                one = Arrival(
                    arrival.weight * part, arrival.best * part, (*arrival.path, other), source
                )
                arrived[other] = together(arrived.get(other), one)
        return arrived

    def reasons(self, passage: Passage, arrival: Arrival) -> tuple[Reason, ...]:
        """The way there without its end; an empty name stands for the passage itself."""
        names = tuple(
            "" if key == passage.key else self.known[key].name
            for key in arrival.path[:-1]
            if key == passage.key or key in self.known
        )
        return (Reason(PATH, names, arrival.source),)


def together(one: Arrival | None, other: Arrival, faded: float = 1.0) -> Arrival:
    """Both sums, and the better of the two paths."""
    weight, best = other.weight * faded, other.best * faded
    if one is None:
        return Arrival(weight, best, other.path, other.source)
    if best > one.best:
        return Arrival(one.weight + weight, best, other.path, other.source)
    return Arrival(one.weight + weight, one.best, one.path, one.source)


def ready(candidates: Sequence[Passage], knowledge: Knowledge = NOTHING) -> Ranker:
    return ByTies(candidates, knowledge)
