"""The tables of the Knowledge Graph, whatever its files look like: rows, never held whole."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from pog.core.errors import TooLarge, Unreadable
from pog.core.i18n import _
from pog.standards.case.loading import MEGABYTE

ROW_LIMIT: Final = 1_000_000
LINE_LIMIT: Final = MEGABYTE
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)
"""What reading from a ZIP file that was cut off or changed ends with."""

FRAMEWORK, ITEM, COMPONENT, RELATIONSHIP = (
    "StandardsFramework",
    "StandardsFrameworkItem",
    "LearningComponent",
    "Relationships",
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
Cells = dict[str, str]
Rows = Iterator[tuple[int, list[str]]]
Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind; what is known of its head is spelled as published."""

    kind: str
    name: str
    """Of the file."""
    head: tuple[str, ...]
    rows: Callable[[], Rows]
    """Every row that says something, with its number in the file; may be asked several times."""

    def place(self, column: str) -> int | None:
        return self.head.index(column) if column in self.head else None

    def cells(self, row: list[str]) -> Cells:
        """The cells that say something, under their column names."""
        pairs = zip(self.head, row, strict=False)
        return {name: text for name, cell in pairs if name and (text := cell.strip())}

    def where(self, number: int) -> str:
        return row_of(self.name, number)


def row_of(file: str, number: int) -> str:
    found: str = _("Row %(row)s of %(file)s", row=number, file=file)
    return found


def check_rows(file: str, number: int) -> None:
    if number > ROW_LIMIT:
        raise TooLarge(_("%(file)s is too large to be read.", file=file))


def not_utf8(file: str, number: int) -> Unreadable:
    return Unreadable(
        _(
            "%(file)s is not written in UTF-8, after row %(row)s. Save it in UTF-8 and try again.",
            file=file,
            row=number,
        )
    )


def cut_off(file: str, number: int) -> Unreadable:
    return Unreadable(
        _(
            "%(file)s cannot be read after row %(row)s. "
            "It may not have been downloaded completely.",
            file=file,
            row=number,
        )
    )
