"""ceterms:AlignmentMap: the alignments alone, as a statement about two parties' things."""

from datetime import datetime

from pog.core.i18n import _l
from pog.exports.formats import case_1_1
from pog.exports.formats.interface import Format, Made
from pog.exports.portrait import Portrait
from pog.standards.case.model import CFPackage
from pog.standards.case.writing import file_text
from pog.standards.ctdl_asn.alignment_map import write_alignment_map


def make(portrait: Portrait) -> Made:
    made = make_framework(case_1_1.package_of(portrait), portrait.at)
    return Made(made.content, (*case_1_1.losses_without_notes(portrait), *made.losses))


def make_framework(package: CFPackage, at: datetime) -> Made:
    document, losses = write_alignment_map(package)
    return Made(file_text(document).encode(), tuple(losses))


ALIGNMENT_MAP = Format(
    name="alignment-map",
    label=_l("Alignment map"),
    contains=_l("The alignments alone, for credential registries (JSON-LD)."),
    ending="alignments.json",
    mimetype="application/ld+json",
    make=make,
    make_framework=make_framework,
)
