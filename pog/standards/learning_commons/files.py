"""The files of the Knowledge Graph, alone or in a ZIP file: known by what is in them."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Final, cast

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.standards.case.loading import MEGABYTE, check_size
from pog.standards.case.remarks import Remark
from pog.standards.learning_commons.csv_files import csv_table, kind_of
from pog.standards.learning_commons.json_lines import (
    begins_with_object,
    is_json_lines,
    tables_in_lines,
)
from pog.standards.learning_commons.tables import (
    COLUMNS,
    COMPONENT,
    DAMAGED,
    FRAMEWORK,
    ITEM,
    LINE_LIMIT,
    RELATIONSHIP,
    Opener,
    Table,
)
from pog.standards.sheets.cells import ZIP

UNPACKED_LIMIT: Final = 2048 * MEGABYTE
"""The two files of release 1.13 have 870 MB."""
FILE_LIMIT: Final = 100
_HEAD_LENGTH: Final = 8 * 1024


def is_knowledge_graph(source: bytes) -> bool:
    """Whether this is a file of it, or a ZIP file that is no workbook."""
    if source.startswith(ZIP):
        return is_archive(source)
    start = _start(io.BytesIO(source))
    return is_json_lines(start) or kind_of(start) in (FRAMEWORK, ITEM, RELATIONSHIP)


def is_archive(source: bytes) -> bool:
    """Whether this is a ZIP file that is no workbook."""
    if not source.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        return False
    return not any(name == "[Content_Types].xml" or name.startswith("xl/") for name in names)


def unpacked_size(source: bytes) -> int:
    """How much there is to read."""
    if not is_archive(source):
        return len(source)
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        return sum(entry.file_size for entry in packed.infolist())


def tables_in(source: bytes, name: str, size_limit: int, remarks: list[Remark]) -> list[Table]:
    """The tables of a ZIP file, or of the one file there is; what is none is remarked."""
    check_size(len(source), size_limit)
    found: list[Table] = []
    for title, opened in _files(source, name):
        found += _tables_of(title, opened, remarks)
    for one in found:
        remarks.extend(_unknown_columns(one))
    if not any(one.kind == ITEM for one in found):
        raise _missing(found)
    return found


def _tables_of(title: str, opened: Opener, remarks: list[Remark]) -> list[Table]:
    try:
        with opened() as file:
            start = _start(file)
    except (RuntimeError, NotImplementedError, *DAMAGED) as error:
        raise Unreadable(
            _("%(file)s cannot be unpacked. Pack the files again.", file=title)
        ) from error
    if is_json_lines(start):
        return tables_in_lines(title, opened, remarks)
    kind = kind_of(start)
    if kind is None:
        remarks.append(Remark(title, _("This is no file of the Knowledge Graph; left out.")))
    elif kind == COMPONENT:
        message = _("Learning components are no statements of a framework; left out.")
        remarks.append(Remark(title, message))
    else:
        return [csv_table(kind, title, start, opened)]
    return []


def _start(file: IO[bytes]) -> bytes:
    """Enough to know it by: a line of JSON is longer than the head of a table."""
    start = file.read(_HEAD_LENGTH)
    return start + file.read(LINE_LIMIT) if begins_with_object(start) else start


def _unknown_columns(table: Table) -> Iterator[Remark]:
    unknown = [one for one in table.head if one and one not in COLUMNS[table.kind]]
    if unknown:
        yield Remark(
            table.name,
            _(
                "These columns are not known here; what they say is kept with each row: %(names)s.",
                names=", ".join(unknown)[:500],
            ),
        )


def _missing(found: list[Table]) -> Unreadable:
    if found:
        return Unreadable(
            _(
                "There are no statements in these files. "
                "Add nodes.jsonl or StandardsFrameworkItem.csv."
            )
        )
    return Unreadable(
        _(
            "None of these is a file of the Knowledge Graph of Learning Commons. "
            "It has nodes.jsonl and relationships.jsonl; "
            "its StandardsFrameworkItem.csv has the columns %(names)s.",
            names="caseIdentifierUUID, statementCode, description, normalizedStatementType",
        )
    )


def _files(source: bytes, name: str) -> list[tuple[str, Opener]]:
    if not source.startswith(ZIP):
        return [(name or "CSV", lambda: io.BytesIO(source))]
    try:
        packed = zipfile.ZipFile(io.BytesIO(source))
    except zipfile.BadZipFile as error:
        raise Unreadable(_("This ZIP file cannot be opened. Pack the files again.")) from error
    entries = [
        one
        for one in packed.infolist()
        if not one.is_dir() and not one.filename.startswith("__MACOSX/")
    ]
    if len(entries) > FILE_LIMIT or sum(one.file_size for one in entries) > UNPACKED_LIMIT:
        raise TooLarge(
            _(
                "This ZIP file is too large. The most that is unpacked is %(files)s files "
                "of %(limit)s MB together.",
                files=FILE_LIMIT,
                limit=UNPACKED_LIMIT // MEGABYTE,
            )
        )
    return [(_short(one.filename), _opener(packed, one)) for one in entries]


def _opener(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Opener:
    return lambda: io.BufferedReader(cast(io.RawIOBase, packed.open(entry)), MEGABYTE)


def _short(path: str) -> str:
    return path.rpartition("/")[2][:100]
