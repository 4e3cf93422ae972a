"""A poster of a profile: as PDF, PNG or SVG, in the layout that suits its names."""

import html
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from pog.convenings.pictures import qr_svg
from pog.core.i18n import _, _n, name_of
from pog.core.markup import text_of
from pog.core.typesetting import typeset
from pog.exports.languages import untranslated_in
from pog.exports.paper.colours import tones
from pog.exports.paper.layouts import HEIGHT, WIDTH, Section, Words, candidates
from pog.exports.portrait import Attribute, Portrait
from pog.profiles.models import PICTURES

STATEMENT_LENGTH = 240


def poster(portrait: Portrait, form: Literal["pdf", "png", "svg"], layout: str = "") -> bytes:
    """The poster on one page of 11 by 17 inches; a layout its names do not fit is passed over."""
    made = typeset("exports/poster.typ", poster_data(portrait, layout), form=form, ppi=110)
    return described(made, portrait) if form == "svg" else made


def poster_data(portrait: Portrait, layout: str = "") -> dict[str, Any]:  # Any: what JSON takes
    look = portrait.look
    sections = sections_of(portrait)
    named = [one.name for section in sections for one in section.attributes]
    return {
        "title": portrait.title,
        "issuer": portrait.issuer,
        "language": portrait.language,
        "core": text_of(portrait.core_html) if portrait.core_html else portrait.core_statement,
        "main": look.main,
        "pictures": pictures_told(portrait),
        "width": WIDTH,
        "height": HEIGHT,
        "alt": _("Picture of the profile with: %(names)s", names=", ".join(named)),
        "layouts": [
            {
                "name": one.name,
                "picture": one.picture,
                "boxes": [asdict(box) for box in one.boxes],
            }
            for one in candidates(sections, portrait.title, layout or look.layout)
        ],
        "qr": qr_svg(portrait.address).decode() if portrait.edition is not None else None,
        "qr_alt": _("QR code that opens the profile"),
        "foot": foot(portrait),
    }


def pictures_told(portrait: Portrait) -> dict[str, Any]:  # Any: what JSON takes
    """For each kind the picture and its words; None where there is none."""
    pictures = portrait.look.pictures
    return {kind: asdict(pictures[kind]) if kind in pictures else None for kind in PICTURES}


def sections_of(portrait: Portrait) -> Sequence[Section]:
    """The groupings with a tone each; without groupings the attributes take turns."""
    look = portrait.look
    filled = [one for one in portrait.groupings if one.attributes]
    if len(filled) == 1 and not filled[0].name:
        colours = tones(look.main, look.accent, len(filled[0].attributes))
        words = tuple(
            shown(one, tone) for one, tone in zip(filled[0].attributes, colours, strict=True)
        )
        return [Section(name="", tone=look.main, attributes=words)]
    colours = tones(look.main, look.accent, len(filled))
    return [
        Section(
            name=grouping.name or "",
            tone=tone,
            attributes=tuple(shown(one, tone) for one in grouping.attributes),
        )
        for grouping, tone in zip(filled, colours, strict=True)
    ]


def shown(attribute: Attribute, tone: str) -> Words:
    text = text_of(attribute.html) if attribute.html else attribute.statement
    line = " ".join(text.split())
    if len(line) > STATEMENT_LENGTH:
        line = line[:STATEMENT_LENGTH].rsplit(" ", 1)[0] + " …"
    return Words(name=attribute.name, statement=line, tone=tone)


def foot(portrait: Portrait) -> list[str]:
    """Which edition it is, where it is, and what has to be kept when it is used."""
    lines = [
        _("Draft of %(date)s", date=portrait.at.date().isoformat())
        if portrait.edition is None
        else _(
            "Edition %(number)s, %(date)s",
            number=portrait.edition,
            date=portrait.at.date().isoformat(),
        )
    ]
    if portrait.edition is not None:
        lines.append(portrait.address)
    if portrait.upstream:
        lines.append(_("It started from %(source)s.", source=portrait.upstream))
    missing = untranslated_in(portrait)
    if missing:
        lines.append(
            _n(
                "%(num)s text is not translated yet and stands in %(language)s.",
                "%(num)s texts are not translated yet and stand in %(language)s.",
                missing,
                language=name_of(portrait.own_language),
            )
        )
    if portrait.usage_rules:
        lines.append(" ".join(portrait.usage_rules.split())[:200])
    return [str(line) for line in lines]


def described(svg: bytes, portrait: Portrait) -> bytes:
    """The SVG with a title and all names, for those who do not see its outlines."""
    names = ", ".join(one.name for one in portrait.attributes)
    title, words = html.escape(portrait.title), html.escape(names)
    start, _bracket, rest = svg.decode().partition(">")
    head = f'{start} role="img" aria-labelledby="title words"><title id="title">{title}</title>'
    return f'{head}<desc id="words">{words}</desc>{rest}'.encode()
