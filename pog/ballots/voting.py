"""Casting, changing and withdrawing votes; each beside other voters, never beside the close."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from sqlalchemy.dialects import postgresql, sqlite

from pog.ballots.events import VoteCast
from pog.ballots.methods import method_named
from pog.ballots.methods.interface import ReasonAsked
from pog.ballots.models import REASON_LIMIT, VOTING_ROLES, Ballot, Vote
from pog.ballots.queries import vote_of
from pog.ballots.services import lock, tell
from pog.clusters.services import freeze_clusters
from pog.convenings.models import Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_text

TOO_LATE = _l(
    "Voting is closed, so this was not stored. "
    "What you marked is shown here, but it does not count."
)


class Cast(Enum):
    """What a vote did."""

    FIRST = "first"
    CHANGED = "changed"
    SAME = "same"


def cast_vote(
    ballot: Ballot,
    participant: Participant,
    marks: Mapping[str, object],
    *,
    reason: str = "",
    on_paper: bool = False,
    pressed_at: datetime | None = None,
) -> Cast:
    """Store one seat's marks; a further vote takes the place of the one before.

    `pressed_at` is for a vote that waited on a phone without network: it never overwrites one that
    was made later.

    A card of paper may leave out what would help: whoever enters it cannot know.
    """
    lock(ballot, shared=True)
    if participant.convening_id != ballot.convening_id or participant.role not in VOTING_ROLES:
        raise Forbidden(_l("You have no vote here."))
    if not in_time(ballot):
        raise Conflict(TOO_LATE)
    method = method_named(ballot.method)
    checked = method.check(marks, ballot.settings, ballot.option_keys)
    asked = method.reason if method.asks_reason(checked) else None
    told = checked_reason(reason, asked, needed=not on_paper)
    done = store(ballot, participant, dict(checked), told, pressed_at)
    if done is not Cast.SAME:
        tell(VoteCast, ballot)
    if done is Cast.FIRST and any(option.cluster_id for option in ballot.options):
        freeze_clusters(ballot.convening_id)
    return done


def in_time(ballot: Ballot) -> bool:
    """Whether votes count; the end of an open round is read anew, somebody may have moved it."""
    if ballot.convening.is_open_round:
        db.session.refresh(ballot.convening)
    return ballot.takes_votes


def checked_reason(reason: str, asked: ReasonAsked | None, *, needed: bool = True) -> str:
    told = clean_text(reason)
    if asked is None:
        return ""
    if not told and needed:
        raise Refusal(asked.missing, field="reason")
    if len(told) > REASON_LIMIT:
        raise Refusal(_l("Use at most 500 characters."), field="reason")
    return told


def store(
    ballot: Ballot,
    participant: Participant,
    marks: dict[str, int],
    reason: str,
    pressed_at: datetime | None,
) -> Cast:
    """Insert, or change what is there. Of two taps at once the second waits for the first."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    moment = pressed_at or now()
    inserted = db.session.execute(
        insert(Vote)
        .values(
            id=uuid.uuid4(),
            ballot_id=ballot.id,
            participant_id=participant.id,
            marks=marks,
            reason=reason,
            cast_at=moment,
            changed_at=moment,
            times_changed=0,
        )
        .on_conflict_do_nothing(index_elements=["ballot_id", "participant_id"])
        .returning(Vote.id)
    ).scalar()
    if inserted is not None:
        return Cast.FIRST
    vote = vote_of(ballot.id, participant.id)
    assert vote is not None  # the insert met it
    db.session.refresh(vote, with_for_update=True)
    if vote.marks == marks and vote.reason == reason:
        return Cast.SAME
    if pressed_at is not None and pressed_at < vote.changed_at:
        raise Conflict(
            _l("You sent another vote after this one. The later one counts, so this is not stored.")
        )
    vote.marks = marks
    vote.reason = reason
    vote.changed_at = pressed_at or now()
    vote.times_changed += 1
    db.session.flush()
    return Cast.CHANGED


def withdraw_vote(ballot: Ballot, participant: Participant) -> bool:
    """Take a vote out of the count before the close; say whether there was one."""
    lock(ballot, shared=True)
    if not in_time(ballot):
        raise Conflict(TOO_LATE)
    vote = vote_of(ballot.id, participant.id)
    if vote is None:
        return False
    db.session.refresh(vote, with_for_update=True)
    db.session.delete(vote)
    db.session.flush()
    tell(VoteCast, ballot)
    return True
