"""School grades in levels and codes: "K-2", "HS-PS1-2", "CCSS.ELA-Literacy.RST.11-12.1"."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pog.matching.engines.interface import Passage

KINDERGARTEN: Final = 0
LAST: Final = 12
MIDDLE: Final = frozenset(range(6, 9))
HIGH: Final = frozenset(range(9, 13))
_BANDS: Final = (
    (re.compile(r"(?:^|[.\-_:\s])MS(?=[.\-_:\s]|$)|middle school", re.IGNORECASE), MIDDLE),
    (re.compile(r"(?:^|[.\-_:\s])HS(?=[.\-_:\sA-Z]|$)|high school", re.IGNORECASE), HIGH),
)
_RANGE: Final = re.compile(r"^(K|\d{1,2})\s*[-\u2013]\s*(\d{1,2})(?=[.\-_:\s]|$)", re.IGNORECASE)
_SINGLE: Final = re.compile(r"^(K|\d{1,2})(?=-|$)", re.IGNORECASE)

Grades = frozenset[int]
NONE: Final[Grades] = frozenset()


def grades_in(label: str) -> Grades:
    """The grades a level or code names; kindergarten is 0. Nothing when it names none."""
    for pattern, grades in _BANDS:
        if pattern.search(label):
            return grades
    for part in re.split(r"[.:_\s]", label):
        for pattern in (_RANGE, _SINGLE):
            found = pattern.match(part)
            if found:
                first, last = number(found[1]), number(found[found.lastindex or 1])
                if first <= last <= LAST:
                    return frozenset(range(first, last + 1))
    return NONE


def number(grade: str) -> int:
    return KINDERGARTEN if grade.upper() == "K" else int(grade)


def grades_of(passage: Passage) -> Grades:
    return grades_in(passage.level) or grades_in(passage.code)


def graded(passages: Iterable[Passage]) -> bool:
    """Whether these carry grades at all: numbers in codes can mean anything else.

    Element "4.A.1" of an occupational model has no fourth grade. A list that names at least
    four different spans of grades has.
    """
    return len({grades_of(one) for one in passages} - {NONE}) >= 4


def says_so(passage: Passage) -> bool:
    """Whether a single passage names its grades beyond doubt: a level, K, MS, HS or a band."""
    grades = grades_of(passage)
    return bool(grades) and (
        bool(grades_in(passage.level))
        or len(grades) > 1
        or passage.code[:1].upper() == "K"
        or bool(re.match(r"^\d{1,2}-[A-Z]", passage.code))
    )


class Levels:
    """How well grades fit, when candidates carry any."""

    def __init__(self, candidates: Sequence[Passage]) -> None:
        self.grades = [grades_of(one) for one in candidates] if graded(candidates) else []

    def fit(self, passage: Passage) -> list[float] | None:
        """From -1 (other grades) over 0 (for all grades) to 1 (the same); None: nothing to say."""
        ours = grades_of(passage)
        if not self.grades or not says_so(passage):
            return None
        return [2 * len(ours & one) / len(ours | one) - 1 if one else 0.0 for one in self.grades]
