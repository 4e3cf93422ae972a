"""Passages from a table: an identifier, a name and what it says."""

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.matching.engines.interface import Passage
from pog.matching.measuring import passage_of, read_any

COLUMNS = (("name", "statement"), ("source_text",), ("text",))
KEYS = ("id", "source_id", "code")


def read_passages(source: bytes) -> list[Passage]:
    """From columns name and statement, or one column text or source_text; each passage once."""
    header, rows = read_any(source)
    columns = next((some for some in COLUMNS if some[0] in header), None)
    if columns is None:
        raise Unreadable(_("This table has no column called %(names)s.", names="name"))
    key = next((one for one in KEYS if one in header), columns[0])
    found: dict[str, Passage] = {}
    for row in rows:
        text = row[columns[0]]
        if not text or row[key] in found:
            continue
        if len(columns) == 2:
            statement = row.get(columns[1], "")
            found[row[key]] = Passage(key=row[key], name=text, statement=statement)
        else:
            found[row[key]] = passage_of(row[key], text)
    if not found:
        raise Unreadable(_("This table is empty."))
    return list(found.values())
