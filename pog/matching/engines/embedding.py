"""Ranks by word vectors from a file of the operator's: GloVe's or fastText's text format.

Never needed and never fetched. A text is the mean of its words' vectors, common words counting
less (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for sentence embeddings",
without the removal of the first component, which a few hundred candidates cannot estimate).
"""

import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Final

from pog.core.errors import Refusal, Unreadable
from pog.core.i18n import _
from pog.matching.engines.interface import NOTHING, Knowledge, Match, Passage, Ranker
from pog.matching.engines.kinship import weighted_words

name = "embedding"
no_match_below = 0.5
SETTING: Final = "POG_WORD_VECTORS"
COMMON: Final = 0.001
"""Arora's a: a word with this share of all words counts half."""

Vector = list[float]


class ByVectors:
    def __init__(self, candidates: Sequence[Passage], path: Path) -> None:
        self.candidates, self.path = candidates, path
        bags = [weighted_words(one) for one in candidates]
        spread = Counter(word for bag in bags for word in bag)
        total = sum(spread.values()) or 1
        self.weights = {word: COMMON / (COMMON + n / total) for word, n in spread.items()}
        self.vectors = read_vectors(path, self.weights)
        self.texts = [self.mean(bag) for bag in bags]

    def mean(self, bag: dict[str, float]) -> Vector:
        """The text's direction; empty when no word of it is in the file."""
        added: Vector = []
        for word, much in bag.items():
            weight = much * self.weights.get(word, 1.0)
            part = [weight * one for one in self.vectors.get(word, ())]
            added = (
                [one + other for one, other in zip(added, part, strict=True)]
                if added and part
                else added or part
            )
        length = math.sqrt(sum(part * part for part in added))
        return [part / length for part in added] if length else []

    def rank(self, passage: Passage, limit: int) -> list[Match]:
        bag = weighted_words(passage)
        missing = [word for word in bag if word not in self.vectors]
        self.vectors |= read_vectors(self.path, missing)
        ours = self.mean(bag)
        scores = {
            at: sum(one * other for one, other in zip(ours, theirs, strict=True))
            for at, theirs in enumerate(self.texts)
            if ours and theirs
        }
        best = nsmallest(limit, scores, key=lambda at: (-scores[at], at))
        return [
            Match(self.candidates[at].key, min(1.0, scores[at])) for at in best if scores[at] > 0
        ]


def read_vectors(path: Path, wanted: Iterable[str]) -> dict[str, Vector]:
    """The vectors of these words alone, in one pass: whole files do not fit into memory."""
    left = set(wanted)
    found: dict[str, Vector] = {}
    if not left:
        return found
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                word, _space, rest = line.partition(" ")
                if word in left:
                    found[word] = [float(part) for part in rest.split()]
                    if len(found) == len(left):
                        break
    except OSError as error:
        raise Refusal(_("The file of word vectors cannot be opened.")) from error
    except ValueError as error:
        raise Unreadable(_("This is no file of word vectors in text form.")) from error
    if len({len(vector) for vector in found.values()}) > 1:
        raise Unreadable(_("The vectors of this file are not all of one length."))
    return found


def ready(candidates: Sequence[Passage], knowledge: Knowledge = NOTHING) -> Ranker:
    path = os.environ.get(SETTING)
    if not path:
        raise Refusal(
            _("This engine needs a file of word vectors. Name it in %(setting)s.", setting=SETTING)
        )
    return ByVectors(candidates, Path(path))
