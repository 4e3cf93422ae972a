"""The Content Model of O*NET."""

from pog.core.i18n import _l
from pog.imports.readers.interface import Reader
from pog.standards.case.reading import Reading
from pog.standards.onet.reading import read_content_model


def read(source: bytes, size_limit: int, name: str) -> Reading:
    return read_content_model(source, name, size_limit=size_limit)


ONET = Reader(
    name="onet", label=_l("O*NET Content Model"), accepts=".xlsx,.csv,.txt,.tsv", read=read
)
