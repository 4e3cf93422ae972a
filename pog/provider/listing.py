"""The documents of everything that is published, without reading what is in them."""

import uuid
from typing import Final

from pog.core.batches import in_batches
from pog.provider import queries
from pog.provider.packages import cover
from pog.standards.case.fields import JsonObject
from pog.standards.case.writing import Version

KEPT: Final = 5_000
AT_ONCE: Final = 500
Key = tuple[uuid.UUID, str, Version]
_covers: dict[Key, JsonObject] = {}
"""Documents of editions, which never change: a long list is read from the database once."""


def documents(base_url: str, version: Version) -> list[JsonObject]:
    """Newest editions by the time they were published, then frameworks by title."""
    ids = queries.newest_editions()
    missing = [one for one in ids if (one, base_url, version) not in _covers]
    if len(_covers) + len(missing) > KEPT:
        _covers.clear()
        missing = ids
    fresh = {
        edition.id: cover(edition, base_url, version)
        for some in in_batches(missing, AT_ONCE)
        for edition in queries.editions(some)
    }
    known = {key: found for key in ids if (found := _covers.get((key, base_url, version)))}
    _covers.update({(key, base_url, version): found for key, found in fresh.items()})
    known.update(fresh)
    return [known[key] for key in ids] + [
        cover(framework, base_url, version) for framework in queries.served_frameworks()
    ]
