"""Several files sent at once, as the one file that everything after this deals with."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO, Final

from pog.standards.learning_commons.files import unpacked_size

PIECE: Final = 1024 * 1024
AT_ONCE: Final = 1_000_000
"""So many bytes are read while their sender waits; more is left to a worker."""


def packed(files: Iterable[tuple[str, IO[bytes]]]) -> bytes:
    """A ZIP file of them; none of them is held whole."""
    raw, names = io.BytesIO(), set[str]()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (given, file) in enumerate(files, start=1):
            name = PurePath(given).name or "file"
            name = f"{number} {name}" if name in names else name
            names.add(name)
            with archive.open(name, "w", force_zip64=True) as entry:
                while piece := file.read(PIECE):
                    entry.write(piece)
    return raw.getvalue()


def is_much(content: bytes) -> bool:
    """Whether reading it takes longer than anybody should wait for a page."""
    return max(len(content), unpacked_size(content)) > AT_ONCE
