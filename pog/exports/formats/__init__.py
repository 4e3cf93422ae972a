"""The formats a profile is written in: one file each, and this table."""

from typing import Final

from pog.exports.formats.alignment_map import ALIGNMENT_MAP
from pog.exports.formats.case_1_0 import CASE_1_0
from pog.exports.formats.case_1_1 import CASE_1_1
from pog.exports.formats.csv import CSV
from pog.exports.formats.ctdl_asn import CTDL_ASN
from pog.exports.formats.documents import (
    ATTRIBUTE_SHEETS,
    FAMILY_PAGE,
    GIST,
    REPORT,
    ROLE_SHEETS,
)
from pog.exports.formats.docx import DOCX
from pog.exports.formats.interface import Format
from pog.exports.formats.open_badges import OPEN_BADGES
from pog.exports.formats.posters import POSTER_PDF, POSTER_PNG, POSTER_SVG
from pog.exports.formats.xlsx import XLSX

FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        CASE_1_1,
        CASE_1_0,
        CTDL_ASN,
        ALIGNMENT_MAP,
        CSV,
        XLSX,
        OPEN_BADGES,
        POSTER_PDF,
        POSTER_SVG,
        POSTER_PNG,
        REPORT,
        GIST,
        FAMILY_PAGE,
        ATTRIBUTE_SHEETS,
        ROLE_SHEETS,
        DOCX,
    )
}
