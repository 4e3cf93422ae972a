"""Which language an answer is in: the person's choice, else the browser's."""

from collections.abc import Sequence

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


def language_of_text(known: Sequence[str], name: str = "lang") -> str:
    """In which of its languages to show a text: the one the address asks for, else the reader's.

    The first is the one it was written in.
    """
    asked = request.args.get(name, "")
    return next((one for one in (asked, select_language()) if one in known), known[0])


def choose_language(code: str) -> None:
    """Remember a language for this browser; unknown ones are ignored."""
    if code in LANGUAGES:
        session[CHOICE] = code
