"""A portrait in another of its languages."""

from dataclasses import replace
from typing import Any

from pog.exports.portrait import Attribute, Grouping, Indicator, Portrait, Said
from pog.profiles.snapshots import PROFILE_FIELDS

Thing = Portrait | Grouping | Attribute | Indicator


def in_language(portrait: Portrait, language: str | None) -> Portrait:
    """As it reads in this language; what has no translation stays and is named as such.

    In its own language, or in one it has nothing in, it is as it was.
    """
    if language is None or language == portrait.language or language not in portrait.languages:
        return portrait
    own = portrait.own_language
    words = _words(portrait, PROFILE_FIELDS, language, own)
    return replace(
        portrait,
        language=language,
        core_html=_html(portrait, words, "core_statement", portrait.core_html, language),
        html_in={own: portrait.core_html, **portrait.html_in},
        groupings=tuple(_grouping(one, language, own) for one in portrait.groupings),
        **words,
    )


def _grouping(grouping: Grouping, language: str, own: str) -> Grouping:
    return replace(
        grouping,
        attributes=tuple(_attribute(one, language, own) for one in grouping.attributes),
        **_words(grouping, ("name",), language, own),
    )


def _attribute(attribute: Attribute, language: str, own: str) -> Attribute:
    words = _words(attribute, ("name", "statement"), language, own)
    return replace(
        attribute,
        html=_html(attribute, words, "statement", attribute.html, language),
        html_in={own: attribute.html, **attribute.html_in},
        indicators=tuple(
            replace(one, **_words(one, ("text",), language, own)) for one in attribute.indicators
        ),
        **words,
    )


def _words(thing: Thing, fields: tuple[str, ...], language: str, own: str) -> dict[str, Any]:
    """The fields that are translated, with their words; which are not; and the way back."""
    said = thing.translations.get(language, {})
    found: dict[str, Any] = {field: said[field] for field in fields if said.get(field)}
    missing = frozenset(f for f in fields if getattr(thing, f) and f not in found)
    original = {f: getattr(thing, f) for f in fields if getattr(thing, f)}
    translations = {own: original, **thing.translations}
    return found | {"untranslated": missing, "translations": translations}


def _html(
    thing: Portrait | Attribute, words: dict[str, Any], field: str, own: str, language: str
) -> str:
    """Without HTML of the translation, what is shown is its text."""
    return thing.html_in.get(language, "") if field in words else own


def state_of(thing: Thing, field: str, language: str) -> str:
    """Of one text in one language: translated, outdated or missing."""
    if not _said(thing.translations, field, language):
        return "missing"
    return "outdated" if _said(thing.outdated, field, language) else "translated"


def _said(said: Said, field: str, language: str) -> str:
    return said.get(language, {}).get(field, "")


def language_of(portrait: Portrait, thing: Thing, field: str) -> str:
    """The language in which this text stands in the portrait."""
    return portrait.own_language if field in thing.untranslated else portrait.language


def untranslated_in(portrait: Portrait) -> int:
    """How many texts stand in the original language for want of a translation."""
    things: list[Thing] = [portrait, *portrait.groupings, *portrait.attributes]
    things += [one for attribute in portrait.attributes for one in attribute.indicators]
    return sum(len(one.untranslated) for one in things)
