"""CASE, in every version and with the liberties that servers take."""

from pog.core.i18n import _l
from pog.imports.readers.interface import Reader
from pog.standards.case.reading import Reading, read_package


def read(source: bytes, size_limit: int, _name: str) -> Reading:
    return read_package(source, size_limit=size_limit)


CASE = Reader(name="case", label=_l("CASE (JSON)"), accepts=".json,application/json", read=read)
