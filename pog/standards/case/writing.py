"""Writes packages a strict reader accepts: CASE 1.1, or 1.0 with a list of what that costs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from pog.standards.case.downgrading import Older
from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import canonical_json
from pog.standards.case.model import CFPackage
from pog.standards.case.remarks import Loss
from pog.standards.case.repairing import Part, Repaired
from pog.standards.case.sources import Source, source_of

__all__ = ["VERSIONS", "Version", "Writing", "canonical_json", "file_text", "write_package"]

Version = Literal["1.1", "1.0"]
VERSIONS: Final[tuple[Version, ...]] = ("1.1", "1.0")
PIECE: Final = 64 * 1024
"""Characters that are sent at once."""


class Writing:
    """One strict file in the making, to be written once; `now` dates what has no date.

    What was changed for a 1.1 file is noted in the file, and `read_package` takes it back
    (`restorable`). A 1.0 file has no room for notes.
    """

    def __init__(
        self, source: Source, version: Version = "1.1", *, now: datetime | None = None
    ) -> None:
        self._repaired = Repaired(source, now)
        self._older = Older() if version == "1.0" else None

    def parts(self) -> Iterator[Part]:
        """Each has to be used up before the next one is asked for."""
        parts = self._repaired.parts()
        return self._older.parts(parts) if self._older else parts

    def document(self) -> JsonObject:
        """The whole of it, for packages that are known to be small."""
        return {name: part if isinstance(part, dict) else list(part) for name, part in self.parts()}

    def text(self) -> Iterator[str]:
        """The file in pieces, the same for the same package; each object has a line of its own."""
        piece, size = [], 0
        for line in self._lines():
            piece.append(line)
            size += len(line)
            if size >= PIECE:
                yield "".join(piece)
                piece, size = [], 0
        yield "".join(piece)

    def _lines(self) -> Iterator[str]:
        before = "{\n"
        for name, part in self.parts():
            yield f'{before}"{name}": '
            if isinstance(part, dict):
                yield _compact(part)
            else:
                yield from _rows(part)
            before = ",\n"
        yield "\n}\n"

    def losses(self) -> list[Loss]:
        """What is not in the file as it was in the package; known once all of it is written."""
        losses = self._repaired.losses()
        if self._older is None:
            return losses
        return [replace(loss, restorable=False) for loss in losses] + self._older.losses()


def _rows(part: Iterator[JsonObject]) -> Iterator[str]:
    before = "[\n"
    for thing in part:
        yield f"{before}{_compact(thing)}"
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def _compact(thing: Any) -> str:  # JSON
    return json.dumps(thing, ensure_ascii=False, allow_nan=False)


def write_package(
    package: CFPackage, version: Version = "1.1", *, now: datetime | None = None
) -> tuple[JsonObject, list[Loss]]:
    """A package that is small enough to be held as a whole, and what differs from it."""
    writing = Writing(source_of(package), version, now=now)
    document = writing.document()
    return document, writing.losses()


def file_text(document: JsonObject) -> str:
    """The text of a file, the same for the same document."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
