"""What alignments add to profiles: a count on each card, ways to the map, a part of editions."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from pog.alignments.carrying import take_alignments_along
from pog.alignments.coverage import strip_of
from pog.alignments.models import Alignment
from pog.alignments.queries import alignments_in, counts_by_attribute
from pog.core.i18n import _, _n
from pog.core.identity import Actor
from pog.core.links import Link
from pog.frameworks.licensing import passed_on
from pog.profiles.hooks import (
    Count,
    Strip,
    adds_to_edition,
    carried_by,
    counts_on_attributes,
    strips_on_attributes,
)
from pog.profiles.hooks import links_from_profiles as ways
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


def alignment_count(number: int) -> str:
    words: str = _n("%(num)d alignment", "%(num)d alignments", number)
    return words


def numbers(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    return counts_by_attribute(profile_id)


counts_on_attributes(
    Count(icon="map", endpoint="alignments.of_attribute", label=alignment_count, of=numbers)
)


carried_by(take_alignments_along)
strips_on_attributes(Strip(part="alignments/_strip.html", of=strip_of))


@ways
def to_the_map(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Coverage map"),
            endpoint="alignments.coverage",
            values={"profile_id": profile.id},
            icon="map",
        )


@adds_to_edition("alignments")
def in_editions(profile: Profile) -> list[dict[str, Any]]:
    """What counts, without people, and of each target only what may be passed on."""
    rows = [
        {
            "id": str(row.id),
            "attribute_id": str(row.attribute_id),
            "relation": row.relation,
            "reason": row.reason,
            **of_indicator(row),
            **with_evidence(row),
            "state": row.state,
            "target": passed_on(row.target),
        }
        for row in alignments_in(profile.id)
    ]
    return sorted(rows, key=lambda row: (row["attribute_id"], row["id"]))


def of_indicator(row: Alignment) -> dict[str, str]:
    """Which indicator is aligned; nothing for a whole attribute."""
    if row.indicator_id is None:
        return {}
    return {"indicator_id": str(row.indicator_id), "indicator": row.subject_words}


def with_evidence(row: Alignment) -> dict[str, str]:
    said = {"evidence": row.evidence, "evidence_url": row.evidence_url}
    return {name: words for name, words in said.items() if words}
