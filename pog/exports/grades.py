"""Grades that the level of an indicator names."""

import re
from typing import Final

GRADES: Final = ("PK", "KG", *(f"{n:02}" for n in range(1, 13)))
_RANGE: Final = re.compile(
    r"(?:grades?\s*)?(pre-?k|pk|k|\d{1,2})(?:\s*[-–]\s*(pre-?k|k|\d{1,2}))?", re.IGNORECASE
)


def grades_of(level: str) -> tuple[str, ...]:
    """CEDS codes for a level that names grades ("3-5", "PreK-2"); nothing for other levels."""
    found = _RANGE.fullmatch(level.strip())
    if found is None:
        return ()
    first, last = (_grade(text) for text in (found[1], found[2] or found[1]))
    if first not in GRADES or last not in GRADES:
        return ()
    return GRADES[GRADES.index(first) : GRADES.index(last) + 1]


def _grade(text: str) -> str:
    text = text.casefold().replace("-", "")
    if text in ("prek", "pk"):
        return "PK"
    return "KG" if text == "k" else f"{int(text):02}"
