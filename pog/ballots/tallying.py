"""Counting a ballot once, at its close, into what `ballot.result` keeps.

The whole count by group stands in there, so it never leaves as it is: pages and exports take it
from `outcomes.py`, which leaves out what would give a small group away. No vote, no seat and no
time is kept in it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from pog.ballots.methods import method_named
from pog.ballots.models import VOTING_ROLES, Ballot, Vote
from pog.convenings.models import COUNTED_ROLES, Participant, StakeholderGroup
from pog.core.database import db

NO_GROUP = "none"
"""Those who gave no group, and facilitators, who stand for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTurnout:
    """How many of one group could vote, and did."""

    group: StakeholderGroup | None
    joined: int
    voted: int


def turnout(ballot: Ballot) -> list[GroupTurnout]:
    """Who could vote and who did, by group; after the close as it was then."""
    if ballot.result is not None:
        counted = {one["group"]: one for one in ballot.result["groups"]}
        return [
            GroupTurnout(
                group=group,
                joined=counted[key]["eligible"],
                voted=counted[key]["ballots"],
            )
            for key, group in keyed_groups(ballot.convening_id)
            if key in counted
        ]
    rows = db.session.execute(
        select(
            Participant.group_id,
            Participant.role,
            func.count(Participant.id),
            func.count(Vote.id),
        )
        .outerjoin(Vote, (Vote.participant_id == Participant.id) & (Vote.ballot_id == ballot.id))
        .where(
            Participant.convening_id == ballot.convening_id,
            or_(
                # Whoever voted counts, even when the seat was taken away afterwards.
                Vote.id.is_not(None),
                Participant.role.in_(VOTING_ROLES) & Participant.removed_at.is_(None),
            ),
        )
        .group_by(Participant.group_id, Participant.role)
    ).all()
    joined: dict[uuid.UUID | None, int] = {}
    voted: dict[uuid.UUID | None, int] = {}
    for group_id, role, seats, votes in rows:
        key = group_id if role in COUNTED_ROLES else None
        joined[key] = joined.get(key, 0) + seats
        voted[key] = voted.get(key, 0) + votes
    return [
        GroupTurnout(
            group=group,
            joined=joined.get(group.id if group else None, 0),
            voted=voted.get(group.id if group else None, 0),
        )
        for _key, group in keyed_groups(ballot.convening_id)
    ]


def keyed_groups(convening_id: uuid.UUID) -> list[tuple[str, StakeholderGroup | None]]:
    """The groups as results name them; last those who stand for none."""
    return [*((str(group.id), group) for group in groups_of(convening_id)), (NO_GROUP, None)]


def groups_of(convening_id: uuid.UUID) -> Sequence[StakeholderGroup]:
    return db.session.scalars(
        select(StakeholderGroup)
        .where(StakeholderGroup.convening_id == convening_id)
        .order_by(StakeholderGroup.position)
    ).all()


def count_ballot(ballot: Ballot) -> dict[str, Any]:
    """Count every vote: the total, each group, and the reasons in an order that says nothing."""
    rows = db.session.execute(
        select(Vote.marks, Vote.reason, Participant.group_id, Participant.role)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Vote.ballot_id == ballot.id)
    ).all()
    method = method_named(ballot.method)
    options = ballot.option_keys
    by_group: dict[str, list[Any]] = {}
    for marks, _reason, group_id, role in rows:
        key = str(group_id) if group_id and role in COUNTED_ROLES else NO_GROUP
        by_group.setdefault(key, []).append(marks)
    groups = []
    for row in turnout(ballot):
        group = row.group
        key = str(group.id) if group else NO_GROUP
        cast = by_group.get(key, [])
        groups.append(
            {
                "group": key,
                "name": group.name if group else "",
                "letter": group.letter if group else "",
                "tone": group.tone if group else 8,
                "eligible": row.joined,
                "ballots": len(cast),
                "counts": method.counts(cast, options, ballot.settings),
            }
        )
    return {
        "version": 1,
        "total": method.count([row.marks for row in rows], options, ballot.settings),
        "groups": groups,
        "reasons": sorted((row.reason for row in rows if row.reason), key=str.casefold),
    }
