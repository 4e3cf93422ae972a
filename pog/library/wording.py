"""What the stored words of the library are called on screen."""

from pog.core.i18n import _l

LEVEL_WORDS = {"state": _l("State"), "district": _l("District"), "school": _l("School")}
