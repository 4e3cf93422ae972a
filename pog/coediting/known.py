"""What decides about updates, read again only when it may have changed."""

import uuid
from collections.abc import Collection, Iterable

from pog.coediting.log import Log, Rights, Standing, Surroundings
from pog.coediting.people import Typist


class Known:
    """For whoever stores at every keystroke: where texts stand, and what may change them.

    On SQLite nothing changes without our noticing, so a keystroke asks for nothing that an
    earlier one has read. On PostgreSQL others may write at any time: there each batch asks.
    """

    def __init__(self) -> None:
        self.standings: dict[uuid.UUID, Standing | None] = {}
        """None for what was never opened."""
        self.surroundings: dict[uuid.UUID, Surroundings] = {}
        self.rights: dict[Typist, Rights] = {}
        self._version: int | None = None

    def forget(self) -> None:
        """What was noted here may not be in the database: a transaction was undone."""
        for known in (self.standings, self.surroundings, self.rights):
            known.clear()
        self._version = None

    def look(self, entries: Log, keys: Collection[uuid.UUID], typists: Iterable[Typist]) -> None:
        """Begin to write, and know all about these texts and people from now until the commit."""
        version = entries.begin()
        if version is None or version != self._version:
            self.forget()
            self._version = version
        new = [key for key in keys if key not in self.standings]
        strangers = {one: one.who() for one in typists if one not in self.rights}
        if new or strangers:
            standings, surroundings, rights = entries.look(new, set(strangers.values()))
            self.standings |= {key: standings.get(key) for key in new}
            self.surroundings |= surroundings
            self.rights |= {one: rights[who] for one, who in strangers.items()}
