"""Ranks by words: the same, alike by their letters, or of the same idea."""

from collections.abc import Sequence
from heapq import nsmallest

from pog.matching.engines.interface import (
    KINDRED,
    NOTHING,
    WORDS,
    Knowledge,
    Match,
    Passage,
    Ranker,
    Reason,
)
from pog.matching.engines.kinship import kinship_of
from pog.matching.engines.words import stem

name = "lexical"
no_match_below = 0.17
"""Chosen on data: see tests/matching/test_measure_engines.py."""


class ByWords:
    def __init__(self, candidates: Sequence[Passage]) -> None:
        self.candidates = candidates
        self.kinship = kinship_of(tuple(candidates))

    def rank(self, passage: Passage, limit: int) -> list[Match]:
        scores = self.kinship.likeness(passage)
        best = nsmallest(limit, range(len(scores)), key=lambda at: (-scores[at], at))
        return [
            Match(self.candidates[at].key, scores[at], self.reasons(passage, at))
            for at in best
            if scores[at] > 0
        ]

    def reasons(self, passage: Passage, at: int) -> tuple[Reason, ...]:
        """The words both use, and those of theirs that only mean the same."""
        shared = self.kinship.shared(passage, at)
        same = tuple(one.theirs for one in shared if stem(one.ours) == stem(one.theirs))
        alike = tuple(
            f"{one.ours} / {one.theirs}" for one in shared if stem(one.ours) != stem(one.theirs)
        )
        return tuple(
            Reason(kind, facts) for kind, facts in ((WORDS, same), (KINDRED, alike)) if facts
        )


def ready(candidates: Sequence[Passage], knowledge: Knowledge = NOTHING) -> Ranker:
    return ByWords(candidates)
