"""Finding what upstream changed, in a fixed number of queries."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pog.core.database import db
from pog.library.models import LibraryEntry
from pog.lineage.changes import (
    INDICATORS,
    PLACE,
    PRESENCE,
    WHOLE,
    Key,
    UpstreamChange,
    lines_of,
    upstream_changes,
)
from pog.lineage.models import REOPENED, UpstreamDecision
from pog.lineage.offers import Offer, offer_of
from pog.profiles.models import Attribute, Edition, Profile
from pog.profiles.snapshots import Snapshot, read_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a decision: nothing where there is no newer edition."""

    newest: Edition
    looked_at: Edition
    offers: tuple[Offer, ...]
    bases: Mapping[Key, uuid.UUID]
    """The edition each offered field was last looked at in, where it is not `looked_at`."""

    def base_of(self, key: Key) -> uuid.UUID:
        return self.bases.get(key, self.looked_at.id)

    def offer(self, key: Key) -> Offer | None:
        return next((offer for offer in self.offers if offer.change.key == key), None)


def newest_upstream(edition: Edition) -> Edition:
    """The newest edition of whatever this one is an edition of."""
    newest: Edition | None
    if edition.profile_id is not None:
        newest = db.session.scalar(
            select(Edition)
            .where(Edition.profile_id == edition.profile_id)
            .order_by(Edition.number.desc())
            .limit(1)
        )
    else:
        newest = db.session.scalar(
            select(Edition)
            .join(LibraryEntry, LibraryEntry.edition_id == Edition.id)
            .where(LibraryEntry.id == edition.content.get("entry"))
        )
    return newest or edition


def waiting_for(profile: Profile) -> Waiting | None:
    """What upstream changed and nobody here decided on yet; None for a profile without source."""
    looked_at = profile.upstream_edition
    if looked_at is None:
        return None
    newest = newest_upstream(looked_at)
    decisions = decisions_of(profile)
    if newest.id == looked_at.id and not any(one.choice == REOPENED for one in decisions):
        return Waiting(newest=newest, looked_at=looked_at, offers=(), bases={})
    bases = {one.key: one.looked_at_id for one in reversed(decisions)}
    ours = {a.source_id: a for a in profile.attributes if a.source_id is not None}
    snapshots = snapshots_of({newest.id, looked_at.id, *bases.values()}, profile.language)
    found = upstream_changes(
        snapshots[newest.id],
        snapshots[looked_at.id],
        {key: snapshots[edition_id] for key, edition_id in bases.items()},
        living=frozenset(ours),
        dropped=dropped_sources(profile) - ours.keys(),
    )
    offers = [
        offer_of(change, ours.get(change.subject), mine_of(profile, ours, change))
        for change in found
    ]
    return Waiting(
        newest=newest,
        looked_at=looked_at,
        offers=tuple(
            offer
            for offer in offers
            if offer is not None and not stands_there(profile, ours, offer)
        ),
        bases=bases,
    )


def snapshots_of(edition_ids: set[uuid.UUID], language: str) -> dict[uuid.UUID, Snapshot]:
    editions = db.session.scalars(select(Edition).where(Edition.id.in_(edition_ids)))
    return {edition.id: read_snapshot(edition.content, language) for edition in editions}


def decisions_of(profile: Profile) -> Sequence[UpstreamDecision]:
    """Every decision, newest first."""
    return db.session.scalars(
        select(UpstreamDecision)
        .where(UpstreamDecision.profile_id == profile.id)
        .order_by(UpstreamDecision.at.desc(), UpstreamDecision.id)
    ).all()


def dropped_sources(profile: Profile) -> frozenset[uuid.UUID]:
    """The upstream identifiers of what was dropped here."""
    return frozenset(
        source_id
        for source_id in db.session.scalars(
            select(Attribute.source_id).where(
                Attribute.profile_id == profile.id, Attribute.dropped_at.is_not(None)
            )
        )
        if source_id is not None
    )


def mine_of(profile: Profile, ours: Mapping[uuid.UUID, Attribute], change: UpstreamChange) -> str:
    """What this profile says where upstream changed something."""
    if change.subject == WHOLE:
        return str(getattr(profile, change.field))
    attribute = ours.get(change.subject)
    if attribute is None or change.field in (PRESENCE, PLACE):
        return ""
    if change.field == INDICATORS:
        return lines_of([(one.level, one.text) for one in attribute.indicators])
    return str(getattr(attribute, change.field))


def stands_there(profile: Profile, ours: Mapping[uuid.UUID, Attribute], offer: Offer) -> bool:
    """Whether an attribute that moved upstream stands in that place here already."""
    place = offer.change.place
    if offer.change.field != PLACE or place is None or offer.attribute is None:
        return False
    grouping = offer.attribute.grouping
    if (grouping.source_id if grouping else None) != place.grouping_id:
        return False
    siblings = [
        a.source_id
        for a in sorted(profile.attributes, key=lambda a: (a.position, a.created_at))
        if a.grouping_id == offer.attribute.grouping_id and a.source_id is not None
    ]
    at = siblings.index(offer.change.subject)
    before = siblings[at - 1] if at else None
    return before == place.after_id


def count_waiting(profile: Profile) -> int:
    waiting = waiting_for(profile)
    return len(waiting.offers) if waiting else 0
