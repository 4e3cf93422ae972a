"""What exports read beside profiles: who took part, and what a stable address names."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import String, cast, func, select

from pog.ballots.suppression import PUBLIC_MINIMUM, hidden_groups
from pog.convenings.models import COUNTED_ROLES, Convening, Participant, StakeholderGroup
from pog.convenings.permissions import VIEW_CONVENING
from pog.core.database import db
from pog.core.i18n import _
from pog.core.identity import SYSTEM, Actor
from pog.profiles.models import Edition


@dataclass(frozen=True, slots=True)
class Attended:
    """A convening, and how many of each group came to it."""

    title: str
    on: datetime
    total: int
    groups: tuple[tuple[str, int], ...]
    """Those who gave no group have an empty name."""


def who_took_part(
    profile_id: uuid.UUID, *, reader: Actor = SYSTEM, until: datetime | None = None
) -> list[Attended]:
    """In numbers only; those who ran or watched a convening are not counted.

    Only of convenings the reader may see: a seat in one opens the profile, not the others.
    """
    query = (
        select(
            Convening,
            StakeholderGroup.name,
            StakeholderGroup.position,
            func.count(Participant.id),
        )
        .join(Participant, Participant.convening_id == Convening.id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Participant.group_id)
        .where(
            Convening.profile_id == profile_id,
            Participant.role.in_(COUNTED_ROLES),
            Participant.removed_at.is_(None),
        )
        .group_by(Convening.id, StakeholderGroup.id)
        .order_by(Convening.created_at, Convening.id, StakeholderGroup.position.nulls_last())
    )
    if until is not None:
        query = query.where(Participant.joined_at <= until)
    found: dict[uuid.UUID, tuple[Convening, list[tuple[str, int]]]] = {}
    for convening, name, _position, number in db.session.execute(query):
        found.setdefault(convening.id, (convening, []))[1].append((name or "", number))
    return [
        Attended(c.title, c.starts_at or c.created_at, sum(n for _, n in groups), tuple(groups))
        for c, groups in found.values()
        if VIEW_CONVENING.allows(reader, c)
    ]


def as_public(attended: Attended) -> Attended:
    """Small groups told together, or not at all, as in results that everybody may read."""
    sizes = dict(attended.groups)
    together = hidden_groups(sizes, PUBLIC_MINIMUM)
    if len(together) == len(sizes):
        return replace(attended, groups=())
    groups = [(name, number) for name, number in attended.groups if name not in together]
    if together:
        groups.append((_("Other groups"), sum(sizes[name] for name in together)))
    return replace(attended, groups=tuple(groups))


def edition_naming(key: uuid.UUID) -> Edition | None:
    """The newest edition with this thing in it, of a profile or of the library."""
    named = f'"id": "{key}"'  # as the stored JSON writes it; "source_id" is somebody else's
    return db.session.scalar(
        select(Edition)
        .where(cast(Edition.content, String).contains(named))
        .order_by(Edition.published_at.desc())
        .limit(1)
    )
