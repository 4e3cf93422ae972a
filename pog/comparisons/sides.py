"""What is compared: a library entry, a published edition, or a draft of one's own."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pog.core.database import Json
from pog.library.models import LibraryEntry
from pog.profiles.models import Edition, Profile
from pog.profiles.publishing import own_words_of
from pog.profiles.snapshots import AttributeState, Snapshot, read_snapshot

MOST_COMPARED: Final = 24
"""More than the whole library when it was made; each attribute meets each other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One profile of a comparison, as its reader may see it."""

    kind: str
    """The word its address goes by: entry or profile."""
    key: str
    snapshot: Snapshot
    content: Json
    level: str
    year: int | None
    entry: LibraryEntry | None = None
    profile: Profile | None = None
    edition: Edition | None = None
    """The edition that is compared; None for a draft."""

    @property
    def title(self) -> str:
        return self.snapshot.title

    @property
    def short_name(self) -> str:
        return self.snapshot.place or self.snapshot.title

    @property
    def is_draft(self) -> bool:
        return self.edition is None

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels its indicators speak of, in the order they come."""
        indicators = chain.from_iterable(one.indicators for one in self.snapshot.attributes)
        return tuple(dict.fromkeys(one.level for one in indicators if one.level))

    @property
    def indicators(self) -> int:
        return sum(len(one.indicators) for one in self.snapshot.attributes)

    @property
    def sources(self) -> Mapping[uuid.UUID, uuid.UUID]:
        """For each attribute that was cloned the one it came from."""
        return {
            uuid.UUID(attribute["id"]): uuid.UUID(attribute["source_id"])
            for grouping in self.content.get("groupings", ())
            for attribute in grouping.get("attributes", ())
            if attribute.get("source_id")
        }

    @property
    def endorsed(self) -> Sequence[tuple[uuid.UUID, uuid.UUID, str]]:
        """Attribute, competency and its name, of what the edition says is endorsed."""
        return [
            (
                uuid.UUID(row["attribute_id"]),
                uuid.UUID(row["target"]["competency_id"]),
                row["target"].get("name") or "",
            )
            for row in self.content.get("alignments", ())
            if row["state"] == "endorsed" and row["target"].get("competency_id")
        ]

    def attribute(self, attribute_id: uuid.UUID) -> AttributeState | None:
        return next((one for one in self.snapshot.attributes if one.id == attribute_id), None)


def side_of_entry(entry: LibraryEntry) -> Side:
    return Side(
        kind="entry",
        key=entry.id,
        snapshot=read_snapshot(entry.edition.content),
        content=entry.edition.content,
        level=entry.level,
        year=entry.year,
        entry=entry,
        edition=entry.edition,
    )


def side_of_edition(profile: Profile, edition: Edition) -> Side:
    return Side(
        kind="profile",
        key=str(profile.id),
        snapshot=read_snapshot(edition.content),
        content=edition.content,
        level=str(edition.content.get("level") or profile.organization.level),
        year=edition.published_at.year,
        profile=profile,
        edition=edition,
    )


def side_of_draft(profile: Profile) -> Side:
    content = own_words_of(profile)
    return Side(
        kind="profile",
        key=str(profile.id),
        snapshot=read_snapshot(content),
        content=content,
        level=profile.organization.level,
        year=None,
        profile=profile,
    )
