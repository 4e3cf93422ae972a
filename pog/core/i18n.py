"""Words on screen, in the language of whoever reads them."""

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n

LANGUAGES = {"en": "English", "es": "Español"}

__all__ = ["LANGUAGES", "_", "_l", "_n", "force_locale", "get_locale"]
