"""Which language an answer is in: the person's choice, else the browser's."""

from flask import has_request_context, request, session

from pog.core.i18n import LANGUAGES

CHOICE = "language"


def select_language() -> str:
    if not has_request_context():
        return "en"
    chosen = session.get(CHOICE)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def choose_language(code: str) -> None:
    """Remember a language for this browser; unknown ones are ignored."""
    if code in LANGUAGES:
        session[CHOICE] = code
