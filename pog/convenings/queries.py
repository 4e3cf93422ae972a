"""Finding convenings, counting who is in them, and what their pages show."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import joinedload, selectinload

from pog.convenings.attendance import CONTRIBUTED, COUNTED, VOTED, seats_that
from pog.convenings.models import (
    COUNTED_ROLES,
    Activity,
    Convening,
    Participant,
    ParticipantGroup,
    StakeholderGroup,
)
from pog.convenings.phases import PHASES, Phase
from pog.core.database import db
from pog.core.errors import NotFound
from pog.core.i18n import _l
from pog.profiles.models import Profile
from pog.profiles.queries import attributes_in_order


def convening_by_code(code: str) -> Convening | None:
    """The convening with this join code, as `read_code` spells it."""
    return db.session.scalar(
        select(Convening)
        .where(Convening.join_code == code)
        .options(selectinload(Convening.groups), joinedload(Convening.current_activity))
    )


def convenings_of_organization(organization_id: uuid.UUID) -> Sequence[Convening]:
    """The organization's convenings, open ones first, then the newest."""
    return db.session.scalars(
        select(Convening)
        .where(Convening.organization_id == organization_id)
        .options(joinedload(Convening.current_activity), joinedload(Convening.profile))
        .order_by(Convening.closed_at.is_not(None), Convening.created_at.desc())
    ).all()


def convenings_of_profile(profile_id: uuid.UUID) -> Sequence[Convening]:
    """The profile's convenings, open ones first, then the newest."""
    return db.session.scalars(
        select(Convening)
        .where(Convening.profile_id == profile_id)
        .options(joinedload(Convening.current_activity))
        .order_by(Convening.closed_at.is_not(None), Convening.created_at.desc())
    ).all()


def _convening(convening_id: uuid.UUID) -> Convening:
    found = db.session.get(Convening, convening_id)
    if found is None:
        raise NotFound(_l("This convening is no longer there."))
    return found


# ------------------------------------------------------------------ counting


def count_joined(convening_id: uuid.UUID) -> int:
    """How many seats stand for a group (facilitators and observers do not)."""
    return (
        db.session.scalar(select(func.count(Participant.id)).where(*_counted_in(convening_id))) or 0
    )


def count_ready(convening_id: uuid.UUID, activity_id: uuid.UUID | None) -> int:
    """How many of them said they are ready with this activity."""
    if activity_id is None:
        return 0
    return (
        db.session.scalar(
            select(func.count(Participant.id)).where(
                *_counted_in(convening_id), Participant.ready_activity_id == activity_id
            )
        )
        or 0
    )


