"""Running a convening: where the room is, the clock, the code, and the close."""

from datetime import datetime, timedelta
from random import Random, SystemRandom

from pog.convenings.events import (
    ActivityStarted,
    ConveningChanged,
    ConveningClosed,
    TimerChanged,
)
from pog.convenings.joining import forget_readiness, refuse_when_closed
from pog.convenings.models import LONGEST_MINUTES, Activity, Convening
from pog.convenings.services import free_code
from pog.convenings.summoning import put_summons
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l
from pog.core.work import publish


def start_activity(activity: Activity, *, seen: str | None = None) -> None:
    """Move the room to this activity; to come back to one opens its next round.

    Nothing is erased. `seen` is the activity the facilitator's page showed ("" for none): when
    another facilitator moved the room meanwhile, nothing is done and they are told.
    """
    convening = lock(activity.convening)
    refuse_when_closed(convening)
    if convening.is_open_round:
        raise Conflict(_l("In an open round all steps are open at once."))
    if convening.current_activity_id == activity.id:
        return
    if seen is not None and seen != str(convening.current_activity_id or ""):
        raise Conflict(_l("Another facilitator has just moved the room. Look where it is now."))
    if convening.current_activity is not None:
        put_clock_away(convening.current_activity)
    put_clock_away(activity)
    activity.round += 1
    activity.opened_at = now()
    convening.current_activity = activity
    forget_readiness(convening.id)
    if convening.summons_id is not None:
        put_summons(convening, None)  # the room moves on, so nobody is waited for
    db.session.flush()
    publish(ActivityStarted(convening_id=convening.id, activity_id=activity.id))


def lock(convening: Convening) -> Convening:
    """The newest state, held until the commit: two facilitators may press at once."""
    db.session.refresh(convening, with_for_update=True)
    return convening


def next_activity(convening: Convening) -> Activity | None:
    """What follows the current activity; the first one before the start."""
    return neighbour(convening, +1)


def previous_activity(convening: Convening) -> Activity | None:
    return neighbour(convening, -1) if convening.current_activity_id else None


def neighbour(convening: Convening, places: int) -> Activity | None:
    agenda = list(convening.activities)
    ids = [activity.id for activity in agenda]
    if convening.current_activity_id is None:
        return agenda[0] if agenda else None
    here = ids.index(convening.current_activity_id) + places
    return agenda[here] if 0 <= here < len(agenda) else None


# ------------------------------------------------------------------ the clock


def put_clock_away(activity: Activity) -> None:
    activity.ends_at = None
    activity.timer_started_at = None


def running_now(activity: Activity) -> Activity:
    """The activity, when it is the current one; a clock elsewhere would tick unseen."""
    refuse_when_closed(lock(activity.convening))
    if activity.convening.current_activity_id != activity.id:
        raise Conflict(_l("The room is no longer at this step. Look where it is now."))
    return activity


def start_timer(activity: Activity, minutes: int | None = None) -> None:
    """Start the clock: the given minutes, else those of the agenda, else ten."""
    running_now(activity)
    length = minutes or activity.minutes or 10
    if not 1 <= length <= LONGEST_MINUTES:
        raise Refusal(_l("Enter between 1 and 600 minutes."), field="minutes")
    activity.timer_started_at = now()
    activity.ends_at = now() + timedelta(minutes=length)
    tell_timer(activity)


def add_time(activity: Activity, minutes: int) -> None:
    """Add minutes to the clock; to one that ran out, from this moment on."""
    running_now(activity)
    if not 1 <= minutes <= 60:
        raise Refusal(_l("Add between 1 and 60 minutes."), field="minutes")
    if activity.ends_at is None:
        start_timer(activity, minutes)
        return
    if activity.ends_at < now():
        activity.timer_started_at = now()
    activity.ends_at = max(activity.ends_at, now()) + timedelta(minutes=minutes)
    tell_timer(activity)


def stop_timer(activity: Activity) -> None:
    running_now(activity)
    put_clock_away(activity)
    tell_timer(activity)


def tell_timer(activity: Activity) -> None:
    db.session.flush()
    publish(TimerChanged(convening_id=activity.convening_id, activity_id=activity.id))


# ------------------------------------------------------------------ code and close


def renew_code(convening: Convening, random: Random | None = None) -> str:
    """Draw a new join code; the old one lets nobody in any more. Seats stay."""
    refuse_when_closed(lock(convening))
    convening.join_code = free_code(random or SystemRandom())
    convening.code_expires_at = None
    db.session.flush()
    publish(ConveningChanged(convening_id=convening.id))
    return convening.join_code


def expire_code(convening: Convening, at: datetime | None) -> None:
    """Let nobody join after this moment; None lifts the limit."""
    refuse_when_closed(lock(convening))
    convening.code_expires_at = at
    db.session.flush()
    publish(ConveningChanged(convening_id=convening.id))


def close_convening(convening: Convening, *, outcome: str | None = None) -> None:
    """Close it, with the outcome kept before or the one given. Nothing more is added to it."""
    lock(convening)
    refuse_when_closed(convening)
    if convening.current_activity is not None:
        put_clock_away(convening.current_activity)
    convening.current_activity = None
    convening.closed_at = now()
    if outcome is not None:
        convening.outcome = outcome
    db.session.flush()
    publish(ConveningClosed(convening_id=convening.id))
