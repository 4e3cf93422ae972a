"""Posters: one page of 11 by 17 inches, for the wall, for print and for other pages."""

from typing import Final, Literal

from pog.core.errors import Conflict
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


POSTER_PDF: Final = Format(
    name="poster-pdf",
    label=_l("Poster (PDF)"),
    contains=_l("One page of 11 by 17 inches in your two colors, for a print shop."),
    ending="poster.pdf",
    mimetype="application/pdf",
    make=lambda portrait: made(portrait, "pdf"),
    on_paper=True,
)
POSTER_SVG: Final = Format(
    name="poster-svg",
    label=_l("Poster (SVG)"),
    contains=_l("The same picture for designers, without loss at any size."),
    ending="poster.svg",
    mimetype="image/svg+xml",
    make=lambda portrait: made(portrait, "svg"),
    on_paper=True,
)
POSTER_PNG: Final = Format(
    name="poster-png",
    label=_l("Poster (PNG)"),
    contains=_l("The same picture for slides and web pages."),
    ending="poster.png",
    mimetype="image/png",
    make=lambda portrait: made(portrait, "png"),
    on_paper=True,
)
