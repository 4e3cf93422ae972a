"""How closely words are related, and texts through their words.

The usual cosine over character n-grams inside words, taken apart: a text's vector is the sum of its
words' vectors, so two texts are as close as their words are. Comparing words once and texts only
through related words gives the same ranking in a fraction of the time, lets words that merely mean
the same take part, and can say which words did it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pog.matching.engines.interface import Passage
from pog.matching.engines.words import KINDRED_STEMS, stem, words_of

NGRAMS: Final = (3, 4, 5)
RELATED_FROM: Final = 0.5
"""Words whose n-grams agree less are strangers: "state" and "station" stay apart."""
SAME_IDEA: Final = 0.3
"""How close two words of one idea are when they look nothing alike."""
RARITY: Final = 0.7
"""The power on inverse document frequency; in lists of forty names the full one is too sharp."""
NAME, STATEMENT, ABOVE = 1.25, 1.0, 0.4

Weights = dict[str, float]


@lru_cache(maxsize=50_000)
def ngrams(word: str) -> Mapping[str, int]:
    framed = f" {word} "
    return Counter(
        framed[at : at + size] for size in NGRAMS for at in range(len(framed) - size + 1)
    )


@lru_cache(maxsize=5_000)
def weighted_words(passage: Passage) -> Weights:
    """Each word of the passage with how much of the passage it is."""
    found: defaultdict[str, float] = defaultdict(float)
    fields = (
        (passage.name, NAME),
        (passage.statement if passage.statement != passage.name else "", STATEMENT),
        (" ".join(passage.above), ABOVE),
    )
    for text, weight in fields:
        for word in words_of(text):
            found[word] += weight
    return {word: 1 + math.log(much) if much > 1 else much for word, much in found.items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """Two words, one of each text, and their part of the likeness."""

    ours: str
    theirs: str
    part: float


class Kinship:
    """Texts that can be compared with any other text."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        bags = [weighted_words(one) for one in passages]
        spread = Counter(word for bag in bags for word in bag)
        self._rarity = {word: self._rare(len(bags), n) for word, n in spread.items()}
        self._rarest = self._rare(len(bags), 0)
        self._learn_words(spread)
        self._related: dict[str, Weights] = {}
        self.texts: list[Weights] = []
        self._places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, bag in enumerate(bags):
            text = self._unit(bag)
            self.texts.append(text)
            for word, weight in text.items():
                self._places[word].append((at, weight))

    @staticmethod
    def _rare(texts: int, holding: int) -> float:
        return float((math.log((1 + texts) / (1 + holding)) + 1) ** RARITY)

    def _learn_words(self, words: Iterable[str]) -> None:
        words = list(words)
        spread = Counter(part for word in words for part in ngrams(word))
        self._parts = {part: math.log((1 + len(words)) / (1 + n)) + 1 for part, n in spread.items()}
        self._rarest_part = math.log(1 + len(words)) + 1
        self._with_part: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        self._with_stem: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            self._with_stem[stem(word)].append(word)
            for part, weight in self._shape(word).items():
                self._with_part[part].append((word, weight))

    def _shape(self, word: str) -> Weights:
        parts = {p: n * self._parts.get(p, self._rarest_part) for p, n in ngrams(word).items()}
        length = math.sqrt(sum(weight * weight for weight in parts.values()))
        return {part: weight / length for part, weight in parts.items()}

    def related(self, word: str) -> Weights:
        """The words of the texts that are close to this one, itself included, from 0 to 1."""
        known = self._related.get(word)
        if known is not None:
            return known
        close: defaultdict[str, float] = defaultdict(float)
        for part, weight in self._shape(word).items():
            for other, theirs in self._with_part.get(part, ()):
                close[other] += weight * theirs
        found = {other: min(1.0, much) for other, much in close.items() if much >= RELATED_FROM}
        for idea in KINDRED_STEMS.get(stem(word), ()):
            for other in self._with_stem.get(idea, ()):
                found[other] = max(found.get(other, 0.0), SAME_IDEA)
        self._related[word] = found
        return found

    def _unit(self, bag: Weights) -> Weights:
        """The bag weighted by rarity, with length 1 as its own kinship measures it."""
        text = {word: much * self._rarity.get(word, self._rarest) for word, much in bag.items()}
        square = sum(weight * weight for weight in text.values())
        for word, weight in text.items():
            for other, close in self.related(word).items():
                if other != word and other in text:
                    square += weight * text[other] * close
        length = math.sqrt(square) or 1.0
        return {word: weight / length for word, weight in text.items()}

    def likeness(self, passage: Passage) -> list[float]:
        """How alike each text is, from 0 to 1, in the order the texts were given."""
        scores = [0.0] * len(self.texts)
        wide: defaultdict[str, float] = defaultdict(float)
        for word, weight in self._unit(weighted_words(passage)).items():
            for other, close in self.related(word).items():
                wide[other] += weight * close
        for other, weight in wide.items():
            for at, theirs in self._places.get(other, ()):
                scores[at] += weight * theirs
        return [min(1.0, score) for score in scores]

    def shared(self, passage: Passage, at: int, limit: int = 4) -> list[Shared]:
        """The words that make one text like the passage, those that do most first."""
        text = self.texts[at]
        found = [
            Shared(word, other, weight * close * text[other])
            for word, weight in self._unit(weighted_words(passage)).items()
            for other, close in self.related(word).items()
            if other in text
        ]
        found.sort(key=lambda one: (-one.part, one.ours, one.theirs))
        chosen: list[Shared] = []
        for one in found:
            if all(one.theirs != other.theirs and one.ours != other.ours for other in chosen):
                chosen.append(one)
        return chosen[:limit]


@lru_cache(maxsize=16)
def kinship_of(passages: tuple[Passage, ...]) -> Kinship:
    """Texts made ready once: the same list, say of a framework, is asked again and again."""
    return Kinship(passages)
