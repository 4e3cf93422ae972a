"""How good a ranking is, on pairs that people joined: hits, recall and calibration.

What is asked must not be known: every tie that touches a passage under test is left out of the
knowledge, in whatever crosswalk it stands. Ties of other passages stay: an engine may follow them.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.matching.engines.interface import NOTHING, Engine, Knowledge, Match, Passage, Tie
from pog.matching.engines.words import plain, stem, words_of

PAIRS: Final = ("source_id", "source_text", "target_id")
POOL: Final = ("id", "text")
NO_TARGET: Final = frozenset({"", "none"})
SIZE_LIMIT: Final = 50_000_000
LONGEST_NAME: Final = 80
DEPTH: Final = 10
BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A passage and the keys of the candidates it was joined to; none is an answer too."""

    passage: Passage
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions whose scores lie between two bounds: what was promised and what was right."""

    low: float
    high: float
    count: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`hit_1`, `hit_5`: share of passages with a right candidate among the first one or five.

    `recall_10`: mean share of a passage's right candidates among the first ten.
    `error`: how far scores are from the share that is right, weighted by the size of bins.
    `refused`: of the passages without an answer, the share that was told "no good match".
    """

    questions: int
    candidates: int
    hit_1: float
    hit_5: float
    recall_10: float
    error: float
    bins: tuple[Bin, ...]
    unanswerable: int
    refused: float | None


def passage_of(key: str, text: str) -> Passage:
    """A short first sentence is the name: files of pairs have one column for both."""
    name, _dot, rest = text.partition(". ")
    if rest and len(name) <= LONGEST_NAME:
        return Passage(key=key, name=name, statement=rest, code=key)
    return Passage(key=key, name=text, code=key)


Row = Mapping[str, str]


def read_any(source: bytes) -> tuple[Sequence[str], list[Row]]:
    """The column names of a CSV table, and its rows with every cell trimmed."""
    if len(source) > SIZE_LIMIT:
        raise TooLarge(_("This table is too large. Split it into several files."))
    try:
        rows = csv.DictReader(io.StringIO(source.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = header
        return header, [{name: (row[name] or "").strip() for name in header} for row in rows]
    except UnicodeDecodeError as error:
        raise Unreadable(_("This file is not text. Save the table as CSV in UTF-8.")) from error
    except csv.Error as error:
        raise Unreadable(_("This file is not a CSV table.")) from error


def read_table(source: bytes, columns: Sequence[str]) -> list[Row]:
    header, rows = read_any(source)
    missing = [name for name in columns if name not in header]
    if missing:
        raise Unreadable(_("This table has no column called %(names)s.", names=", ".join(missing)))
    return rows


def read_pool(source: bytes) -> list[Passage]:
    rows = read_table(source, POOL)
    if not rows:
        raise Unreadable(_("This table is empty."))
    return [passage_of(row["id"], row["text"]) for row in rows]


def read_questions(source: bytes, pool: Iterable[Passage]) -> list[Question]:
    """One question for each source; a target "none" says that nothing in the pool is right."""
    keys = {one.key for one in pool}
    texts: dict[str, str] = {}
    right: defaultdict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(read_table(source, PAIRS), start=2):
        texts.setdefault(row["source_id"], row["source_text"])
        target = row["target_id"]
        if target.casefold() in NO_TARGET:
            continue
        if target not in keys:
            raise Unreadable(_("Row %(row)s: the pool has no “%(name)s”.", row=number, name=target))
        right[row["source_id"]].add(target)
    if not texts:
        raise Unreadable(_("This table is empty."))
    return [Question(passage_of(key, text), frozenset(right[key])) for key, text in texts.items()]


def as_known(passages: Iterable[Passage], knowledge: Knowledge) -> dict[str, str]:
    """Which of these are ends of known ties, and under which key: same code and same name.

    A code alone is too little ("1.2" stands in many frameworks), and so is a name.
    """
    by_code: defaultdict[str, list[Passage]] = defaultdict(list)
    for one in knowledge.passages.values():
        by_code[one.code].append(one)
    found = {}
    for passage in passages:
        for one in by_code.get(passage.code, ()) if passage.code else ():
            if beginning(passage.name) == beginning(one.name):
                found[passage.key] = one.key
    return found


def beginning(name: str) -> str:
    """The stem of the first word: releases say "Monitor Processes" and "Monitoring Processes"."""
    return next((stem(word) for word in words_of(name)), "")


def without_answers(
    questions: Sequence[Question], pool: Sequence[Passage], knowledge: Knowledge
) -> Knowledge:
    """The knowledge with the pool's keys, and without any tie that touches a question."""
    asked = set(as_known((one.passage for one in questions), knowledge).values())
    names = {plain(one.passage.name) for one in questions}
    asked |= {key for key, one in knowledge.passages.items() if plain(one.name) in names}
    renamed = {known: key for key, known in as_known(pool, knowledge).items()}
    ties = [
        Tie(
            renamed.get(tie.one, tie.one),
            renamed.get(tie.other, tie.other),
            tie.weight,
            tie.source,
        )
        for tie in knowledge.ties
        if tie.one not in asked and tie.other not in asked
    ]
    passages = {
        renamed.get(key, key): replace(one, key=renamed.get(key, key))
        for key, one in knowledge.passages.items()
    }
    return Knowledge(passages=passages, ties=ties)


def measure(
    engine: Engine,
    questions: Sequence[Question],
    pool: Sequence[Passage],
    knowledge: Knowledge = NOTHING,
) -> Measured:
    """Ask every question; `knowledge` may hold the answers, they are taken out first."""
    ranker = engine.ready(pool, without_answers(questions, pool, knowledge))
    answers = [(one.right, ranker.rank(one.passage, DEPTH)) for one in questions]
    asked = [(right, found) for right, found in answers if right]
    unasked = [found for right, found in answers if not right]
    bins = tuple(in_bins(answers))
    shown = sum(one.count for one in bins)
    return Measured(
        questions=len(asked),
        candidates=len(pool),
        hit_1=mean(any_right(right, found[:1]) for right, found in asked),
        hit_5=mean(any_right(right, found[:5]) for right, found in asked),
        recall_10=mean(
            sum(match.key in right for match in found) / len(right) for right, found in asked
        ),
        error=sum(one.count * abs(one.score - one.right) for one in bins) / shown if shown else 0.0,
        bins=bins,
        unanswerable=len(unasked),
        refused=mean(no_match(engine, found) for found in unasked) if unasked else None,
    )


def no_match(engine: Engine, found: Sequence[Match]) -> bool:
    """Whether the answer is "no good match"."""
    return not found or found[0].score < engine.no_match_below


def any_right(right: frozenset[str], found: Sequence[Match]) -> bool:
    return any(match.key in right for match in found)


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def in_bins(answers: Sequence[tuple[frozenset[str], Sequence[Match]]]) -> Iterable[Bin]:
    """All suggestions by their score, ten bins of equal width; empty ones are left out."""
    sorted_in: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for right, found in answers:
        for match in found:
            at = min(BINS - 1, int(match.score * BINS))
            sorted_in[at].append((match.score, match.key in right))
    for at, inside in sorted(sorted_in.items()):
        yield Bin(
            low=at / BINS,
            high=(at + 1) / BINS,
            count=len(inside),
            score=mean(score for score, _right in inside),
            right=mean(right for _score, right in inside),
        )
