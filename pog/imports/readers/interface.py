"""What every format of the family is: a name, and a pure function from a file to a package."""

from collections.abc import Callable
from dataclasses import dataclass

from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _
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
    read_one: Callable[[bytes, int, str, str], Reading] | None = None
    """The same, for the framework that is wanted, where a file may hold several."""

    def read_wanted(self, source: bytes, size_limit: int, name: str, wanted: str) -> Reading:
        if not wanted:
            return self.read(source, size_limit, name)
        if self.read_one is None:
            raise Refusal(_("This file holds one framework only; there is nothing to choose."))
        return self.read_one(source, size_limit, name, wanted)
