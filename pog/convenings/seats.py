"""Finding seats: the one of whoever asks, and those taken in a convening."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import joinedload

from pog.convenings.attendance import VOTED, seats_that
from pog.convenings.models import Convening, Participant
from pog.core.database import db
from pog.core.identity import Actor

_SEAT = (
    select(Participant)
    .where(
        Participant.convening_id == bindparam("convening_id"),
        # Who has no account gives NULL, which equals nothing, not even another NULL.
        or_(
            Participant.person_id == bindparam("person_id"),
            Participant.sign_in_id == bindparam("sign_in_id"),
        ),
        Participant.removed_at.is_(None),
    )
    .options(joinedload(Participant.group))
    .order_by(Participant.person_id.is_(None))  # the account's seat before a guest's
    .limit(1)
)
"""Asked by every page and stream of a convening, so it is built once."""


def seat_of(actor: Actor, convening_id: uuid.UUID) -> Participant | None:
    """The actor's seat in this convening; looked up once per request."""
    key = ("seat", convening_id)
    if key not in actor.known:
        actor.known[key] = _find_seat(actor, convening_id)
    seat: Participant | None = actor.known[key]
    return seat


def _find_seat(actor: Actor, convening_id: uuid.UUID) -> Participant | None:
    if actor.person_id is None and actor.sign_in_id is None:
        return None
    mine = {"person_id": actor.person_id, "sign_in_id": actor.sign_in_id}
    return db.session.scalar(_SEAT, {"convening_id": convening_id, **mine})


def forget_seats(actor: Actor) -> None:
    """Look the actor's seats up again: one was just taken or left."""
    for key in [key for key in actor.known if isinstance(key, tuple) and key[0] in _SEAT_KEYS]:
        del actor.known[key]


_SEAT_KEYS = frozenset({"seat", "seats on", "sat on"})


def _mine(actor: Actor) -> ColumnElement[bool] | None:
    conditions = []
    if actor.person_id is not None:
        conditions.append(Participant.person_id == actor.person_id)
    if actor.sign_in_id is not None:
        conditions.append(Participant.sign_in_id == actor.sign_in_id)
    return or_(*conditions) if conditions else None


def was_removed(actor: Actor, convening_id: uuid.UUID) -> bool:
    """Whether a facilitator took this actor's seat away."""
    mine = _mine(actor)
    if mine is None:
        return False
    return bool(
        db.session.scalar(
            select(
                select(Participant.id)
                .where(
                    Participant.convening_id == convening_id,
                    mine,
                    Participant.removed_at.is_not(None),
                )
                .exists()
            )
        )
    )


def seats_on_profile(actor: Actor, profile_id: uuid.UUID) -> Sequence[Participant]:
    """The actor's seats in open convenings that work on this profile, newest first."""
    key = ("seats on", profile_id)
    if key not in actor.known:
        mine = _mine(actor)
        actor.known[key] = (
            []
            if mine is None
            else db.session.scalars(
                select(Participant)
                .join(Convening, Convening.id == Participant.convening_id)
                .where(
                    Convening.profile_id == profile_id,
                    Convening.closed_at.is_(None),
                    mine,
                    Participant.removed_at.is_(None),
                )
                .options(
                    joinedload(Participant.convening).joinedload(Convening.current_activity),
                    joinedload(Participant.group),
                )
                .order_by(Participant.joined_at.desc())
            ).all()
        )
    seats: Sequence[Participant] = actor.known[key]
    return seats


def sat_on_profile(actor: Actor, profile_id: uuid.UUID) -> bool:
    """Whether the actor has or had a seat in any convening on this profile, closed ones too."""
    key = ("sat on", profile_id)
    if key not in actor.known:
        mine = _mine(actor)
        actor.known[key] = mine is not None and bool(
            db.session.scalar(
                select(
                    select(Participant.id)
                    .join(Convening, Convening.id == Participant.convening_id)
                    .where(
                        Convening.profile_id == profile_id,
                        mine,
                        Participant.removed_at.is_(None),
                    )
                    .exists()
                )
            )
        )
    return bool(actor.known[key])


def open_seats_of(actor: Actor) -> Sequence[Participant]:
    """The actor's seats in convenings that are still open, newest first, with their convenings."""
    mine = _mine(actor)
    if mine is None:
        return []
    return db.session.scalars(
        select(Participant)
        .join(Convening, Convening.id == Participant.convening_id)
        .where(mine, Convening.closed_at.is_(None), Participant.removed_at.is_(None))
        .options(joinedload(Participant.convening), joinedload(Participant.group))
        .order_by(Participant.joined_at.desc())
        .limit(20)
    ).all()


def nicknames_in(convening_id: uuid.UUID) -> Collection[str]:
    """Every nickname taken in the convening, removed seats' too."""
    return db.session.scalars(
        select(Participant.nickname).where(Participant.convening_id == convening_id)
    ).all()


def facilitators_of(convening_id: uuid.UUID) -> Sequence[Participant]:
    return db.session.scalars(
        select(Participant)
        .where(
            Participant.convening_id == convening_id,
            Participant.role == "facilitator",
            Participant.removed_at.is_(None),
        )
        .order_by(Participant.joined_at)
    ).all()


def names_before(seat: Participant) -> Sequence[str]:
    """The nicknames of a guest's seats that were given up for this one."""
    if seat.person_id is None:
        return []
    return db.session.scalars(
        select(Participant.nickname)
        .where(Participant.given_up_for_id == seat.id)
        .order_by(Participant.joined_at)
    ).all()


def has_voted(seat: Participant) -> bool:
    """Whether any vote was cast from this seat; then its group stays what it is."""
    voted = seats_that(VOTED, seat.convening_id)
    return bool(
        db.session.scalar(select(Participant.id.in_(voted)).where(Participant.id == seat.id))
    )
