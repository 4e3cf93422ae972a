"""Standards documents of the Achievement Standards Network."""

from pog.core.i18n import _l
from pog.imports.readers.interface import Reader
from pog.standards.asn.reading import read_standards
from pog.standards.case.reading import Reading


def read(source: bytes, size_limit: int, _name: str) -> Reading:
    return read_standards(source, size_limit=size_limit)


ASN = Reader(name="asn", label=_l("ASN (RDF/JSON)"), accepts=".json", read=read)
