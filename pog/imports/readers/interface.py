"""What every format of the family is: a name, and a pure function from a file to a package."""

from collections.abc import Callable
from dataclasses import dataclass

from pog.core.errors import Sentence
from pog.standards.case.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One way to read a framework."""

    name: str
    label: Sentence
    accepts: str
    """File endings and types, as a file field names them."""
    read: Callable[[bytes, int, str], Reading]
    """From the bytes, the largest size taken and the name of the file, which is the title where
    a format has none, to a package and remarks; or `Unreadable`."""
