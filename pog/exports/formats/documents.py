"""Documents to read and hand out, as accessible PDF."""

from collections.abc import Callable
from typing import Final

from pog.core.errors import Conflict, Sentence
from pog.core.i18n import _, _l
from pog.exports.formats.interface import Format, Made
from pog.exports.formats.posters import refuse_empty
from pog.exports.paper.documents import attribute_sheets, gist, report, role_sheets
from pog.exports.paper.families import family_page
from pog.exports.portrait import Portrait


class NotTranslated(Conflict):
    """What stands in two languages needs a translation first."""


def in_two_languages(portrait: Portrait) -> bytes:
    if len(portrait.languages) < 2:
        raise NotTranslated(_("This profile has no translation yet. Translate some of it first."))
    return family_page(portrait)


def as_pdf(
    name: str, label: Sentence, contains: Sentence, write: Callable[[Portrait], bytes]
) -> Format:
    def make(portrait: Portrait) -> Made:
        refuse_empty(portrait)
        return Made(write(portrait), ())

    return Format(
        name=name,
        label=label,
        contains=contains,
        ending="pdf" if name == "pdf" else f"{name.removesuffix('-pdf')}.pdf",
        mimetype="application/pdf",
        make=make,
        on_paper=True,
    )


REPORT: Final = as_pdf(
    "pdf",
    _l("Report (PDF)"),
    _l("Everything to read: attributes, indicators, the map, all alignments and licences."),
    report,
)
GIST: Final = as_pdf(
    "gist-pdf", _l("One page (PDF)"), _l("All of it on one page, to hand out."), gist
)
ATTRIBUTE_SHEETS: Final = as_pdf(
    "sheets-pdf",
    _l("A page for each attribute (PDF)"),
    _l("What it means, how it shows from level to level, what it connects to."),
    attribute_sheets,
)
FAMILY_PAGE: Final = as_pdf(
    "family-pdf",
    _l("One page for families in two languages (PDF)"),
    _l("Each attribute in both languages side by side, with questions to talk about at home."),
    in_two_languages,
)
ROLE_SHEETS: Final = as_pdf(
    "roles-pdf",
    _l("Sheets for students, families, teachers and employers (PDF)"),
    _l("One page for each of them, with questions to begin with."),
    role_sheets,
)
