"""Reading tables people made in a spreadsheet: size, encoding, columns, and rows by number."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _

SIZE_LIMIT: Final = 5_000_000
ROW_LIMIT: Final = 10_000
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one row; rows are counted as a spreadsheet does, the header is 1."""

    row: int
    message: str


def read_rows(source: bytes, required: Sequence[str]) -> list[tuple[int, Row]]:
    """The rows under their column names, with the numbers a spreadsheet gives them."""
    if len(source) > SIZE_LIMIT:
        raise TooLarge(_("This table is too large. Split it into several files."))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("This file is not text. Save the table as CSV in UTF-8.")) from error
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(_("This file is not a CSV table.")) from error
    if not lines:
        raise Unreadable(_("This table is empty."))
    names = [name.strip().casefold() for name in lines[0]]
    missing = [name for name in required if name not in names]
    if missing:
        raise Unreadable(_("This table has no column called %(names)s.", names=", ".join(missing)))
    if len(lines) > ROW_LIMIT:
        raise TooLarge(_("This table is too large. Split it into several files."))
    return [
        (number, dict(zip(names, (cell.strip() for cell in line), strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
