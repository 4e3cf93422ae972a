"""CASE 1.0: the same package for readers that know no newer one, with a list of what that costs."""

from datetime import datetime

from pog.core.i18n import _l
from pog.exports.formats.case_1_1 import losses_without_notes, one_language_in, package_of
from pog.exports.formats.interface import Format, Made
from pog.exports.portrait import Portrait
from pog.standards.case.model import CFPackage
from pog.standards.case.sources import Source, source_of
from pog.standards.case.writing import Writing


def make(portrait: Portrait) -> Made:
    made = make_framework(package_of(portrait), portrait.at)
    losses = (*losses_without_notes(portrait), *one_language_in(portrait), *made.losses)
    return Made(made.content, losses)


def make_framework(package: CFPackage, at: datetime) -> Made:
    writing = write_framework(source_of(package), at)
    content = "".join(writing.text()).encode()
    return Made(content, tuple(writing.losses()))


def write_framework(source: Source, at: datetime) -> Writing:
    return Writing(source, "1.0", now=at)


CASE_1_0 = Format(
    name="case-1.0",
    label=_l("CASE 1.0 file"),
    contains=_l(
        "The same for older systems: without the strength of alignments and without levels of "
        "our own (JSON)."
    ),
    ending="case-1.0.json",
    mimetype="application/json",
    make=make,
    make_framework=make_framework,
    write_framework=write_framework,
)
