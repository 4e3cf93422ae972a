"""Who may vote in a ballot and who did, for ordinary and for secret ballots alike."""

import uuid
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    func,
    or_,
    select,
    union_all,
)

from pog.ballots.models import VOTING_ROLES, Ballot, SecretVote, Vote, Voter
from pog.convenings.models import Participant
from pog.core.database import db


def may_vote(ballot: Ballot, seat: Participant) -> bool:
    """Whether this seat is asked: it has a voice here, and its group is one of those asked."""
    return (
        seat.convening_id == ballot.convening_id
        and seat.role in VOTING_ROLES
        and (not ballot.group_ids or str(seat.group_id) in ballot.group_ids)
    )


def asked(ballot: Ballot) -> ColumnElement[bool]:
    """The seats that may vote, as a condition."""
    condition = and_(
        Participant.convening_id == ballot.convening_id,
        Participant.role.in_(VOTING_ROLES),
        Participant.removed_at.is_(None),
    )
    if not ballot.group_ids:
        return condition
    return and_(condition, Participant.group_id.in_([uuid.UUID(one) for one in ballot.group_ids]))


def how_many_asked(ballot: Ballot) -> int:
    return db.session.scalar(select(func.count(Participant.id)).where(asked(ballot))) or 0


def voted_in(ballot: Ballot) -> Select[Any]:
    """Select the seats that voted in it; how, stays out of it."""
    if ballot.secret:
        return select(Voter.participant_id).where(Voter.ballot_id == ballot.id, Voter.voted)
    return select(Vote.participant_id).where(Vote.ballot_id == ballot.id)


def cast(*conditions: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Select `ballot_id` and `participant_id` of all votes, secret or not; conditions on `Ballot`
    or `Participant` hold for both.
    """
    joined = Participant.id == Vote.participant_id
    plain = select(Vote.ballot_id, Vote.participant_id).join(Ballot, Ballot.id == Vote.ballot_id)
    secret = (
        select(Voter.ballot_id, Voter.participant_id)
        .join(Ballot, Ballot.id == Voter.ballot_id)
        .where(Voter.voted)
    )
    return union_all(
        plain.join(Participant, joined).where(*conditions),
        secret.join(Participant, Participant.id == Voter.participant_id).where(*conditions),
    )


def has_voted_in(seat_id: uuid.UUID | BindParameter[Any]) -> ColumnElement[bool]:
    """Whether this seat voted in the ballot of the outer query."""
    plain = select(Vote.id).where(Vote.ballot_id == Ballot.id, Vote.participant_id == seat_id)
    secret = select(Voter.ballot_id).where(
        Voter.ballot_id == Ballot.id, Voter.participant_id == seat_id, Voter.voted
    )
    return or_(plain.exists(), secret.exists())


def on_the_roll(ballot_id: uuid.UUID, seat_id: uuid.UUID) -> Voter | None:
    """What the voter roll says about a seat."""
    return db.session.get(Voter, (ballot_id, seat_id))


def how_many_voted(ballot: Ballot) -> int:
    """How many votes lie there; how many, not what."""
    table = SecretVote if ballot.secret else Vote
    return (
        db.session.scalar(
            select(func.count()).select_from(table).where(table.ballot_id == ballot.id)
        )
        or 0
    )
