"""Nodes and relationships as JSON lines, as the releases since 1.3 have them.

A file is seen as one table for each kind in it; what its lines are like is written in `reading`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _, _n
from pog.standards.case.fields import JsonObject
from pog.standards.case.remarks import Remark
from pog.standards.learning_commons.tables import (
    COLUMNS,
    DAMAGED,
    LINE_LIMIT,
    RELATIONSHIP,
    Opener,
    Rows,
    Table,
    check_rows,
    cut_off,
    not_utf8,
    row_of,
)

COLUMN_LIMIT: Final = 200
_MARK: Final = b"\xef\xbb\xbf"
"""Some programs begin a file in UTF-8 with it."""
_BEFORE: Final = _MARK + b" \t\r\n"
_UNSTORABLE: Final = re.compile("[\ud800-\udfff]|\x00")
_NODE: Final = {"identifier": "identifier"}
_RELATIONSHIP: Final = {
    "identifier": "identifier",
    "label": "relationshipType",
    "source_identifier": "sourceEntityValue",
    "target_identifier": "targetEntityValue",
}
"""Beside `properties`: what a line says there stands in this column, whatever they say."""


def begins_with_object(start: bytes) -> bool:
    return start.lstrip(_BEFORE)[:1] == b"{"


def is_json_lines(start: bytes) -> bool:
    """Whether the first line is a node or a relationship."""
    line, end, _rest = start.lstrip(_BEFORE).partition(b"\n")
    if not end and len(start) >= LINE_LIMIT:
        return False
    try:
        return _kind_of(json.loads(line)) is not None
    except (ValueError, RecursionError):
        return False


def tables_in_lines(name: str, opened: Opener, remarks: list[Remark]) -> list[Table]:
    """The tables in a file, every line of which is looked at, so that a broken one is found now."""
    shapes: set[tuple[str, tuple[str, ...]]] = set()
    others, strange = Counter[str](), list[int]()
    heads: dict[str, list[str]] = {}
    for number, line in _lines(name, opened):
        found = _parsed(name, number, line)
        kind = _kind_of(found)
        if kind is None:
            strange.append(number)
        elif kind not in COLUMNS:
            others[kind] += 1
        elif (shape := (kind, tuple(_properties(found)))) not in shapes:
            shapes.add(shape)
            head = heads.setdefault(kind, list(_around(kind).values()))
            head += [one for one in shape[1] if one not in head]
            if len(head) > COLUMN_LIMIT:
                raise TooLarge(_("%(file)s has too many different fields.", file=name))
    remarks += _left_out(name, others, strange)
    return [
        Table(kind, name, tuple(head), partial(_rows, kind, name, tuple(head), opened))
        for kind, head in heads.items()
    ]


def _left_out(name: str, others: Counter[str], strange: list[int]) -> Iterator[Remark]:
    for kind, number in sorted(others.items()):
        yield Remark(
            name,
            _n(
                "%(kind)s: %(num)d row is no statement of a framework; it was left out.",
                "%(kind)s: %(num)d rows are no statements of a framework; they were left out.",
                number,
                kind=kind[:100],
            ),
        )
    if strange:
        yield Remark(
            row_of(name, strange[0]),
            _n(
                "%(num)d row is neither a node nor a relationship; it was left out.",
                "This and others, %(num)d rows in all, are neither nodes nor relationships; "
                "they were left out.",
                len(strange),
            ),
        )


def _rows(kind: str, name: str, head: tuple[str, ...], opened: Opener) -> Rows:
    around = _around(kind)
    mark = b"" if kind == RELATIONSHIP else b'"%s"' % kind.encode()
    for number, line in _lines(name, opened):
        if mark not in line:
            continue  # of another kind, without reading it
        found = _parsed(name, number, line)
        if _kind_of(found) != kind:
            continue
        said = {column: found[outer] for outer, column in around.items() if found.get(outer)}
        cells = _properties(found) | said
        texts = [_text(cells.get(column)) for column in head]
        if b"\\u" in line:
            texts = [_UNSTORABLE.sub("\ufffd", one) for one in texts]
        yield number, texts


def _lines(name: str, opened: Opener) -> Iterator[tuple[int, bytes]]:
    """Every line that says something, none of which fills the memory, with its number."""
    number = 0
    with opened() as file:
        try:
            while line := file.readline(LINE_LIMIT):
                number += 1
                line = line.removeprefix(_MARK) if number == 1 else line
                check_rows(name, number)
                if len(line) >= LINE_LIMIT:
                    raise cut_off(name, number - 1)
                if not line.isspace():
                    yield number, line
        except DAMAGED as error:
            raise cut_off(name, number) from error


def _parsed(name: str, number: int, line: bytes) -> Any:  # JSON
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise not_utf8(name, number - 1) from error
    except (ValueError, RecursionError) as error:
        if not line.endswith(b"\n"):
            raise cut_off(name, number - 1) from error
        raise Unreadable(
            _(
                "%(where)s cannot be read: it is not valid JSON. "
                "Correct the row or take it out, and try again.",
                where=row_of(name, number),
            )
        ) from error


def _kind_of(found: Any) -> str | None:  # JSON
    """The label of a node, Relationships, or nothing that is known."""
    if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
        return None
    labels = found.get("labels")
    if isinstance(labels, list):
        named = [one for one in labels if isinstance(one, str) and one]
        return next((one for one in named if one in COLUMNS), named[0] if named else None)
    ends = (found.get("label"), found.get("source_identifier"), found.get("target_identifier"))
    return RELATIONSHIP if all(isinstance(one, str) for one in ends) else None


def _around(kind: str) -> dict[str, str]:
    return _RELATIONSHIP if kind == RELATIONSHIP else _NODE


def _properties(found: JsonObject) -> JsonObject:
    properties: JsonObject = found["properties"]
    return properties


def _text(value: Any) -> str:  # JSON
    """As a cell of a CSV file has it: lists as JSON, true and false in small letters."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
