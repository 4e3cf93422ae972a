"""The box of a secret ballot: votes without voters, and at the close without a way back.

Two tables that share no key: the roll says who voted, the box what was marked. While the ballot is
open a voter may change the vote, so there has to be a way from the one to the other: a token made
of the site's secret, a key that stands on the ballot, and the seat. At the close the key and all
tokens are erased and the rows written anew, in an order drawn by lot. What an administrator can
learn, and when, stands in CONTRIBUTING and on the page `ballots.secrecy`.
"""

import hashlib
import secrets
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from random import SystemRandom
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pog.ballots.models import Ballot, SecretVote, Voter
from pog.convenings.models import COUNTED_ROLES, Participant
from pog.core.codes import ALPHABET
from pog.core.database import db
from pog.core.sealing import sealed

RECEIPT_LENGTH = 26
"""Of 31 letters and digits that cannot be taken for each other: 128 bits and a little more."""


def new_receipt() -> str:
    """A code for the voter alone; it is stored nowhere, only its hash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RECEIPT_LENGTH))


def hash_of_receipt(code: str) -> str:
    """What the published list shows of a receipt; spaces, dashes and small letters do not matter.

    A code has more than 128 bits, so its hash needs no salt and no slow function.
    """
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def link_of(ballot: Ballot, seat_id: uuid.UUID) -> str:
    """The way from a seat to its vote; it needs the site's secret, and ends with the ballot."""
    assert ballot.link_key is not None  # only open ballots are asked
    return sealed("vote", ballot.link_key, str(seat_id))


def hold_on_roll(ballot: Ballot, seat: Participant, channel: str) -> Voter:
    """The seat's line of the roll, held until the commit: of two taps the second waits."""
    dialect = db.session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    db.session.execute(
        upsert(Voter)
        .values(
            ballot_id=ballot.id,
            participant_id=seat.id,
            voted=False,
            revoked=False,
            channel=channel,
        )
        .on_conflict_do_nothing(index_elements=["ballot_id", "participant_id"])
    )
    line = db.session.get_one(Voter, (ballot.id, seat.id))
    db.session.refresh(line, with_for_update=True)
    return line


def put_in(
    ballot: Ballot, seat: Participant, line: Voter, marks: Mapping[str, int], receipt: str
) -> bool:
    """Put the marks into the box, in place of those before; say whether it is the first time."""
    known = vote_behind(ballot, seat.id) if line.voted else None
    if known is not None:
        known.marks = dict(marks)
        known.receipt = hash_of_receipt(receipt)
        db.session.flush()
        return False
    db.session.add(
        SecretVote(
            ballot_id=ballot.id,
            marks=dict(marks),
            group_key=code_of(ballot, seat),
            link=link_of(ballot, seat.id),
            receipt=hash_of_receipt(receipt),
        )
    )
    line.voted = True
    db.session.flush()
    return True


def code_of(ballot: Ballot, seat: Participant) -> str | None:
    """The group's code, for groups that were large enough when the ballot opened."""
    key = str(seat.group_id) if seat.group_id and seat.role in COUNTED_ROLES else ""
    return key if key in ballot.group_codes else None


def vote_behind(ballot: Ballot, seat_id: uuid.UUID) -> SecretVote | None:
    return db.session.scalar(select(SecretVote).where(SecretVote.link == link_of(ballot, seat_id)))


def take_out(ballot: Ballot, line: Voter) -> bool:
    """Take a vote out again; say whether there was one."""
    known = vote_behind(ballot, line.participant_id) if line.voted else None
    if known is None:
        return False
    db.session.delete(known)
    line.voted = False
    db.session.flush()
    return True


def hand_on(ballot: Ballot, given: Participant, own: Participant) -> None:
    """Two seats turn out to be one person's: their own vote stays, else the other is theirs."""
    line = hold_on_roll(ballot, given, "")
    if not line.voted:
        return
    kept = hold_on_roll(ballot, own, line.channel)
    if kept.voted:
        take_out(ballot, line)
        return
    vote = vote_behind(ballot, given.id)
    if vote is not None:
        vote.link = link_of(ballot, own.id)
        kept.voted, kept.channel, line.voted = True, line.channel, False
    db.session.flush()


# ------------------------------------------------------------------ the close


def votes_in(ballot: Ballot) -> Sequence[SecretVote]:
    return db.session.scalars(select(SecretVote).where(SecretVote.ballot_id == ballot.id)).all()


def sizes_by_code(votes: Sequence[SecretVote]) -> Mapping[str, int]:
    """How many votes carry each group's code; under the empty one those that carry none."""
    return Counter(vote.group_key or "" for vote in votes)


def seal_box(ballot: Ballot, *, coded: frozenset[str]) -> None:
    """Erase every way back: new rows in an order drawn by lot, no links, few codes.

    Of PostgreSQL's rows of before and SQLite's log nothing is left once `listeners` has swept up
    after the commit.
    """
    rows = [
        {
            "id": uuid.uuid4(),
            "ballot_id": ballot.id,
            "marks": vote.marks,
            "group_key": vote.group_key if vote.group_key in coded else None,
            "link": None,
            "receipt": vote.receipt,
        }
        for vote in votes_in(ballot)
    ]
    roll = [
        {
            "ballot_id": line.ballot_id,
            "participant_id": line.participant_id,
            "voted": line.voted,
            "revoked": line.revoked,
            "channel": line.channel,
        }
        for line in db.session.scalars(select(Voter).where(Voter.ballot_id == ballot.id))
    ]
    rewrite(ballot, SecretVote, rows)
    rewrite(ballot, Voter, roll)
    ballot.link_key = None
    db.session.flush()


def rewrite(
    ballot: Ballot, table: type[SecretVote] | type[Voter], rows: list[dict[str, Any]]
) -> None:
    """All of a ballot's rows once more, in an order that says nothing."""
    SystemRandom().shuffle(rows)
    db.session.execute(
        delete(table)
        .where(table.ballot_id == ballot.id)
        .execution_options(synchronize_session="fetch")
    )
    if rows:
        db.session.execute(insert(table), rows)
    db.session.expire_all()
