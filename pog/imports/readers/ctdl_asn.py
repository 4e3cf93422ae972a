"""CTDL-ASN, as credential registries give it out."""

from pog.core.i18n import _l
from pog.imports.readers.interface import Reader
from pog.standards.case.reading import Reading
from pog.standards.ctdl_asn.reading import read_graph


def read(source: bytes, size_limit: int, _name: str) -> Reading:
    return read_graph(source, size_limit=size_limit)


CTDL_ASN = Reader(
    name="ctdl-asn",
    label=_l("CTDL-ASN (JSON-LD)"),
    accepts=".json,.jsonld,application/ld+json",
    read=read,
)
