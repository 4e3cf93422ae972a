"""Writing workbooks: no cell is a formula, and the same workbook gives the same file."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pog.core.packages import undated

Value = str | int | datetime | None
LONGEST: Final = 32_767
"""What a cell of a workbook holds."""
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
"""What openpyxl lets through and no reader of the file does; imported files may have it."""
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_HEAD: Final = PatternFill("solid", start_color="FF12372E")
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def harmless(value: Value) -> Value:
    """Text that starts like a formula gets an apostrophe in front; it stays when saved as CSV."""
    if not isinstance(value, str):
        return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
    text = _NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))[: LONGEST - 1]
    return f"'{text}" if _FORMULA.match(text) else text


def add_sheet(
    book: Workbook,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int] = (),
) -> Worksheet:
    """A sheet with a frozen head line; every text is stored as text."""
    sheet: Worksheet = book.create_sheet(name)
    _write(sheet, 1, head)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate(rows, start=2):
        _write(sheet, number, row)
    sheet.freeze_panes = "A2"
    for place in range(1, len(head) + 1):
        width = widths[place - 1] if place <= len(widths) else 20
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.auto_filter.ref = sheet.dimensions
    return sheet


def _write(sheet: Worksheet, number: int, values: Sequence[Value]) -> None:
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(row=number, column=place)
        assert isinstance(cell, Cell)
        shown = harmless(value)
        cell.value = None if shown == "" else shown
        if isinstance(cell.value, str):
            cell.data_type = "s"  # openpyxl takes "=…" for a formula
        elif isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def written(book: Workbook, at: datetime, *, title: str, creator: str) -> bytes:
    """The workbook as a file; the same workbook gives the same bytes."""
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.creator = title, creator
    properties.created = properties.modified = moment
    raw = io.BytesIO()
    book.save(raw)

    def change(name: str, content: bytes) -> bytes:
        if name != "docProps/core.xml":  # openpyxl writes the time of saving
            return content
        return _MODIFIED.sub(rb"\g<1>%bZ\g<2>" % moment.isoformat().encode(), content)

    return undated(raw.getvalue(), change)
