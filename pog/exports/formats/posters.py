"""Posters: one page of 11 by 17 inches, for the wall, for print and for other pages."""

from typing import Final, Literal

from pog.core.errors import Conflict, Sentence
from pog.core.i18n import _, _l, force_locale
from pog.exports.formats.interface import Format, Made
from pog.exports.paper.posters import poster
from pog.exports.portrait import Portrait


def made(portrait: Portrait, form: Literal["pdf", "png", "svg"]) -> Made:
    refuse_empty(portrait)
    with force_locale(portrait.spoken):
        return Made(poster(portrait, form), ())


def refuse_empty(portrait: Portrait) -> None:
    if not portrait.attributes:
        raise Conflict(_("Add at least one attribute first. There is nothing to print yet."))


def poster_format(
    form: Literal["pdf", "png", "svg"], label: Sentence, contains: Sentence, mimetype: str
) -> Format:
    return Format(
        name=f"poster-{form}",
        label=label,
        contains=contains,
        ending=f"poster.{form}",
        mimetype=mimetype,
        make=lambda portrait: made(portrait, form),
        on_paper=True,
    )


POSTER_PDF: Final = poster_format(
    "pdf",
    _l("Poster (PDF)"),
    _l("One page of 11 by 17 inches in your two colors, for a print shop."),
    "application/pdf",
)
POSTER_SVG: Final = poster_format(
    "svg",
    _l("Poster (SVG)"),
    _l("The same picture for designers, without loss at any size."),
    "image/svg+xml",
)
POSTER_PNG: Final = poster_format(
    "png",
    _l("Poster (PNG)"),
    _l("The same picture for slides and web pages."),
    "image/png",
)
