"""Who runs the room: roles, handing over, and taking a seat away. Nobody is promoted by itself."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from pog.convenings.events import RoomHandedOver
from pog.convenings.joining import refuse_when_closed, tell
from pog.convenings.models import ROLES, Participant
from pog.convenings.seats import facilitators_of
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _l
from pog.core.work import publish

AFTERWARDS = ("participant", "observer")
"""What a facilitator may become by handing over."""


def lock_open(seat: Participant) -> None:
    """Two may step down in the same moment; the second sees that the first did."""
    db.session.refresh(seat.convening, with_for_update=True)
    db.session.refresh(seat)
    refuse_when_closed(seat.convening)


def change_role(seat: Participant, role: str) -> None:
    """Hand somebody another role. A convening keeps at least one facilitator."""
    lock_open(seat)
    if role not in ROLES:
        raise Refusal(_l("Choose a role."), field="role")
    if role == seat.role:
        return
    if role == "facilitator" and seat.person_id is None:
        raise Conflict(
            _l("A facilitator needs an account. Ask them to sign in first; their seat stays."),
            field="role",
        )
    refuse_last_facilitator_leaving(seat)
    seat.role = role
    tell(seat)


def remove_seat(seat: Participant) -> None:
    """Take a seat away. What was written and voted from it stays in the record."""
    lock_open(seat)
    refuse_last_facilitator_leaving(seat)
    seat.removed_at = now()
    seat.ready_activity_id = None
    tell(seat)


def refuse_last_facilitator_leaving(seat: Participant) -> None:
    if seat.role == "facilitator" and len(facilitators_of(seat.convening_id)) == 1:
        raise Conflict(_l("A convening needs a facilitator. Name another one first."))


def may_run_it(convening_id: uuid.UUID) -> Sequence[Participant]:
    """The seats a facilitator can name: those with an account, facilitators first, by name."""
    return db.session.scalars(
        select(Participant)
        .where(
            Participant.convening_id == convening_id,
            Participant.person_id.is_not(None),
            Participant.removed_at.is_(None),
        )
        .order_by(Participant.role != "facilitator", Participant.nickname)
    ).all()


def hand_over(seat: Participant, to: Participant, *, become: str = "participant") -> None:
    """Let `to` run the room from now on and step back, in one go."""
    lock_open(seat)
    db.session.refresh(to)  # somebody else may have taken their seat away meanwhile
    if seat.role != "facilitator":
        raise Conflict(_l("You do not run this convening any more, so somebody else has to do it."))
    if to.convening_id != seat.convening_id or to.removed_at is not None or to.id == seat.id:
        raise NotFound(_l("This person is no longer here. Choose somebody else."), field="to")
    if to.person_id is None:
        raise Conflict(
            _l("A facilitator needs an account. Ask them to sign in first; their seat stays."),
            field="to",
        )
    if become not in AFTERWARDS:
        raise Refusal(_l("Choose what you want to be afterwards."), field="become")
    to.role = "facilitator"
    seat.role = become
    tell(to)
    tell(seat)
    publish(RoomHandedOver(convening_id=seat.convening_id))
