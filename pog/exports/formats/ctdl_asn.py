"""CTDL-ASN: a profile or framework as JSON-LD for credential registries."""

from datetime import datetime

from pog.core.i18n import _l
from pog.exports.formats import case_1_1
from pog.exports.formats.interface import Format, Made
from pog.exports.portrait import Portrait
from pog.standards.case.model import CFPackage
from pog.standards.case.writing import file_text
from pog.standards.ctdl_asn.writing import write_graph


def make(portrait: Portrait) -> Made:
    made = make_framework(case_1_1.package_of(portrait), portrait.at)
    return Made(made.content, (*case_1_1.losses_without_notes(portrait), *made.losses))


def make_framework(package: CFPackage, at: datetime) -> Made:
    document, losses = write_graph(package)
    return Made(file_text(document).encode(), tuple(losses))


CTDL_ASN = Format(
    name="ctdl-asn",
    label=_l("CTDL-ASN file"),
    contains=_l(
        "Groupings, attributes, indicators and alignments in the format of credential "
        "registries (JSON-LD)."
    ),
    ending="ctdl.json",
    mimetype="application/ld+json",
    make=make,
    make_framework=make_framework,
)
