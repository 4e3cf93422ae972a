"""Who writes in the threads of a profile, and when."""

import uuid

from sqlalchemy import or_, select

from pog.comments.models import Agreement
from pog.convenings.models import Participant
from pog.convenings.phases import COMMENTING, what_is_open
from pog.convenings.seats import seats_on_profile
from pog.core.database import db
from pog.core.identity import Actor
from pog.profiles.models import Profile


def writing_seat(actor: Actor, profile_id: uuid.UUID) -> Participant | None:
    """The seat an actor writes from: one that may write now before one that has to wait."""
    seats = [seat for seat in seats_on_profile(actor, profile_id) if seat.role != "observer"]
    return next((seat for seat in seats if seat_may_comment(seat)), seats[0] if seats else None)


def seat_may_comment(seat: Participant) -> bool:
    """Facilitators always; others while the agenda says so."""
    if seat.role == "facilitator":
        return True
    return COMMENTING in what_is_open(seat.convening)


def commenting_is_open(actor: Actor, profile: Profile) -> bool:
    """Whether the actor can write a comment at this moment."""
    if profile.organization_id in actor.organization_ids:
        return True
    seat = writing_seat(actor, profile.id)
    return seat is not None and seat_may_comment(seat)


def agreement_of(
    comment_id: uuid.UUID, *, person_id: uuid.UUID | None, participant_id: uuid.UUID | None
) -> Agreement | None:
    """The mark somebody gave from their account or from their seat."""
    mine = []
    if person_id is not None:
        mine.append(Agreement.person_id == person_id)
    if participant_id is not None:
        mine.append(Agreement.participant_id == participant_id)
    if not mine:
        return None
    return db.session.scalar(
        select(Agreement).where(Agreement.comment_id == comment_id, or_(*mine)).limit(1)
    )
