"""Words on screen, in the language of whoever reads them."""

from datetime import date, datetime

from babel.dates import format_skeleton
from flask_babel import force_locale, get_locale, to_user_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n

LANGUAGES = {"en": "English", "es": "Español"}

__all__ = ["LANGUAGES", "_", "_l", "_n", "day_and_month", "force_locale", "get_locale"]


def day_and_month(day: date) -> str:
    """A day without its year, in the order of the reader's language: "Nov 22", "22 nov"."""
    if isinstance(day, datetime):
        day = to_user_timezone(day).date()
    return str(format_skeleton("MMMd", day, locale=get_locale()))
