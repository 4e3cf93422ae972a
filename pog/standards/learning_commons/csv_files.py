"""Tables as CSV files, as releases 1.0 to 1.2 had them: known by their heads."""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, Final

from pog.standards.learning_commons.tables import (
    COLUMNS,
    COMPONENT,
    DAMAGED,
    FRAMEWORK,
    ITEM,
    LINE_LIMIT,
    RELATIONSHIP,
    Opener,
    Rows,
    Table,
    check_rows,
    cut_off,
    not_utf8,
)
from pog.standards.sheets.cells import column_name

# Asked in this order: what a table of this kind has, and what it does not have.
_MARKS: Final = (
    (RELATIONSHIP, {"relationshiptype", "sourceentityvalue", "targetentityvalue"}, set[str]()),
    (ITEM, {"caseidentifieruuid", "description", "normalizedstatementtype"}, set[str]()),
    (ITEM, {"caseidentifieruuid", "description", "statementcode"}, set[str]()),
    (FRAMEWORK, {"caseidentifieruuid", "name", "jurisdiction"}, set[str]()),
    (
        COMPONENT,
        {"identifier", "description", "academicsubject", "attributionstatement"},
        {"jurisdiction", "statementtype"},
    ),
)
_SPELLING: Final = {column_name(one): one for names in COLUMNS.values() for one in names}


def kind_of(start: bytes) -> str | None:
    """Which table begins like this."""
    names = {column_name(one) for one in _head(_first_line(start))}
    return next(
        (kind for kind, has, has_not in _MARKS if has <= names and not has_not & names), None
    )


def csv_table(kind: str, name: str, start: bytes, opened: Opener) -> Table:
    line = _first_line(start)
    head = tuple(_SPELLING.get(column_name(one), one) for one in _head(line))
    return Table(kind, name, head, partial(_rows, name, _delimiter(line), opened))


def _rows(name: str, mark: str, opened: Opener) -> Rows:
    """With the number a spreadsheet gives them: the head is 1."""
    number = 1
    with opened() as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        lines = csv.reader(_bounded(text), delimiter=mark, strict=True)
        try:
            for number, cells in enumerate(lines, start=1):
                check_rows(name, number)
                if number > 1 and any(cells):
                    yield number, cells
        except UnicodeDecodeError as error:
            raise not_utf8(name, number) from error
        except (csv.Error, *DAMAGED) as error:
            raise cut_off(name, number) from error


def _bounded(text: IO[str]) -> Iterator[str]:
    """Lines, none of which fills the memory."""
    while line := text.readline(LINE_LIMIT):
        if len(line) >= LINE_LIMIT:
            raise csv.Error("line too long")
        yield line


def _first_line(start: bytes) -> str:
    return start.decode("utf-8-sig", "replace").partition("\n")[0].strip("\r")


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _head(line: str) -> Iterable[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=_delimiter(line)))]
    except (csv.Error, StopIteration):
        return []
