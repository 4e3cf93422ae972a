"""Spreadsheets: three sheets, one list, or a column for each level."""

from pathlib import PurePath

from pog.core.i18n import _, _l
from pog.imports.readers.interface import Reader
from pog.standards.case.reading import Reading
from pog.standards.sheets.reading import read_framework_sheets


def read(source: bytes, size_limit: int, name: str) -> Reading:
    title = PurePath(name).stem or _("Imported framework")
    return read_framework_sheets(source, title, size_limit=size_limit)


XLSX = Reader(name="xlsx", label=_l("Workbook (XLSX)"), accepts=".xlsx", read=read)
CSV = Reader(name="csv", label=_l("Table (CSV)"), accepts=".csv,.txt,.tsv,text/csv", read=read)
