"""What exports show below a published edition: the map, and who took part in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pog.alignments.coverage import Cell, Tie, cells_by
from pog.alignments.wording import RELATION_WORDS
from pog.ballots.suppression import PUBLIC_MINIMUM
from pog.exports.queries import Attended, as_public, who_took_part
from pog.frameworks.licensing import attribution
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import SECTOR_WORDS
from pog.profiles.models import Edition, Profile
from pog.profiles.snapshots import AttributeState, read_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMap:
    """What an edition is aligned to, by attribute and sector."""

    language: str
    heads: tuple[str, ...]
    rows: tuple[tuple[AttributeState, tuple[Cell, ...]], ...]
    relation_words: Mapping[str, Any]  # sentences that are translated when they are shown
    alignments: int
    sources: tuple[str, ...]
    """Each framework once, with whom it is from."""


def map_of(_profile: Profile, edition: Edition) -> PublicMap | None:
    """From the snapshot alone: what was published does not change with later work."""
    snapshot = read_snapshot(edition.content)
    known = {str(one.id) for one in snapshot.attributes}
    rows = [one for one in edition.content.get("alignments", ()) if one["attribute_id"] in known]
    if not rows:
        return None
    frameworks = {str(row["target"].get("framework", {}).get("id")): row["target"] for row in rows}
    ties = [
        Tie(
            row["attribute_id"],
            str(row["target"].get("framework", {}).get("sector", "")),
            row["target"].get("framework", {}).get("id"),
            row["relation"],
        )
        for row in rows
    ]
    cells = cells_by(ties, lambda tie: (tie.attribute_id, tie.sector))
    used = [s for s in SECTORS if s != "international" or any(tie.sector == s for tie in ties)]
    return PublicMap(
        language=snapshot.language,
        heads=tuple(str(SECTOR_WORDS[sector]) for sector in used),
        rows=tuple(
            (one, tuple(cells.get((str(one.id), sector), Cell()) for sector in used))
            for one in snapshot.attributes
        ),
        relation_words=RELATION_WORDS,
        alignments=len(rows),
        sources=tuple(
            sorted(
                {
                    str(attribution(one["framework"]))
                    for one in frameworks.values()
                    if one.get("framework")
                }
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class PublicAttendance:
    """Who took part, convening by convening; small groups are told together."""

    convenings: tuple[Attended, ...]
    smallest: int


def attendance_of(profile: Profile, edition: Edition) -> PublicAttendance | None:
    found = who_took_part(profile.id, until=edition.published_at)
    told = tuple(as_public(one) for one in found if one.total)
    return PublicAttendance(told, PUBLIC_MINIMUM) if told else None
