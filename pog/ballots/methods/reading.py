"""Reading what forms and files give."""

from collections.abc import Mapping, Sequence

from pog.core.errors import Unreadable
from pog.core.i18n import _


def whole_number(value: object) -> int | None:
    """Read a whole number as forms and files give it, or nothing."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        # Nothing a ballot asks for has more than three digits.
        return int(value) if len(value.strip()) <= 3 else None
    return None


def refuse_unknown(marks: Mapping[str, object], options: Sequence[str]) -> None:
    """Refuse marks for options that are not on the ballot."""
    if not set(marks) <= set(options):
        raise Unreadable(
            _("This ballot has other options now. Load the page again and mark it once more.")
        )
