"""Weighs words, ties, grades and dismissals into one calibrated score."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from pog.matching.engines.grades import Levels
from pog.matching.engines.graph import Arrival, ByTies
from pog.matching.engines.interface import (
    AVOIDED,
    LEVEL,
    NOTHING,
    Knowledge,
    Match,
    Passage,
    Ranker,
    Reason,
)
from pog.matching.engines.kinship import kinship_of
from pog.matching.engines.lexical import ByWords

name = "combined"
no_match_below = 0.22


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of "this suggestion is right"; every sign but the size's is positive,
    so more evidence never lowers a score.

    Fitted by weighted maximum likelihood on the ten best of each of 344 passages with known
    answers (O*NET skills and abilities to work activities, NGSS to CCSS, attributes of published
    profiles to frameworks) and 186 with none (items of CCSS mathematics against frameworks of
    skills), always without the ties of the passage itself; `ties` was then
    raised from 1.7, within its error, for the sake of the ranking. Expected calibration error
    there: 0.021.
    """

    start: float = -1.62
    words: float = 7.68
    ties: float = 2.2
    level: float = 0.45
    size: float = -0.33
    """Per natural logarithm of the number of candidates: among many, more look right by chance."""
    avoided: float = 6.0
    """What a dismissal costs; less by likeness when it was another passage's. Set, not fitted."""


FITTED: Final = Weights()
NO_EVIDENCE: Final = -100.0
"""Stands for "nothing speaks for it"; grades alone do not."""
LIKE_DISMISSED_FROM: Final = 0.3
"""How alike an attribute must read before its dismissals count for another one."""


class Combined:
    def __init__(self, candidates: Sequence[Passage], knowledge: Knowledge) -> None:
        self.candidates = candidates
        self.places = {one.key: at for at, one in enumerate(candidates)}
        self.words = ByWords(candidates)
        self.ties = ByTies(candidates, knowledge)
        self.levels = Levels(candidates)
        self.dismissals = Dismissals(knowledge)

    def rank(self, passage: Passage, limit: int) -> list[Match]:
        alike = self.words.kinship.likeness(passage)
        arrived = self.ties.arrivals(passage)
        fit = self.levels.fit(passage)
        avoided = self.dismissals.near(passage)
        evidence = [FITTED.words * much if much else NO_EVIDENCE for much in alike]
        if fit:
            evidence = [
                much + FITTED.level * level for much, level in zip(evidence, fit, strict=True)
            ]
        for key, arrival in arrived.items():
            at = self.places[key]
            evidence[at] = max(evidence[at], 0.0) + FITTED.ties * self.ties.score(arrival)
        for key, lost in avoided.items():
            if key in self.places:
                evidence[self.places[key]] -= FITTED.avoided * lost
        best = nsmallest(limit, range(len(evidence)), key=lambda at: (-evidence[at], at))
        return [
            Match(
                self.candidates[at].key,
                self.chance(evidence[at]),
                self.reasons(
                    passage,
                    at,
                    arrived.get(self.candidates[at].key),
                    fits=bool(fit and fit[at] > 0),
                    avoided=self.candidates[at].key in avoided,
                ),
            )
            for at in best
            if evidence[at] > NO_EVIDENCE / 2
        ]

    def chance(self, evidence: float) -> float:
        evidence += FITTED.start + FITTED.size * math.log(len(self.candidates))
        return 1 / (1 + math.exp(-evidence))

    def reasons(
        self, passage: Passage, at: int, arrival: Arrival | None, *, fits: bool, avoided: bool
    ) -> tuple[Reason, ...]:
        found = list(self.words.reasons(passage, at))
        if arrival is not None:
            found.extend(self.ties.reasons(passage, arrival))
        if fits:
            found.append(Reason(LEVEL, ()))
        if avoided:
            found.append(Reason(AVOIDED, ()))
        return tuple(found)


class Dismissals:
    """What was dismissed for passages that read like this one."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.pairs = [pair for pair in knowledge.dismissed if pair[0] in knowledge.passages]
        self.places = {key: at for at, key in enumerate(sorted({one for one, _ in self.pairs}))}
        self.kinship = kinship_of(tuple(knowledge.passages[key] for key in self.places))

    def near(self, passage: Passage) -> dict[str, float]:
        """By candidate, from 0 to 1, how much a dismissal counts; all for the very pair."""
        if not self.pairs:
            return {}
        alike = self.kinship.likeness(passage)
        found: dict[str, float] = {}
        for one, candidate in self.pairs:
            same = one == passage.key
            closeness = 1.0 if same else alike[self.places[one]]
            if same or closeness >= LIKE_DISMISSED_FROM:
                lost = 1.0 if same else closeness / 4
                found[candidate] = max(found.get(candidate, 0.0), lost)
        return found


def ready(candidates: Sequence[Passage], knowledge: Knowledge = NOTHING) -> Ranker:
    return Combined(candidates, knowledge)
