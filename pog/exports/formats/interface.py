"""What every format of the family is: a name, what is in it, and a pure function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pog.core.errors import Sentence
from pog.exports.portrait import Portrait
from pog.standards.case.model import CFPackage
from pog.standards.case.remarks import Loss
from pog.standards.case.sources import Source
from pog.standards.case.writing import Writing


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what of the profile is not in it."""

    content: bytes
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a profile down."""

    name: str
    label: Sentence
    contains: Sentence
    """What is in it, in one sentence."""
    ending: str
    mimetype: str
    make: Callable[[Portrait], Made]
    tells_record: bool = False
    """Whether revisions, comments, ballots and attendance go into it when there are any."""
    on_paper: bool = False
    """A document for people: the menu shows it among the papers and makes it only when asked."""
    make_framework: Callable[[CFPackage, datetime], Made] | None = None
    """Writes a framework, given as a package; the time is for what has none of its own."""
    write_framework: Callable[[Source, datetime], Writing] | None = None
    """The same in pieces, for a format whose file need not be held as a whole."""
