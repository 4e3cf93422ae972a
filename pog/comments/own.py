"""What somebody wrote themselves: every seat they have or had, and their comments."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from pog.comments.cards import Card, cards_of
from pog.comments.models import Comment
from pog.convenings.models import Convening, Participant
from pog.core.database import db
from pog.core.identity import Actor
from pog.profiles.models import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComment:
    """One of the actor's comments and where it stands."""

    card: Card
    profile_title: str


def seats_of(actor: Actor) -> Sequence[Participant]:
    """Every seat the actor has or had, in closed convenings too."""
    mine = []
    if actor.person_id is not None:
        own = select(Participant.id).where(Participant.person_id == actor.person_id)
        mine += [
            Participant.person_id == actor.person_id,
            Participant.given_up_for_id.in_(own.scalar_subquery()),
        ]
    if actor.sign_in_id is not None:
        mine.append(Participant.sign_in_id == actor.sign_in_id)
    if not mine:
        return []
    return db.session.scalars(
        select(Participant)
        .where(or_(*mine))
        .options(
            joinedload(Participant.convening).joinedload(Convening.profile),
            joinedload(Participant.group),
        )
        .order_by(Participant.joined_at.desc())
    ).all()


def written_by(actor: Actor, seats: Sequence[Participant]) -> ColumnElement[bool]:
    """Comments written from one of the seats or from the account."""
    mine: list[ColumnElement[bool]] = [Comment.participant_id.in_([seat.id for seat in seats])]
    if actor.person_id is not None:
        mine.append(Comment.person_id == actor.person_id)
    return or_(*mine)


def wrote(actor: Actor, comment: Comment) -> bool:
    """Whether the actor wrote it, from an account or any seat."""
    if comment.person_id is not None and comment.person_id == actor.person_id:
        return True
    if comment.participant_id is None:
        return False
    return any(seat.id == comment.participant_id for seat in seats_of(actor))


def own_comments(actor: Actor, seats: Sequence[Participant]) -> list[OwnComment]:
    """The actor's comments, newest first, whether written from a seat or an account."""
    rows = db.session.execute(
        select(Comment, Profile.title)
        .join(Profile, Profile.id == Comment.profile_id)
        .where(written_by(actor, seats))
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at.desc(), Comment.id)
        .limit(200)
    ).all()
    cards = cards_of([comment for comment, _title in rows])
    return [
        OwnComment(card=card, profile_title=title)
        for card, (_comment, title) in zip(cards, rows, strict=True)
    ]


def own_held(actor: Actor, profile_id: uuid.UUID) -> list[Card]:
    """The actor's own comments on a profile that wait for a facilitator, newest first."""
    rows = db.session.scalars(
        select(Comment)
        .where(
            Comment.profile_id == profile_id,
            Comment.held_at.is_not(None),
            written_by(actor, seats_of(actor)),
        )
        .order_by(Comment.created_at.desc(), Comment.id)
        .limit(20)
    ).all()
    return cards_of(rows)
