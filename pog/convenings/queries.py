"""Finding convenings and the seats in them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from pog.convenings.models import Convening, Participant
from pog.core.database import db
from pog.core.identity import Actor


def seat_of(actor: Actor, convening_id: uuid.UUID) -> Participant | None:
    """The actor's seat in this convening; looked up once per request."""
    key = ("seat", convening_id)
    if key not in actor.known:
        actor.known[key] = _find_seat(actor, convening_id)
    seat: Participant | None = actor.known[key]
    return seat


def _find_seat(actor: Actor, convening_id: uuid.UUID) -> Participant | None:
    mine = _mine(actor)
    if mine is None:
        return None
    return db.session.scalar(
        select(Participant)
        .where(Participant.convening_id == convening_id, mine)
        .options(joinedload(Participant.group))
        .order_by(Participant.person_id.is_(None))  # the account's seat before a guest's
        .limit(1)
    )


def _mine(actor: Actor) -> ColumnElement[bool] | None:
    conditions = []
    if actor.person_id is not None:
        conditions.append(Participant.person_id == actor.person_id)
    if actor.sign_in_id is not None:
        conditions.append(Participant.sign_in_id == actor.sign_in_id)
    return or_(*conditions) if conditions else None


def seats_on_profile(actor: Actor, profile_id: uuid.UUID) -> Sequence[Participant]:
    """The actor's seats in open convenings that work on this profile."""
    key = ("seats on", profile_id)
    if key not in actor.known:
        mine = _mine(actor)
        actor.known[key] = (
            []
            if mine is None
            else db.session.scalars(
                select(Participant)
                .join(Convening, Convening.id == Participant.convening_id)
                .where(Convening.profile_id == profile_id, Convening.closed_at.is_(None), mine)
                .options(
                    joinedload(Participant.convening).joinedload(Convening.current_activity),
                    joinedload(Participant.group),
                )
            ).all()
        )
    seats: Sequence[Participant] = actor.known[key]
    return seats


def convening_by_code(code: str) -> Convening | None:
    """The convening with this join code, as `read_code` spells it."""
    return db.session.scalar(select(Convening).where(Convening.join_code == code))


def open_seats_of(actor: Actor) -> Sequence[Participant]:
    """The actor's seats in convenings that are not closed, newest first."""
    mine = _mine(actor)
    if mine is None:
        return []
    return db.session.scalars(
        select(Participant)
        .join(Convening, Convening.id == Participant.convening_id)
        .where(Convening.closed_at.is_(None), mine)
        .options(joinedload(Participant.convening))
        .order_by(Participant.joined_at.desc())
        .limit(5)
    ).all()
