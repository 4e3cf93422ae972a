"""Words on screen, in the language of whoever reads them."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_skeleton
from flask_babel import force_locale, get_locale, to_user_timezone
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_babel.speaklater import LazyString
from markupsafe import escape

LANGUAGES = {"en": "English", "es": "Español"}
"""Those the screens speak."""
TEXT_LANGUAGES = {
    **LANGUAGES,
    "ar": "العربية",
    "ht": "Kreyòl ayisyen",
    "so": "Soomaali",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""Those people's own texts may be translated into, by the names their speakers give them."""

__all__ = [
    "LANGUAGES",
    "TEXT_LANGUAGES",
    "_",
    "_l",
    "_n",
    "day_and_month",
    "force_locale",
    "get_locale",
    "name_of",
    "spoken",
]


def spoken(language: str, otherwise: str = "en") -> str:
    """A language we have sentences in: this one, else that of the original, else English."""
    return next((one for one in (language, otherwise) if one in LANGUAGES), "en")


class LaterSentence(LazyString):
    """A sentence that is translated when it is shown.

    Flask-Babel's own says of itself that it is HTML (`__html__`), so that templates and WTForms
    would show unescaped what somebody typed and a sentence quotes.
    """

    def __html__(self) -> str:
        return str(escape(str(self)))


def name_of(language: str) -> str:
    """What a language is called in the reader's own."""
    return str(get_locale().languages.get(language, TEXT_LANGUAGES.get(language, language)))


def _l(sentence: str, **values: Any) -> Any:  # Any: stands where text is expected
    return LaterSentence(_, sentence, **values)


def day_and_month(day: date) -> str:
    """A day without its year, in the order of the reader's language: "Nov 22", "22 nov"."""
    if isinstance(day, datetime):
        day = to_user_timezone(day).date()
    return str(format_skeleton("MMMd", day, locale=get_locale()))
