"""Tables to take away: the same rows as CSV or as a workbook, with no formula in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from flask import Response, make_response
from openpyxl import Workbook

from pog.core.clock import now
from pog.core.sheets import Value, add_sheet, harmless, written

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Value]]]
"""Name, head and rows."""


def attached(content: bytes | str, name: str, kind: str) -> Response:
    """A file to save under this name; letters that headers cannot carry become hyphens."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{safe[:120]}"'
    return response


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(head)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    # The mark at the front tells spreadsheets that it is UTF-8.
    return attached(("\ufeff" + out.getvalue()).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def workbook(name: str, title: str, sheets: Iterable[Sheet]) -> Response:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, head, rows in sheets:
        add_sheet(book, sheet[:31], head, rows)
    return attached(written(book, now(), title=title, creator="pog"), f"{name}.xlsx", WORKBOOK)
