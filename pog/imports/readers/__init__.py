"""The formats a framework is read from: one file each, and this table."""

from typing import Final

from pog.imports.readers.case import CASE
from pog.imports.readers.interface import Reader

READERS: Final[dict[str, Reader]] = {one.name: one for one in (CASE,)}
