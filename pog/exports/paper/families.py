"""The page for families: the profile in two languages, side by side."""

from pog.convenings.pictures import qr_svg
from pog.core.i18n import _, force_locale, name_of
from pog.core.markup import text_of
from pog.core.typesetting import typeset
from pog.exports.languages import Thing, in_language, language_of
from pog.exports.paper.colours import darkened
from pog.exports.paper.documents import ROLES, Data
from pog.exports.paper.posters import foot
from pog.exports.portrait import Attribute, Portrait

FAMILIES = 1
"""Whose questions of ROLES stand on it."""


def family_page(portrait: Portrait) -> bytes:
    """One page in its own language and in the one it stands in, or in the first translation."""
    other = portrait.language
    if other == portrait.own_language:
        other = portrait.languages[1]
    return typeset("exports/family.typ", family_data(portrait, other))


def family_data(portrait: Portrait, other: str) -> Data:
    sides = [in_language(portrait, portrait.own_language), in_language(portrait, other)]
    first = sides[0]
    with force_locale(first.spoken):
        qr_alt = _("QR code that opens the profile")
    return {
        "title": first.title,
        "issuer": first.issuer,
        "language": first.language,
        "main": darkened(first.look.main),
        "heads": [head(side) for side in sides],
        "titles": [part(one, one, "title") for one in sides if "title" not in one.untranslated],
        "core": [core(side) for side in sides] if first.core_statement else [],
        "sections": [
            {
                "name": [part(side, side.groupings[place], "name") for side in sides],
                "attributes": [
                    [words(side, side.groupings[place].attributes[number]) for side in sides]
                    for number in range(len(grouping.attributes))
                ],
            }
            for place, grouping in enumerate(first.groupings)
            if grouping.attributes
        ],
        "asks": [questions(side) for side in sides],
        "feet": [feet(side) for side in sides],
        "qr": qr_svg(first.address).decode() if first.edition is not None else None,
        "qr_alt": qr_alt,
    }


def head(side: Portrait) -> Data:
    """The language of a column, in that language where we speak it."""
    with force_locale(side.spoken):
        return {"text": name_of(side.language).capitalize(), "lang": side.spoken}


def part(side: Portrait, thing: Thing, field: str) -> Data:
    return {"text": getattr(thing, field) or "", "lang": language_of(side, thing, field)}


def core(side: Portrait) -> Data:
    found = part(side, side, "core_statement")
    return found | ({"text": text_of(side.core_html)} if side.core_html else {})


def words(side: Portrait, attribute: Attribute) -> Data:
    statement = part(side, attribute, "statement")
    if attribute.html:
        statement["text"] = text_of(attribute.html)
    statement["text"] = " ".join(statement["text"].split())
    return {"name": part(side, attribute, "name"), "statement": statement}


def questions(side: Portrait) -> list[Data]:
    with force_locale(side.spoken):
        return [{"text": str(one), "lang": side.spoken} for one in ROLES[FAMILIES][1]]


def feet(side: Portrait) -> Data:
    with force_locale(side.spoken):
        return {"text": " · ".join(foot(side)), "lang": side.spoken}