def _counted_in(convening_id: uuid.UUID) -> list[ColumnElement[bool]]:
    return [
        Participant.convening_id == convening_id,
        Participant.role.in_(COUNTED_ROLES),
        Participant.removed_at.is_(None),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNumbers:
    """One stakeholder group: how many were wanted, came, contributed and voted."""

    group: StakeholderGroup | None
    """None is the line of those who gave no group."""
    target: int
    joined: int
    contributed: int
    voted: int
    also: int = 0
    """How many who count elsewhere also speak for it; in no tally."""

    @property
    def missing(self) -> int:
        """How many seats are still empty."""
        return max(self.target - self.joined, 0)


def representation(convening_id: uuid.UUID) -> list[GroupNumbers]:
    """Target, joined, contributed and voted per group; those without a group come last."""
    groups = db.session.scalars(
        select(StakeholderGroup)
        .where(StakeholderGroup.convening_id == convening_id)
        .order_by(StakeholderGroup.position)
    ).all()
    counted = {row.group_id: row for row in _numbers_by_group(convening_id)}
    also = _also_for(convening_id)
    rows = [
        _numbers(group, group.target_seats, counted.get(group.id), also.get(group.id, 0))
        for group in groups
    ]
    return [*rows, _numbers(None, 0, counted.get(None))]


def _also_for(convening_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many name each group beside the one that counts."""
    rows = db.session.execute(
        select(ParticipantGroup.group_id, func.count())
        .join(Participant, Participant.id == ParticipantGroup.participant_id)
        .where(*_counted_in(convening_id))
        .group_by(ParticipantGroup.group_id)
    )
    return {group_id: count for group_id, count in rows}


def _numbers_by_group(convening_id: uuid.UUID) -> Sequence[Row[uuid.UUID | None, int, int, int]]:
    contributed = Participant.id.in_(seats_that(CONTRIBUTED, convening_id))
    voted = Participant.id.in_(seats_that(COUNTED, convening_id))
    return db.session.execute(
        select(
            Participant.group_id,
            func.count(Participant.id).label("joined"),
            func.count(Participant.id).filter(contributed).label("contributed"),
            func.count(Participant.id).filter(voted).label("voted"),
        )
        .where(*_counted_in(convening_id))
        .group_by(Participant.group_id)
    ).all()


def _numbers(
    group: StakeholderGroup | None,
    target: int,
    row: Row[uuid.UUID | None, int, int, int] | None,
    also: int = 0,
) -> GroupNumbers:
    return GroupNumbers(
        group=group,
        target=target,
        joined=row.joined if row else 0,
        contributed=row.contributed if row else 0,
        voted=row.voted if row else 0,
        also=also,
    )


# ------------------------------------------------------------------ what regions show
# Each is called with the convening's identifier alone, by its page and by the live push,
# which renders the same part once for everybody.


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the agenda."""

    activity: Activity
    phase: Phase
    number: int
    state: str
    """done, current or ahead."""


def _steps(convening: Convening) -> list[Step]:
    return [
        Step(
            activity=activity,
            phase=PHASES[activity.kind],
            number=number,
            state=(
                "current"
                if activity.id == convening.current_activity_id
                else "done"
                if activity.round
                else "ahead"
            ),
        )
        for number, activity in enumerate(convening.activities, start=1)
    ]


def _current(steps: list[Step]) -> Step | None:
    return next((step for step in steps if step.state == "current"), None)


def now_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `now`: the thing that matters now."""
    convening = _convening(convening_id)
    steps = _steps(convening)
    return {"convening": convening, "step": _current(steps), "step_count": len(steps)}


def agenda_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `agenda`: every step and where the room is."""
    convening = _convening(convening_id)
    return {"convening": convening, "steps": _steps(convening)}


def timer_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `timer`: the clock of the current activity, when one is running."""
    activity = _convening(convening_id).current_activity
    running = activity is not None and activity.ends_at is not None
    return {"running": activity if running else None}


def room_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `room`: how many are here, and how many said they are ready."""
    convening = _convening(convening_id)
    return {
        "convening": convening,
        "joined": count_joined(convening_id),
        "ready": count_ready(convening_id, convening.current_activity_id),
    }


def follow_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `follow`: where the group is now, on pages away from it."""
    convening = _convening(convening_id)
    activity = convening.current_activity
    return {
        "convening": convening,
        "activity": activity,
        "phase": PHASES[activity.kind] if activity is not None else None,
    }


def count_came(convening_id: uuid.UUID, summons_id: uuid.UUID) -> int:
    """How many of those who count followed this call."""
    return (
        db.session.scalar(
            select(func.count(Participant.id)).where(
                *_counted_in(convening_id), Participant.came_to_id == summons_id
            )
        )
        or 0
    )


def summons_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Regions `summons` and `called`: what everybody is asked to see, and how many have come."""
    convening = _convening(convening_id)
    summons = convening.summons
    return {
        "convening": convening,
        "summons": summons,
        "came": count_came(convening_id, summons.id) if summons else 0,
        "joined": count_joined(convening_id) if summons else 0,
    }


SHOWS_ATTRIBUTES = ("read", "draft")
COUNTED_ON_THE_WALL = {
    "collect": CONTRIBUTED,
    "comment": CONTRIBUTED,
    "align": CONTRIBUTED,
    "reflect": CONTRIBUTED,
    "vote": VOTED,
}
"""What the wall counts while the room does it."""


def names_view(profile_id: uuid.UUID) -> dict[str, Any]:
    """Region `attribute-names`: what the room reads or drafts, in order."""
    profile = db.session.get(Profile, profile_id)
    return {"names": [one.name for one in attributes_in_order(profile)] if profile else []}


def wall_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `wall`: the projector's picture. Numbers only, no names of people."""
    convening = _convening(convening_id)
    steps = _steps(convening)
    step = _current(steps)
    kind = step.activity.kind if step else None
    numbers = representation(convening_id)
    names = names_view(convening.profile_id)["names"] if kind in SHOWS_ATTRIBUTES else None
    return {
        "convening": convening,
        "names": names,
        "counting": COUNTED_ON_THE_WALL.get(kind or ""),
        "step": step,
        "step_count": len(steps),
        "numbers": [row for row in numbers if row.group is not None or row.joined],
        "joined": sum(row.joined for row in numbers),
        "ready": count_ready(convening_id, convening.current_activity_id),
    }


def code_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `code`: how to join."""
    return {"convening": _convening(convening_id)}


def missing_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `missing` of the desk: who is here, who took part and who is missing."""
    convening = _convening(convening_id)
    numbers = representation(convening_id)
    return {
        "convening": convening,
        "numbers": numbers,
        "joined": sum(row.joined for row in numbers),
        "ready": count_ready(convening_id, convening.current_activity_id),
    }


def people_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `people` of the room list: every seat, by group. For facilitators only."""
    convening = _convening(convening_id)
    seats = db.session.scalars(
        select(Participant)
        .where(Participant.convening_id == convening_id, Participant.removed_at.is_(None))
        .options(joinedload(Participant.group))
        .order_by(Participant.nickname)
    ).all()
    running = [seat for seat in seats if seat.role == "facilitator"]
    others = [seat for seat in seats if seat.role != "facilitator"]
    rows: list[tuple[StakeholderGroup | None, list[Participant]]] = [
        (group, [seat for seat in others if seat.group_id == group.id])
        for group in convening.groups
    ]
    rows.append((None, [seat for seat in others if seat.group_id is None]))
    return {"convening": convening, "facilitators": running, "rows": rows, "joined": len(seats)}
