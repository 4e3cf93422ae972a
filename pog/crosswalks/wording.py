"""What the relations of published crosswalks are called on screen."""

from typing import Final

from pog.alignments.wording import RELATION_WORDS
from pog.core.i18n import _l

LINK_WORDS: Final = {
    **RELATION_WORDS,
    "close": _l("Close match"),
    "broader": _l("Broader competency"),
    "narrower": _l("Narrower competency"),
    "supports": _l("Supports"),
    "covers": _l("Covers"),
    "covered_by": _l("Is covered by"),
    "replaced_by": _l("Replaced by"),
    "level_equivalent": _l("Same level, best fit"),
    "none": _l("No counterpart"),
}

WHY_WORDS: Final = {
    "issuer": _l("The issuer put it in its place."),
    "crosswalk": _l("A published crosswalk says they are the same."),
    "code": _l("It has the same code, and its words are alike."),
    "name": _l("It has the same name."),
    "words": _l("Its words are the most alike."),
}
"""Why a competency of a new edition is proposed."""
