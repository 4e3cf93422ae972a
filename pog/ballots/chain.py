"""The record of a ballot's decisions: each line carries the hash of the one before.

Whoever changes, removes, inserts or swaps a line afterwards breaks the chain at that place; whoever
cuts off its end is found by the head that was printed with the result. Lines are written by those
who hold the ballot's row alone, so there are never two after the same one.
"""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import select

from pog.ballots.models import Ballot, LogEntry, SecretVote
from pog.core.clock import now
from pog.core.database import db

OPENED, ENTERED, VOIDED, REVOKED, RESTORED, CLOSED, REVEALED = (
    "opened",
    "entered",
    "voided",
    "revoked",
    "restored",
    "closed",
    "revealed",
)


def digest(document: Any) -> str:  # Any: JSON
    """SHA-256 of a document as JSON with sorted keys and without spaces, in hexadecimal."""
    said = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def new_salt() -> str:
    """Goes into a line beside what is hidden, and is never shown.

    The line's hash is public, and a result that keeps small groups has few possible values: without
    this, whoever tries them all finds the one with that hash, even before the result is shown.
    """
    return secrets.token_hex(32)


def beginning_of(ballot_id: uuid.UUID) -> str:
    """What stands before the first line."""
    return digest({"ballot": str(ballot_id)})


def hash_of(entry: LogEntry) -> str:
    return digest(
        {
            "ballot": str(entry.ballot_id),
            "number": entry.number,
            "kind": entry.kind,
            "by": entry.by,
            "why": entry.why,
            "detail": entry.detail,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": entry.previous,
        }
    )


def write(
    ballot: Ballot,
    kind: str,
    *,
    by: str = "",
    why: str = "",
    detail: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Append a line. The caller holds the ballot's lock alone, until the commit."""
    last = db.session.scalar(
        select(LogEntry)
        .where(LogEntry.ballot_id == ballot.id)
        .order_by(LogEntry.number.desc())
        .limit(1)
    )
    entry = LogEntry(
        ballot_id=ballot.id,
        number=last.number + 1 if last else 1,
        kind=kind,
        by=by,
        why=why,
        detail=dict(detail or {}),
        at=now(),
        previous=last.hash if last else beginning_of(ballot.id),
    )
    entry.hash = hash_of(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def terms_of(ballot: Ballot) -> dict[str, Any]:
    """Everything that was promised when the ballot opened."""
    return {
        "question": ballot.question,
        "method": ballot.method,
        "settings": ballot.settings,
        "secret": ballot.secret,
        "hidden": ballot.hidden,
        "groups": ballot.group_ids,
        "group_codes": ballot.group_codes,
        "quorum": [ballot.quorum_percent, ballot.quorum_number, ballot.could_vote],
        "pass": [ballot.pass_percent, ballot.pass_groups],
        "shown_each": ballot.shown_each,
        "options": [
            [str(one.id), one.name, one.wording, one.revision_number] for one in ballot.options
        ],
    }


def list_in(ballot: Ballot) -> list[Any]:  # Any: JSON
    """The votes of a closed secret ballot as its list shows them: receipt, group and marks."""
    votes = db.session.execute(
        select(SecretVote.receipt, SecretVote.group_key, SecretVote.marks)
        .where(SecretVote.ballot_id == ballot.id)
        .order_by(SecretVote.receipt, SecretVote.id)
    )
    return [[vote.receipt, vote.group_key, vote.marks] for vote in votes]


# ------------------------------------------------------------------ checking


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first line of a ballot's record that is not as it was written."""

    ballot_id: uuid.UUID
    number: int
    problem: str
    """altered, missing, options, result, list: what does not agree."""


def head_of(entries: Sequence[LogEntry]) -> str:
    """The hash of the last line; printed with the result, it shows when lines were cut off."""
    return entries[-1].hash if entries else ""


def first_break(ballot: Ballot, entries: Sequence[LogEntry]) -> Break | None:
    """Go through a ballot's lines in order; nothing when all is as it was written."""
    previous = beginning_of(ballot.id)
    for place, entry in enumerate(entries, start=1):
        problem = ""
        if entry.number != place or entry.previous != previous:
            problem = "missing"
        elif entry.hash != hash_of(entry):
            problem = "altered"
        elif entry.kind == OPENED and entry.detail.get("terms") != digest(terms_of(ballot)):
            problem = "options"
        elif entry.kind == CLOSED and entry.detail.get("result") != digest(ballot.result):
            problem = "result"
        elif entry.kind == CLOSED and "list" in entry.detail and not is_listed(ballot, entry):
            problem = "list"
        if problem:
            return Break(ballot_id=ballot.id, number=place, problem=problem)
        previous = entry.hash
    written = {entry.kind for entry in entries}
    if entries and ballot.state == "closed" and CLOSED not in written:
        return Break(ballot_id=ballot.id, number=len(entries) + 1, problem="missing")
    return None


def is_listed(ballot: Ballot, closed: LogEntry) -> bool:
    """Whether the votes of a secret ballot are those that were counted at its close."""
    return bool(closed.detail["list"] == digest(list_in(ballot)))


def log_of(ballot_id: uuid.UUID) -> Sequence[LogEntry]:
    """The ballot's lines in their order."""
    return logs_of([ballot_id]).get(ballot_id, [])


def logs_of(ballot_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[LogEntry]]:
    """The lines of several ballots, in one query."""
    found: dict[uuid.UUID, list[LogEntry]] = {}
    for entry in db.session.scalars(
        select(LogEntry)
        .where(LogEntry.ballot_id.in_(ballot_ids))
        .order_by(LogEntry.ballot_id, LogEntry.number)
    ):
        found.setdefault(entry.ballot_id, []).append(entry)
    return found
