"""Translations in a CASE package: CASE has one language per item, so they lie in our notes.

extensions.pog.translations   {language: {CASE's name of the field: words}}
extensions.pog.outdated       the same for translations of earlier words, with those words
"""

from collections.abc import Mapping
from typing import Final

from pog.standards.case.fields import JsonObject
from pog.standards.case.remembering import NOTES

TRANSLATIONS: Final = "translations"
OUTDATED: Final = "outdated"

Said = Mapping[str, Mapping[str, str]]


def translations_in(extensions: JsonObject, name: str = TRANSLATIONS) -> Said:
    """What the notes of an item or a document say, as far as it is texts in languages."""
    notes = extensions.get(NOTES)
    said = notes.get(name) if isinstance(notes, dict) else None
    if not isinstance(said, dict):
        return {}
    return {
        language: {field: words for field, words in fields.items() if isinstance(words, str)}
        for language, fields in said.items()
        if isinstance(language, str) and isinstance(fields, dict)
    }


def in_languages(own: JsonObject | None, extensions: JsonObject, field: str) -> JsonObject | None:
    """A map from language to words, with the translations beside the original."""
    if own is None:
        return None
    said = translations_in(extensions)
    return {lang: fields[field] for lang, fields in said.items() if fields.get(field)} | own
