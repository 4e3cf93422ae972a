"""Suggestions for a thousand passages against two thousand, beside plain TF-IDF cosine.

    .venv/bin/python tests/bench/suggest.py --passages 1000 --candidates 2000

The peer counts whole words only, as scripts in public use do; ours also compares parts of words,
words of one idea and grades, and gives reasons for the ten best of each passage.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import math
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from pog.matching.engines import ENGINES
from pog.matching.engines.interface import Passage

WORDS = """analyse apply argue assess build careful change choose civic clear code collaborate
communicate compare compute conclude connect create critical culture data decide describe design
develop digital draft economy energy engage equation estimate ethical evaluate evidence explain
explore express finance force fraction function global goal graph growth health history identify
impact improve infer inquiry integrate interpret investigate lead learn listen listening manage
mathematical measure media method model monitor nature network number observe organize pattern
persevere perspective plan present problem process produce purpose quantity question read reason
reasoning reflect repair represent research resource respect respond review risk scale science
select service share skill society solve source speak strategy structure support system teach team
technology text theory think tool understand variable verify vote weather work write""".split()
ENDINGS = ("", "s", "ing", "ed", "er", "ment")
SYLLABLES = "ba co di fe gra hu ki lo mer nu pra ro sti tu ve wa".split()


def texts(count: int, chance: random.Random) -> list[Passage]:
    """Of a vocabulary as large and as uneven as that of real frameworks (Zipf)."""
    made_up = ["".join(chance.choices(SYLLABLES, k=3)) for _root in range(400)]
    words = [root + ending for ending in ENDINGS for root in WORDS + made_up]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    return [
        Passage(
            key=str(at),
            name=" ".join(chance.choices(words, weights, k=4)),
            statement=" ".join(chance.choices(words, weights, k=18)),
        )
        for at in range(count)
    ]


def plain_cosine(passages: Sequence[Passage], candidates: Sequence[Passage]) -> None:
    """Ten best of each by cosine of word TF-IDF, with an inverted index."""
    bags = [Counter(re.findall(r"\w\w+", f"{c.name} {c.statement}")) for c in candidates]
    spread = Counter(word for bag in bags for word in bag)
    rarity = {word: math.log((1 + len(bags)) / (1 + n)) + 1 for word, n in spread.items()}
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, bag in enumerate(bags):
        length = math.sqrt(sum((n * rarity[word]) ** 2 for word, n in bag.items()))
        for word, n in bag.items():
            places[word].append((at, n * rarity[word] / length))
    for passage in passages:
        scores = [0.0] * len(candidates)
        for word, n in Counter(re.findall(r"\w\w+", f"{passage.name} {passage.statement}")).items():
            for at, weight in places.get(word, ()):
                scores[at] += n * rarity[word] * weight
        sorted(range(len(scores)), key=lambda at: -scores[at])[:10]


def ours(passages: Sequence[Passage], candidates: Sequence[Passage]) -> None:
    ranker = ENGINES["combined"].ready(candidates)
    for passage in passages:
        ranker.rank(passage, 10)


def seconds(
    run: Callable[[Sequence[Passage], Sequence[Passage]], None], *given: list[Passage]
) -> float:
    begun = time.perf_counter()
    run(*given)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--candidates", type=int, default=2000)
    given = parser.parse_args()
    chance = random.Random(7)
    passages, candidates = texts(given.passages, chance), texts(given.candidates, chance)
    peer = seconds(plain_cosine, passages, candidates)
    combined = seconds(ours, passages, candidates)
    print(f"{given.passages} passages against {given.candidates} candidates, ten best of each")
    print(f"plain TF-IDF cosine   {peer:6.2f} s")
    print(f"combined engine       {combined:6.2f} s   ratio {combined / peer:.1f}")


if __name__ == "__main__":
    main()
