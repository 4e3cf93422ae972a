"""The tables of the Knowledge Graph: known by their heads, read row by row, never held whole."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.standards.case.loading import MEGABYTE, check_size
from pog.standards.case.remarks import Remark
from pog.standards.sheets.cells import ZIP, column_name

UNPACKED_LIMIT: Final = 1024 * MEGABYTE
"""All files of release 1.11 have less than 800 MB."""
ROW_LIMIT: Final = 1_000_000
FILE_LIMIT: Final = 100
LINE_LIMIT: Final = MEGABYTE
_HEAD_LENGTH: Final = 8 * 1024

FRAMEWORK, ITEM, COMPONENT, RELATIONSHIP = (
    "StandardsFramework",
    "StandardsFrameworkItem",
    "LearningComponent",
    "Relationships",
)
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
COLUMNS: Final = {
    FRAMEWORK: (
        "identifier", "caseIdentifierURI", "caseIdentifierUUID", "name", "description",
        "jurisdiction", "academicSubject", "inLanguage", "adoptionStatus", "isCurrent",
        "dateCreated", "dateModified", "notes", "author", "provider", "license",
        "attributionStatement",
    ),
    ITEM: (
        "identifier", "caseIdentifierURI", "caseIdentifierUUID", "statementCode",
        "alternateStatementCode", "description", "statementType", "normalizedStatementType",
        "jurisdiction", "academicSubject", "gradeLevel", "inLanguage", "adoptionStatus",
        "isCurrent", "dateCreated", "dateModified", "notes", "author", "provider", "license",
        "attributionStatement",
    ),
    RELATIONSHIP: (
        "identifier", "relationshipType", "description", "sourceEntity", "sourceEntityKey",
        "sourceEntityValue", "targetEntity", "targetEntityKey", "targetEntityValue", "jaccard",
        "stateLCCount", "ccssLCCount", "sharedLCCount", "dateCreated", "dateModified", "author",
        "provider", "license", "attributionStatement",
    ),
}  # fmt: skip
_SPELLING: Final = {column_name(one): one for names in COLUMNS.values() for one in names}
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One file; what is known of its head is spelled as published, the rest as it is written."""

    kind: str
    name: str
    head: tuple[str, ...]
    opened: Callable[[], IO[bytes]]

    def place(self, column: str) -> int | None:
        return self.head.index(column) if column in self.head else None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that says something, with the number a spreadsheet gives it: the head is 1."""
        number = 1
        with self.opened() as file:
            try:
                for number, cells in enumerate(_lines(file, delimiter(self.head_line())), start=1):
                    if number > ROW_LIMIT:
                        raise TooLarge(_("%(file)s is too large to be read.", file=self.name))
                    if number > 1 and any(cells):
                        yield number, cells
            except UnicodeDecodeError as error:
                raise Unreadable(
                    _(
                        "%(file)s is not written in UTF-8, after row %(row)s. "
                        "Save it as CSV in UTF-8 and try again.",
                        file=self.name,
                        row=number,
                    )
                ) from error
            except (csv.Error, zipfile.BadZipFile) as error:
                raise Unreadable(
                    _(
                        "%(file)s cannot be read after row %(row)s. "
                        "It may not have been downloaded completely.",
                        file=self.name,
                        row=number,
                    )
                ) from error

    def head_line(self) -> str:
        with self.opened() as file:
            return _head_line(file)

    def cells(self, row: list[str]) -> Cells:
        """The cells that say something, under their column names."""
        pairs = zip(self.head, row, strict=False)
        return {name: text for name, cell in pairs if name and (text := cell.strip())}

    def where(self, number: int) -> str:
        found: str = _("Row %(row)s of %(file)s", row=number, file=self.name)
        return found


def delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _lines(file: IO[bytes], mark: str) -> Iterator[list[str]]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    return csv.reader(_bounded(text), delimiter=mark, strict=True)


def _bounded(text: IO[str]) -> Iterator[str]:
    """Lines, none of which fills the memory."""
    while line := text.readline(LINE_LIMIT):
        if len(line) >= LINE_LIMIT:
            raise csv.Error("line too long")
        yield line


def _head_line(file: IO[bytes]) -> str:
    return file.read(_HEAD_LENGTH).decode("utf-8-sig", "replace").partition("\n")[0].strip("\r")


def head_of(line: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter(line))))
    except (csv.Error, StopIteration):
        return ()


def kind_of(head: Iterable[str]) -> str | None:
    names = {column_name(one) for one in head}
    return next(
        (kind for kind, has, has_not in _MARKS if has <= names and not has_not & names), None
    )


def is_knowledge_graph(source: bytes) -> bool:
    """Whether this is a table of it, or a ZIP file that is no workbook."""
    if source.startswith(ZIP):
        return is_archive(source)
    return kind_of(head_of(_head_line(io.BytesIO(source)))) in (FRAMEWORK, ITEM, RELATIONSHIP)


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
    """The tables of a ZIP file, or the one there is; what is none of them is remarked."""
    check_size(len(source), size_limit)
    found: list[Table] = []
    for title, opened in _files(source, name):
        try:
            with opened() as file:
                head = head_of(_head_line(file))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise Unreadable(
                _("%(file)s cannot be unpacked. Pack the files again.", file=title)
            ) from error
        kind = kind_of(head)
        if kind is None:
            remarks.append(Remark(title, _("This is no file of the Knowledge Graph; left out.")))
        elif kind == COMPONENT:
            message = _("Learning components are no statements of a framework; left out.")
            remarks.append(Remark(title, message))
        else:
            spelled = tuple(_SPELLING.get(column_name(one), one) for one in head)
            found.append(Table(kind, title, spelled, opened))
            remarks.extend(_unknown_columns(found[-1]))
    if not any(one.kind == ITEM for one in found):
        raise _missing(found)
    return found


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
            _("There are no statements in these files. Add StandardsFrameworkItem.csv.")
        )
    return Unreadable(
        _(
            "None of these is a file of the Knowledge Graph of Learning Commons. "
            "Its StandardsFrameworkItem.csv has the columns %(names)s.",
            names="caseIdentifierUUID, statementCode, description, normalizedStatementType",
        )
    )


def _files(source: bytes, name: str) -> list[tuple[str, Callable[[], IO[bytes]]]]:
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


def _opener(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: packed.open(entry)


def _short(path: str) -> str:
    return path.rpartition("/")[2][:100]
