"""What kinds and extents are called on screen."""

from typing import Final

from pog.core.i18n import _l

KIND_WORDS: Final = {
    "diploma": _l("Diploma"),
    "certificate": _l("Certificate"),
    "degree": _l("Degree"),
    "licence": _l("Licence to work"),
    "other": _l("Other"),
}
EXTENT_WORDS: Final = {
    "wholly": _l("vouches for it"),
    "partly": _l("vouches for a part"),
}
EXTENT_STRENGTH: Final = {"wholly": 3, "partly": 2}
"""The shape that stands for it, as in the coverage map."""
