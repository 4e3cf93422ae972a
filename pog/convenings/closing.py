"""Ending a convening: what was decided, what happens next and who does it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pog.convenings.events import ConveningChanged
from pog.convenings.joining import refuse_when_closed
from pog.convenings.models import Convening, NextStep
from pog.convenings.running import lock
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _l
from pog.core.work import publish

MOST_STEPS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One next step as it was typed; without an identifier it is new."""

    what: str
    owner: str = ""
    due_on: date | None = None
    done: bool = False
    id: uuid.UUID | None = None


def keep_outcome(
    convening: Convening,
    *,
    outcome: str,
    follow_up: str,
    steps: Sequence[Planned],
    removed: Collection[uuid.UUID] = (),
    by: str,
) -> None:
    """Keep what the closing page says; participants see it from the close on."""
    lock(convening)
    refuse_when_closed(convening)
    convening.outcome = outcome
    convening.follow_up = follow_up
    plan(convening, steps, removed, by)


def change_next_steps(
    convening: Convening,
    steps: Sequence[Planned],
    *,
    removed: Collection[uuid.UUID] = (),
    by: str,
) -> None:
    """Keep the list up after the close: what is done, what is new, who does it until when."""
    lock(convening)
    plan(convening, steps, removed, by)
    publish(ConveningChanged(convening_id=convening.id))


def plan(
    convening: Convening, steps: Sequence[Planned], removed: Collection[uuid.UUID], by: str
) -> None:
    """Bring the list up to what was typed; lines somebody else added meanwhile stay."""
    known = {step.id: step for step in convening.next_steps}
    for key in removed:
        if (step := known.pop(key, None)) is not None:
            convening.next_steps.remove(step)
    for position, typed in enumerate(steps):
        step = known.get(typed.id) if typed.id else None
        if step is None:
            step = NextStep(what="", due_on=None, done_at=None)
            convening.next_steps.append(step)
        take_over(step, typed, by)
        step.position = position
    if len(convening.next_steps) > MOST_STEPS:
        raise Refusal(_l("A list has at most 30 next steps. Remove one first."))
    db.session.flush()
    db.session.expire(convening, ["next_steps"])


def take_over(step: NextStep, typed: Planned, by: str) -> None:
    """Change the step; who did it is noted when anything is other than before."""
    before = (step.what, step.owner, step.due_on, step.done_at is not None)
    if before == (typed.what, typed.owner, typed.due_on, typed.done):
        return
    step.what, step.owner, step.due_on = typed.what, typed.owner, typed.due_on
    if typed.done != (step.done_at is not None):
        step.done_at = now() if typed.done else None
    step.changed_by = by
    step.changed_at = now()
