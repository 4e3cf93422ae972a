"""The formats a framework is read from: one file each, and this table."""

from typing import Final

from pog.core.errors import Unreadable
from pog.core.i18n import _l
from pog.imports.readers.asn import ASN
from pog.imports.readers.case import CASE
from pog.imports.readers.ctdl_asn import CTDL_ASN
from pog.imports.readers.interface import Reader
from pog.imports.readers.learning_commons import LEARNING_COMMONS
from pog.imports.readers.onet import ONET
from pog.imports.readers.sheets import CSV, XLSX
from pog.standards.asn.reading import is_asn
from pog.standards.case.loading import load
from pog.standards.case.reading import Reading
from pog.standards.ctdl_asn.reading import is_graph
from pog.standards.learning_commons.files import is_knowledge_graph
from pog.standards.onet.reading import is_content_model
from pog.standards.sheets.cells import is_workbook, read_sheets
from pog.standards.sheets.reading import is_framework


def recognised(source: bytes, size_limit: int) -> Reader:
    """What the content shows. What nobody knows is taken for CASE: its reader says best why not."""
    if is_knowledge_graph(source):
        return LEARNING_COMMONS
    if is_workbook(source):
        return ONET if is_content_model(read_sheets(source, size_limit=size_limit)) else XLSX
    if source.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found = load(source, size_limit, [])
        if is_graph(found):
            return CTDL_ASN
        return ASN if is_asn(found) else CASE
    try:
        sheets = read_sheets(source, size_limit=size_limit)
    except Unreadable:
        return CASE
    if is_content_model(sheets):
        return ONET
    return CSV if is_framework(sheets) else CASE


def read_any(source: bytes, size_limit: int, name: str) -> Reading:
    return recognised(source, size_limit).read(source, size_limit, name)


def read_any_wanted(source: bytes, size_limit: int, name: str, wanted: str) -> Reading:
    return recognised(source, size_limit).read_wanted(source, size_limit, name, wanted)


AUTO: Final = Reader(
    name="auto",
    label=_l("See it in the file"),
    accepts="",
    read=read_any,
    read_one=read_any_wanted,
)
READERS: Final[dict[str, Reader]] = {
    one.name: one for one in (AUTO, CASE, CTDL_ASN, XLSX, CSV, ONET, ASN, LEARNING_COMMONS)
}
