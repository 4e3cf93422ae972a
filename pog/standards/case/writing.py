"""Writes packages a strict reader accepts: CASE 1.1, or 1.0 with a list of what that costs."""

import json
from datetime import datetime
from typing import Final, Literal

from pog.standards.case.downgrading import downgrade
from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import canonical_json
from pog.standards.case.model import CFPackage
from pog.standards.case.remarks import Loss
from pog.standards.case.repairing import repair
from pog.standards.case.serialising import package_as_json

__all__ = ["VERSIONS", "Version", "canonical_json", "file_text", "write_package"]

Version = Literal["1.1", "1.0"]
VERSIONS: Final[tuple[Version, ...]] = ("1.1", "1.0")


def write_package(
    package: CFPackage, version: Version = "1.1", *, now: datetime | None = None
) -> tuple[JsonObject, list[Loss]]:
    """The package as strict JSON, and what differs from it; `now` dates what has no date.

    What was changed for a 1.1 file is noted in the file, and `read_package` takes it back
    (`restorable`). A 1.0 file has no room for notes.
    """
    document = package_as_json(package)
    losses = repair(document, now)
    if version == "1.0":
        return downgrade(document, losses)
    return document, losses


def file_text(document: JsonObject) -> str:
    """The text of a file, the same for the same document."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
