"""Each vote of the published list by its receipt: whoever has the code finds theirs in it.

In the order of the receipts' hashes, which is an order drawn by lot. The file is read by
`pog count` like the one without receipts (`publishing.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pog.ballots.ballot_files.own import FORMAT
from pog.ballots.box import hash_of_receipt
from pog.ballots.models import Ballot, SecretVote
from pog.ballots.publishing import has_list
from pog.core.database import db


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVote:
    """One vote of the list."""

    receipt: str
    """The hash of a code that only the voter knows."""
    group: str
    """The group's name, where the vote carries it."""
    marks: Mapping[str, int]


def published_votes(ballot: Ballot) -> list[PublishedVote]:
    """All votes; nothing before the result is shown."""
    if not has_list(ballot) or ballot.result is None:
        return []
    names = {one["group"]: one["name"] for one in ballot.result["groups"]}
    votes = db.session.scalars(
        select(SecretVote).where(SecretVote.ballot_id == ballot.id).order_by(SecretVote.receipt)
    )
    return [
        PublishedVote(
            receipt=vote.receipt, group=names.get(vote.group_key or "", ""), marks=vote.marks
        )
        for vote in votes
    ]


def find_vote(ballot: Ballot, code: str) -> PublishedVote | None:
    """The vote with this receipt."""
    wanted = hash_of_receipt(code)
    return next((one for one in published_votes(ballot) if one.receipt == wanted), None)


def as_json(ballot: Ballot) -> str:
    """The list with the rules it was cast under, for `pog count` and for readers of receipts."""
    keys = ballot.option_keys
    content: dict[str, Any] = {
        "format": FORMAT,
        "question": ballot.question,
        "method": ballot.method,
        "settings": ballot.settings,
        "options": [option.name for option in ballot.options],
        "ballots": [
            {
                "number": 1,
                "marks": [vote.marks.get(key) for key in keys],
                "group": vote.group or None,
                "receipt": vote.receipt,
            }
            for vote in published_votes(ballot)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
