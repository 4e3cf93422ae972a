"""What the theme desk adds to profiles: the notes an attribute grew out of."""

import uuid
from collections.abc import Mapping

from pog.clusters.queries import note_counts
from pog.core.i18n import _n
from pog.profiles.hooks import Count, counts_on_attributes


def grown_from(number: int) -> str:
    words: str = _n("Grew out of %(num)d note", "Grew out of %(num)d notes", number)
    return words


def numbers(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    return note_counts(profile_id)


counts_on_attributes(
    Count(
        icon="list",
        endpoint="clusters.origin",
        label=grown_from,
        of=numbers,
        shown_when_none=False,
    )
)
