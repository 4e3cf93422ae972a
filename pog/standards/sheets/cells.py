"""Rows of a stranger's CSV or XLSX file under their column names."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.standards.case.loading import SIZE_LIMIT, check_size

UNPACKED_LIMIT: Final = 200 * 1024 * 1024
"""A workbook is a ZIP file: what it says it unpacks to, at most."""
ROW_LIMIT: Final = 100_000
COLUMN_LIMIT: Final = 200
ZIP: Final = b"PK\x03\x04"
_FORMULA: Final = re.compile(rb'<c\b[^<>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s{0,20}<f\b')
_OVERLAP: Final = 500
"""The beginning of a cell is shorter."""
_NEUTRALISED: Final = re.compile(r"^'(?=[=+\-@\t\r])")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; rows carry the numbers a spreadsheet gives them, the head is row 1."""

    name: str
    head: tuple[str, ...]
    """Small letters and digits only: "Human Coding Scheme" is "humancodingscheme"."""
    rows: tuple[tuple[int, Row], ...]


def column_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def is_workbook(source: bytes) -> bool:
    return source.startswith(ZIP)


def read_sheets(source: bytes, *, size_limit: int = SIZE_LIMIT) -> list[Sheet]:
    """The tables of a workbook, or the one of a CSV file."""
    check_size(len(source), size_limit)
    return _workbook(source) if is_workbook(source) else [_csv(source)]


def _csv(source: bytes) -> Sheet:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("This file is not text. Save the table as CSV in UTF-8.")) from error
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        return _sheet("CSV", csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise Unreadable(_("This file is not a CSV table.")) from error


def _workbook(source: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > UNPACKED_LIMIT:
                raise TooLarge(_("This table is too large. Split it into several files."))
            _refuse_formulas(packed)
        book = load_workbook(io.BytesIO(source), read_only=True, data_only=True)
        return [
            _sheet(sheet.title, sheet.iter_rows(values_only=True, max_col=COLUMN_LIMIT))
            for sheet in book.worksheets
        ]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise Unreadable(_("This workbook cannot be opened. Save it as XLSX again.")) from error


def _refuse_formulas(packed: zipfile.ZipFile) -> None:
    """A formula says something else on every machine, and here nothing at all."""
    for entry in packed.namelist():
        if not entry.startswith("xl/worksheets/"):
            continue
        with packed.open(entry) as file:
            before = b""
            while piece := file.read(1024 * 1024):
                found = _FORMULA.search(before + piece)
                if found is not None:
                    raise Unreadable(
                        _(
                            "Cell %(cell)s of this workbook holds a formula. Copy the cells, paste "
                            "them as values only, and save the workbook again.",
                            cell=found[1].decode(),
                        )
                    )
                before = piece[-_OVERLAP:]


def _sheet(name: str, lines: Iterable[Iterable[Any]]) -> Sheet:  # cells hold anything
    head: tuple[str, ...] = ()
    rows: list[tuple[int, Row]] = []
    for number, line in enumerate(lines, start=1):
        cells = [_text(cell) for cell in line]
        if not any(cells):
            continue
        if not head:
            head = tuple(column_name(cell) for cell in cells)
            continue
        if len(rows) >= ROW_LIMIT:
            raise TooLarge(_("This table is too large. Split it into several files."))
        rows.append((number, {n: cell for n, cell in zip(head, cells, strict=False) if n and cell}))
    return Sheet(name, head, tuple(rows))


def _text(cell: Any) -> str:  # cells hold anything
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _NEUTRALISED.sub("", str(cell).strip())
