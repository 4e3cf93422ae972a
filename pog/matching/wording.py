"""What scores and reasons are called on screen and in the terminal."""

import re
from collections.abc import Iterable
from typing import Final

from pog.core.i18n import _, _l
from pog.matching.engines.interface import (
    AVOIDED,
    KINDRED,
    LEVEL,
    OWN,
    PATH,
    WORDS,
    Match,
    Reason,
)

STRONG_FROM: Final = 0.5
"""More likely right than wrong."""
FAIR_FROM: Final = 0.22
"""Worth a look; below it, seven of ten passages without any match have their best candidate."""
SOURCE_LENGTH: Final = 120
STRENGTH_WORDS: Final = {
    "strong": _l("Strong match"),
    "fair": _l("Fair match"),
    "weak": _l("Weak match"),
}
STRENGTH_BADGES: Final = {"strong": "ok", "fair": "info", "weak": "neutral"}


def strength_of(score: float) -> str:
    if score >= STRONG_FROM:
        return "strong"
    return "fair" if score >= FAIR_FROM else "weak"


def suggested_relation(match: Match) -> str:
    """A relation to begin with; never "exact", which only people can say."""
    return {"strong": "strong_overlap", "fair": "weak_overlap", "weak": "related"}[
        strength_of(match.score)
    ]


def listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def sentence(reason: Reason) -> str:
    """One reason as one sentence."""
    if reason.kind == PATH:
        return path_sentence(reason)
    words = listed(reason.facts)
    said = {
        WORDS: _("Both use %(words)s.", words=words),
        KINDRED: _("These mean about the same: %(words)s.", words=words),
        LEVEL: _("Both are for the same grades."),
        AVOIDED: _("A similar suggestion was dismissed, so this one ranks lower."),
    }
    return str(said[reason.kind])


def path_sentence(reason: Reason) -> str:
    """How crosswalks and alignments lead to the competency."""
    start, *between = reason.facts or ("",)
    way = " → ".join(f"“{name}”" for name in between)
    if start and way:
        said = _(
            "It reads like “%(start)s”, which leads here by way of %(way)s.", start=start, way=way
        )
    elif start:
        said = _("It reads like “%(start)s”, which was joined to this.", start=start)
    elif way:
        said = _("What it is joined to leads here: %(way)s.", way=way)
    else:
        said = _("The two were joined before.")
    if reason.source == OWN:
        return str(_("%(said)s Your organization made that link.", said=said))
    return str(_("%(said)s Source: %(source)s.", said=said, source=short_source(reason.source)))


def short_source(citation: str) -> str:
    """What was cited, without where it was found: "O*NET table (via ...); CC BY" is a table."""
    return re.split(r" \(|;", citation)[0].rstrip(". ")[:SOURCE_LENGTH]
