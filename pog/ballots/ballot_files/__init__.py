"""Files of ballots: what other counts publish, and our own plain list. No database, no persons."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from pog.ballots.ballot_files import blt, own, pabulib, preflib
from pog.ballots.ballot_files.interface import BadFile, BallotFile
from pog.core.i18n import _

READERS: Final[dict[str, Callable[[str], BallotFile]]] = {
    ".blt": blt.read,
    ".soi": preflib.read,
    ".soc": preflib.read,
    ".toi": preflib.read,
    ".toc": preflib.read,
    ".pb": pabulib.read,
    ".csv": own.read_csv,
}

ENDINGS: Final = (*READERS, ".json")

__all__ = ["READERS", "BadFile", "BallotFile", "read_ballots"]


def read_ballots(name: str, content: bytes, *, election: str | None = None) -> BallotFile:
    """Read a file by the ending of its name, or say with its line what is wrong."""
    ending = PurePath(name).suffix.casefold()
    if ending not in ENDINGS:
        raise BadFile(
            _("Give a file that ends in one of these: %(endings)s.", endings=", ".join(ENDINGS))
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise BadFile(_("The file is not text.")) from None
    return own.read_json(text, election) if ending == ".json" else READERS[ending](text)
