"""CSV: the statements of a profile or framework as one table."""

from datetime import datetime

from pog.core.i18n import _l
from pog.exports.formats import case_1_1
from pog.exports.formats.interface import Format, Made
from pog.exports.portrait import Portrait
from pog.standards.case.model import CFPackage
from pog.standards.sheets.writing import write_table


def make(portrait: Portrait) -> Made:
    made = make_framework(case_1_1.package_of(portrait), portrait.at)
    losses = case_1_1.losses_without_notes(portrait)
    return Made(made.content, (*losses, *case_1_1.one_language_in(portrait), *made.losses))


def make_framework(package: CFPackage, at: datetime) -> Made:
    content, losses = write_table(package)
    return Made(content, tuple(losses))


CSV = Format(
    name="csv",
    label=_l("CSV table"),
    contains=_l("Groupings, attributes and indicators as one table, with what they align to."),
    ending="csv",
    mimetype="text/csv",
    make=make,
    make_framework=make_framework,
)
