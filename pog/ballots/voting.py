"""Casting, changing and withdrawing votes; each beside other voters, never beside the close."""

import functools
import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from sqlalchemy import Executable

from pog.ballots import box
from pog.ballots.eligibility import may_vote, on_the_roll
from pog.ballots.events import VoteCast
from pog.ballots.methods import method_named
from pog.ballots.methods.interface import ReasonAsked
from pog.ballots.models import PHONE, REASON_LIMIT, TABLE, VOTING_ROLES, Ballot, Vote
from pog.ballots.queries import options_for, vote_of
from pog.ballots.services import lock, tell
from pog.clusters.services import freeze_clusters
from pog.convenings.models import Participant
from pog.core.clock import now
from pog.core.database import db, dialect, insert_into
from pog.core.errors import Conflict, Forbidden, Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_text

TOO_LATE = _l(
    "Voting is closed, so this was not stored. "
    "What you marked is shown here, but it does not count."
)
ON_PAPER_ALREADY = _l(
    "A paper ballot of yours was entered already. It counts, so this was not stored. "
    "If that is wrong, ask a facilitator."
)
BY_PHONE_ALREADY = _l(
    "This person has already voted on a phone at this convening, so the paper was not stored."
)
PAPER_TWICE = _l("A paper ballot of this person was entered already, so this one was not stored.")


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
    channel: str = PHONE,
    receipt: str = "",
    pressed_at: datetime | None = None,
) -> Cast:
    """Store one seat's marks; a further vote takes the place of the one before.

    `pressed_at` is for a vote that waited on a phone without network: it never overwrites one that
    was made later.

    What comes in on paper may leave out what would help: whoever enters it cannot know. Paper does
    not replace a vote from a phone, nor a phone one on paper: somebody would be surprised.
    `receipt` is the code of a secret vote; only its hash is kept.
    """
    lock(ballot, shared=True)
    refuse_strangers(ballot, participant)
    if not in_time(ballot):
        raise Conflict(TOO_LATE)
    refuse_revoked(ballot, participant)
    method = method_named(ballot.method)
    checked = dict(method.check(marks, ballot.settings, options_for(ballot, participant)))
    if ballot.secret:
        done = store_secretly(ballot, participant, checked, channel, receipt)
    else:
        asked = method.reason if method.asks_reason(checked) else None
        told = checked_reason(reason, asked, needed=channel == PHONE)
        done = store(ballot, participant, checked, told, channel, pressed_at)
    if done is not Cast.SAME:
        tell(VoteCast, ballot)
    if done is Cast.FIRST and any(option.cluster_id for option in ballot.options):
        freeze_clusters(ballot.convening_id)
    return done


def refuse_strangers(ballot: Ballot, participant: Participant) -> None:
    if participant.convening_id != ballot.convening_id or participant.role not in VOTING_ROLES:
        raise Forbidden(_l("You have no vote here."))
    if not may_vote(ballot, participant):
        raise Forbidden(_l("This vote is for other groups. There is nothing for you to fill in."))


def refuse_revoked(ballot: Ballot, participant: Participant) -> None:
    line = on_the_roll(ballot.id, participant.id)
    if line is not None and line.revoked:
        raise Forbidden(_l("A facilitator took back your right to vote on this. Speak to them."))


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
    channel: str,
    pressed_at: datetime | None,
) -> Cast:
    """Insert, or change what is there. Of two taps at once the second waits for the first."""
    moment = pressed_at or now()
    row = {
        "id": uuid.uuid4(),
        "ballot_id": ballot.id,
        "participant_id": participant.id,
        "marks": marks,
        "reason": reason,
        "cast_at": moment,
        "changed_at": moment,
        "times_changed": 0,
        "channel": channel,
    }
    inserted = db.session.execute(_insert(dialect()), row).scalar()
    if inserted is not None:
        return Cast.FIRST
    vote = vote_of(ballot.id, participant.id)
    assert vote is not None  # the insert met it
    db.session.refresh(vote, with_for_update=True)
    refuse_other_channel(vote.channel, channel)
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


@functools.cache
def _insert(dialect_name: str) -> Executable:
    insert = insert_into(Vote, dialect_name)
    once = insert.on_conflict_do_nothing(index_elements=["ballot_id", "participant_id"])
    return once.returning(Vote.id)


def refuse_other_channel(before: str, after: str) -> None:
    """One person, one vote, whatever way it came; a table's own cards may be corrected."""
    if before != after or after not in (PHONE, TABLE):
        if after == PHONE:
            raise Conflict(ON_PAPER_ALREADY)
        raise Conflict(BY_PHONE_ALREADY if before == PHONE else PAPER_TWICE)


def store_secretly(
    ballot: Ballot, participant: Participant, marks: dict[str, int], channel: str, receipt: str
) -> Cast:
    """Put it into the box and tick the roll; the later of two votes is the one that counts."""
    line = box.hold_on_roll(ballot, participant, channel)
    if line.voted:
        refuse_other_channel(line.channel, channel)
    line.channel = channel
    first = box.put_in(ballot, participant, line, marks, receipt or box.new_receipt())
    return Cast.FIRST if first else Cast.CHANGED


def take_away(ballot: Ballot, participant: Participant) -> bool:
    """Take a vote out of the count, under the ballot's lock; say whether there was one."""
    if ballot.secret:
        return box.take_out(ballot, box.hold_on_roll(ballot, participant, PHONE))
    vote = vote_of(ballot.id, participant.id)
    if vote is None:
        return False
    db.session.refresh(vote, with_for_update=True)
    db.session.delete(vote)
    db.session.flush()
    return True
