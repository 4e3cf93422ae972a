"""Open rounds: the activities of a convening, open for days to a link, without a facilitator.

Time decides whether one is open, at the moment somebody asks: no job has to run. What has to be
written down once, such as opening and counting its ballots, happens with the first seat taken and
with the facilitator who ends it or looks at it afterwards.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from pog.accounts.models import Person
from pog.convenings.events import ConveningChanged, RoundBegan, RoundEnded
from pog.convenings.joining import refuse_when_closed
from pog.convenings.models import (
    COUNTED_ROLES,
    OPEN_ROUND,
    Activity,
    Convening,
    FinishedStep,
    Participant,
    StakeholderGroup,
)
from pog.convenings.phases import PHASES, Phase
from pog.convenings.presets import RoundPreset
from pog.convenings.running import lock
from pog.convenings.services import create_convening
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _l
from pog.core.work import publish
from pog.profiles.models import Profile

LONGEST = timedelta(days=366)


def plan_round(
    profile: Profile,
    preset: RoundPreset,
    *,
    title: str,
    purpose: str,
    opens_at: datetime,
    closes_at: datetime,
    kinds: Collection[str],
    listed: bool,
    language: str,
    facilitator: Person | None,
) -> Convening:
    """Set up an open round with the chosen steps of a template."""
    refuse_wrong_window(opens_at, closes_at)
    agenda = [step for step in preset.agenda if step.kind in kinds]
    if not agenda:
        raise Refusal(_l("Choose at least one step."), field="kinds")
    convening = create_convening(
        profile,
        title=title,
        purpose=purpose,
        facilitator=facilitator,
        language=language,
        agenda=agenda,
    )
    convening.kind = OPEN_ROUND
    convening.opens_at = opens_at
    convening.closes_at = closes_at
    convening.listed = listed
    db.session.flush()
    return convening


def refuse_wrong_window(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise Refusal(_l("Choose an end after the beginning."), field="closes_at")
    if closes_at <= now():
        raise Refusal(_l("Choose an end that lies ahead."), field="closes_at")
    if closes_at - opens_at > LONGEST:
        raise Refusal(_l("A round is open for a year at most."), field="closes_at")


def change_window(
    convening: Convening, *, opens_at: datetime, closes_at: datetime, listed: bool
) -> None:
    """Other dates; once it is open the beginning stays. A later end opens it again."""
    lock(convening)
    refuse_when_closed(convening)
    if convening.window != "ahead":
        opens_at = convening.opens_at or opens_at
    refuse_wrong_window(opens_at, closes_at)
    convening.opens_at = opens_at
    convening.closes_at = closes_at
    convening.listed = listed
    changed(convening)


def begin_round(convening: Convening) -> None:
    """Note that its steps are open; with the first seat taken. Twice is the same as once."""
    if not convening.is_open_round or not convening.takes_input:
        return
    waiting = [one for one in convening.activities if not one.round]
    if not waiting:
        return
    for activity in waiting:
        activity.round = 1
        activity.opened_at = convening.opens_at
    db.session.flush()
    publish(RoundBegan(convening_id=convening.id))


def end_round(convening: Convening) -> None:
    """End it now, or count what is left when it is over: votes are counted with it."""
    lock(convening)
    refuse_when_closed(convening)
    if convening.window == "ahead":
        raise Conflict(_l("This round is not open yet. Change its dates instead."))
    if convening.window == "open":
        convening.closes_at = now()
    publish(RoundEnded(convening_id=convening.id))
    changed(convening)


def changed(convening: Convening) -> None:
    db.session.flush()
    publish(ConveningChanged(convening_id=convening.id))


# ------------------------------------------------------------------ going through it


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStep:
    """One step of the round as one person sees it."""

    number: int
    activity: Activity
    phase: Phase
    done: bool


def own_steps(convening: Convening, seat: Participant | None) -> list[OwnStep]:
    """The steps in their order, and which of them this seat is done with."""
    done = finished_by(seat) if seat is not None else frozenset()
    return [
        OwnStep(
            number=number,
            activity=activity,
            phase=PHASES[activity.kind],
            done=activity.id in done,
        )
        for number, activity in enumerate(convening.activities, start=1)
    ]


def finished_by(seat: Participant) -> frozenset[uuid.UUID]:
    return frozenset(
        db.session.scalars(
            select(FinishedStep.activity_id).where(FinishedStep.participant_id == seat.id)
        )
    )


def finish_step(seat: Participant, activity: Activity, *, done: bool) -> None:
    """Say one is done with a step, or take that back; in any order, as often as one likes."""
    convening = seat.convening
    if activity.convening_id != convening.id:
        raise NotFound(_l("This step is no longer on the agenda."))
    if not convening.takes_input:
        raise Conflict(_l("This round is over. What you did in it is kept."))
    known = db.session.get(FinishedStep, (seat.id, activity.id))
    if done and known is None:
        db.session.add(FinishedStep(participant_id=seat.id, activity_id=activity.id))
    elif not done and known is not None:
        db.session.delete(known)
    db.session.flush()


# ------------------------------------------------------------------ numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """When somebody joined, and for which group; no name."""

    at: datetime
    group_id: uuid.UUID | None


def joinings(convening_id: uuid.UUID) -> list[Joining]:
    """Everybody who counts, in the order they came."""
    rows = db.session.execute(
        select(Participant.joined_at, Participant.group_id)
        .where(
            Participant.convening_id == convening_id,
            Participant.role.in_(COUNTED_ROLES),
            Participant.removed_at.is_(None),
        )
        .order_by(Participant.joined_at)
    )
    return [Joining(at=at, group_id=group_id) for at, group_id in rows]


def done_numbers(convening_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many are done with each step."""
    rows = db.session.execute(
        select(FinishedStep.activity_id, func.count())
        .join(Activity, Activity.id == FinishedStep.activity_id)
        .where(Activity.convening_id == convening_id)
        .group_by(FinishedStep.activity_id)
    )
    return {activity_id: number for activity_id, number in rows}


def listed_rounds(profile_id: uuid.UUID) -> Sequence[Convening]:
    """The open rounds the profile's public page links to at this moment."""
    moment = now()
    return db.session.scalars(
        select(Convening)
        .where(
            Convening.profile_id == profile_id,
            Convening.kind == OPEN_ROUND,
            Convening.listed,
            Convening.closed_at.is_(None),
            Convening.opens_at <= moment,
            Convening.closes_at > moment,
        )
        .order_by(Convening.closes_at)
    ).all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many joined on one day, by group."""

    label: str
    total: int
    groups: tuple[tuple[StakeholderGroup | None, int], ...]
