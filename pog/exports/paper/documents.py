"""What the report, the one-pagers and the sheets of a profile are set from."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pog.alignments.coverage import Cell
from pog.alignments.targets import attribution
from pog.alignments.wording import RELATION_WORDS
from pog.convenings.pictures import qr_svg
from pog.core.i18n import _, _l, force_locale
from pog.core.markup import text_of
from pog.core.typesetting import typeset
from pog.exports.formats.xlsx import sector_cells
from pog.exports.languages import language_of
from pog.exports.paper.colours import darkened
from pog.exports.paper.posters import foot, pictures_told
from pog.exports.portrait import Alignment, Attribute, Indicator, Portrait
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.profiles.snapshots import PROFILE_FIELDS
from pog.profiles.wording import PURPOSE_WORDS

Data = dict[str, Any]  # what JSON takes

ROLES: Final = (
    (
        _l("For students"),
        (
            _l("Which of these are you already good at? How do you know?"),
            _l("Which one do you want to work on next, and who could help you?"),
            _l("What have you made or done that shows it? Keep it."),
        ),
    ),
    (
        _l("For families"),
        (
            _l("Which of these do you see at home?"),
            _l("Ask your child: when did you need this today?"),
            _l("What can you show or teach from your own work and life?"),
        ),
    ),
    (
        _l("For teachers"),
        (
            _l("Which of these does your next unit practice? Which does it assess?"),
            _l("What would a student show you as evidence at your grade?"),
            _l("Who else in your building works on the same one?"),
        ),
    ),
    (
        _l("For employers and community partners"),
        (
            _l("Which of these do you look for when you hire?"),
            _l("What does it look like on a normal day of work?"),
            _l("Which chance to practice it could you offer?"),
        ),
    ),
)


def report(portrait: Portrait) -> bytes:
    """The whole profile with its map, as a PDF of several pages."""
    return document("exports/report.typ", portrait)


def gist(portrait: Portrait) -> bytes:
    """The profile on one page."""
    return document("exports/gist.typ", portrait)


def attribute_sheets(portrait: Portrait) -> bytes:
    """One page for each attribute, with how it shows from level to level."""
    return document("exports/sheets.typ", portrait)


def role_sheets(portrait: Portrait) -> bytes:
    """One page for each kind of reader, with questions to begin with."""
    return document("exports/roles.typ", portrait)


def document(template: str, portrait: Portrait) -> bytes:
    with force_locale(portrait.spoken):
        return typeset(template, data_of(portrait))


def data_of(portrait: Portrait) -> Data:
    """Everything any of the templates shows; each text tells its language."""
    ties: dict[object, list[Alignment]] = {}
    for alignment in portrait.alignments:
        ties.setdefault(alignment.attribute_id, []).append(alignment)
    cells = sector_cells(portrait)
    columns = [s for s in SECTORS if s != "international" or any(key[1] == s for key in cells)]
    return {
        "title": portrait.title,
        "issuer": portrait.issuer,
        "language": portrait.spoken,
        "langs": {field: language_of(portrait, portrait, field) for field in PROFILE_FIELDS},
        "main": darkened(portrait.look.main),
        "core": text_of(portrait.core_html) if portrait.core_html else portrait.core_statement,
        "context": portrait.context_note,
        "rules": portrait.usage_rules,
        "purposes": [str(PURPOSE_WORDS[p]) for p in portrait.purposes if p in PURPOSE_WORDS],
        "foot": foot(portrait),
        "qr": qr_svg(portrait.address).decode() if portrait.edition is not None else None,
        "pictures": pictures_told(portrait),
        "hash": portrait.content_hash,
        "groupings": [
            {
                "name": grouping.name,
                "lang": language_of(portrait, grouping, "name"),
                "attributes": [
                    attribute_of(portrait, one, ties.get(one.id, [])) for one in grouping.attributes
                ],
            }
            for grouping in portrait.groupings
            if grouping.attributes
        ],
        "sectors": [str(SECTOR_WORDS[sector]) for sector in columns],
        "map": [
            {
                "name": f"{number}. {one.name}",
                "lang": language_of(portrait, one, "name"),
                "cells": [told(cells.get((one.id, sector), Cell())) for sector in columns],
            }
            for number, one in portrait.numbered()
        ]
        if portrait.alignments
        else [],
        "frameworks": [
            f"{attribution(one)} {REDISTRIBUTION_WORDS[one['redistribution']]}"
            for one in portrait.frameworks
        ],
        "roles": [
            {"title": str(title), "questions": [str(q) for q in questions]}
            for title, questions in ROLES
        ],
        "words": words(),
    }


def attribute_of(portrait: Portrait, attribute: Attribute, ties: list[Alignment]) -> Data:
    text = text_of(attribute.html) if attribute.html else attribute.statement
    return {
        "number": portrait.attributes.index(attribute) + 1,
        "name": attribute.name,
        "lang": language_of(portrait, attribute, "name"),
        "statement": [line for line in text.split("\n") if line.strip()],
        "statement_lang": language_of(portrait, attribute, "statement"),
        "levels": list(levels_of(portrait, attribute.indicators)),
        "ties": [
            {
                "code": str(one.target.get("code") or ""),
                "name": str(one.target.get("name") or ""),
                "framework": str(one.framework.get("title") or ""),
                "relation": str(RELATION_WORDS[one.relation]),
            }
            for one in ties
        ],
    }


def levels_of(portrait: Portrait, indicators: tuple[Indicator, ...]) -> Iterator[Data]:
    """The indicators by level, in the order in which the levels first come."""
    by_level: dict[str, list[Indicator]] = {}
    for one in indicators:
        by_level.setdefault(one.level, []).append(one)
    for level, found in by_level.items():
        yield {
            "level": level or _("How it shows"),
            "texts": [one.text for one in found],
            "langs": [language_of(portrait, one, "text") for one in found],
        }


def told(cell: Cell) -> str:
    """A field of the map in words; a dash is read as nothing."""
    return f"{cell.count} · {RELATION_WORDS[cell.relation]}" if cell.relation else "–"


def words() -> Mapping[str, str]:
    """The sentences that stand in the templates themselves."""
    return {
        "attribute": _("Attribute"),
        "map": _("What it connects to"),
        "map_hint": _("Alignments of each attribute by sector, and the strongest of them"),
        "all": _("All alignments"),
        "framework": _("Framework"),
        "code": _("Code"),
        "competency": _("Competency"),
        "relation": _("Relation"),
        "sources": _("Frameworks and their licences"),
        "rules": _("Rules for using it"),
        "context": _("About this place"),
        "for": _("It is for"),
        "fingerprint": _("Fingerprint (SHA-256)"),
        "qr": _("QR code that opens the profile"),
        "progression": _("How it shows"),
        "no_progression": _("No indicators are written for this attribute yet."),
        "notes": _("Your notes"),
        "connects": _("It connects to"),
    }
