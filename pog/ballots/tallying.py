"""Counting a ballot once, at its close, into what `ballot.result` keeps.

The whole count by group stands in there, so it never leaves as it is: pages and exports take it
from `outcomes.py`, which leaves out what would give a small group away. No vote, no seat and no
time is kept in it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from pog.ballots import box
from pog.ballots.eligibility import asked, voted_in
from pog.ballots.methods import method_named
from pog.ballots.models import Ballot, Vote
from pog.ballots.suppression import MINIMUM, PUBLIC_MINIMUM, GroupBallots, hidden_groups
from pog.convenings.models import COUNTED_ROLES, Participant, StakeholderGroup
from pog.core.database import db

NO_GROUP = "none"
"""Those who gave no group, and facilitators, who stand for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTurnout:
    """How many of one group could vote, and did."""

    group: StakeholderGroup | None
    joined: int
    voted: int

    @property
    def key(self) -> str:
        return str(self.group.id) if self.group else NO_GROUP

    @property
    def least(self) -> int:
        """A minimum of its own for being shown apart."""
        return PUBLIC_MINIMUM if self.group and self.group.students else 0


def turnout(ballot: Ballot) -> list[GroupTurnout]:
    """Who could vote and who did, by group; after the close as it was then."""
    if ballot.result is not None:
        counted = {one["group"]: one for one in ballot.result["groups"]}
        return [
            GroupTurnout(
                group=group,
                joined=counted[key]["eligible"],
                voted=counted[key]["ballots"],
            )
            for key, group in keyed_groups(ballot.convening_id)
            if key in counted
        ]
    has_voted = Participant.id.in_(voted_in(ballot))
    rows = db.session.execute(
        select(
            Participant.group_id,
            Participant.role,
            func.count(Participant.id),
            func.count(Participant.id).filter(has_voted),
        )
        # Whoever voted counts, even when the seat was taken away afterwards.
        .where(Participant.convening_id == ballot.convening_id, or_(has_voted, asked(ballot)))
        .group_by(Participant.group_id, Participant.role)
    ).all()
    joined: dict[uuid.UUID | None, int] = {}
    voted: dict[uuid.UUID | None, int] = {}
    for group_id, role, seats, votes in rows:
        key = group_id if role in COUNTED_ROLES else None
        joined[key] = joined.get(key, 0) + seats
        voted[key] = voted.get(key, 0) + votes
    return [
        GroupTurnout(
            group=group,
            joined=joined.get(group.id if group else None, 0),
            voted=voted.get(group.id if group else None, 0),
        )
        for _key, group in keyed_groups(ballot.convening_id)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoutLine:
    """How many of a group, or of several told as one, could vote and did."""

    groups: tuple[StakeholderGroup | None, ...]
    joined: int
    voted: int
    at_least: bool
    """While people vote it moves in steps of five: a bar that follows each vote tells whose."""


def turnout_lines(ballot: Ballot, rows: Sequence[GroupTurnout]) -> list[TurnoutLine]:
    """Turnout by group as it may be shown; of an open secret ballot nothing by group.

    It says who took part, not how: so small groups stand together, and no large one with them.
    """
    if ballot.state == "open" and ballot.secret:
        return []
    here = [row for row in rows if row.joined]
    least = ballot.convening.smallest_group
    apart = [(row,) for row in here if row.joined >= least]
    together = tuple(row for row in here if row.joined < least)
    is_open = ballot.state == "open"
    return [
        TurnoutLine(
            groups=tuple(row.group for row in some),
            joined=sum(row.joined for row in some),
            voted=in_steps(sum(row.voted for row in some), is_open),
            at_least=is_open,
        )
        for some in [*apart, *([together] if together else [])]
    ]


def in_steps(number: int, is_open: bool) -> int:
    return number - number % MINIMUM if is_open else number


def voted_and_eligible(ballot: Ballot) -> tuple[int, int]:
    """What `turnout` comes to for all groups together.

    Every page of a ballot says it while a thousand people vote, so it joins no seat to its vote:
    that took longer than all other statements of the page.
    """
    if ballot.result is not None:
        groups = ballot.result["groups"]
        return sum(one["ballots"] for one in groups), sum(one["eligible"] for one in groups)
    # Put together once for a ballot, since that takes longer than running it: whom it asks and
    # whether it is secret does not change while it is open.
    facts = (ballot.id, ballot.secret, *(ballot.group_ids or ()))
    statement = _numbers.get(facts)
    if statement is None:
        if len(_numbers) >= MOST_KEPT:
            _numbers.clear()
        statement = _numbers[facts] = numbers(ballot)
    voted, eligible = db.session.execute(statement).one()
    return voted, eligible


_numbers: dict[tuple[Any, ...], Select[tuple[Any, Any]]] = {}
MOST_KEPT = 200


def numbers(ballot: Ballot) -> Select[tuple[Any, Any]]:
    """How many voted, and how many may or did."""
    votes = voted_in(ballot)
    seats = select(func.count(Participant.id)).where(
        Participant.convening_id == ballot.convening_id,
        # Votes are looked up for the few seats only that are asked no more.
        or_(asked(ballot), Participant.id.in_(votes)),
    )
    voted = select(func.count()).select_from(votes.subquery())
    return select(voted.scalar_subquery(), seats.scalar_subquery())


def keyed_groups(convening_id: uuid.UUID) -> list[tuple[str, StakeholderGroup | None]]:
    """The groups as results name them; last those who stand for none."""
    return [*((str(group.id), group) for group in groups_of(convening_id)), (NO_GROUP, None)]


def groups_of(convening_id: uuid.UUID) -> Sequence[StakeholderGroup]:
    return db.session.scalars(
        select(StakeholderGroup)
        .where(StakeholderGroup.convening_id == convening_id)
        .order_by(StakeholderGroup.position)
    ).all()


def codes_large_enough(ballot: Ballot) -> list[str]:
    """The groups whose secret votes may carry a code while it is open.

    Which of them keep it is decided at the close, by how many voted (`folded_groups`): else one
    facilitator, who stands for no group, would take the code from the smallest of them.
    """
    least = ballot.convening.smallest_group
    rows = [row for row in turnout(ballot) if row.group is not None]
    return [row.key for row in rows if row.joined >= max(least, row.least)]


# ------------------------------------------------------------------ the count

Cast = Sequence[tuple[str, Mapping[str, int]]]
"""Each vote: the key of its group (of a secret one: its code, or nothing), and its marks."""


def count_ballot(ballot: Ballot) -> dict[str, Any]:
    """Count every vote: the total, each group, and the reasons in an order that says nothing."""
    rows = turnout(ballot)
    votes, reasons = secret_votes(ballot) if ballot.secret else open_votes(ballot)
    folded = folded_groups(ballot, rows, votes)
    method = method_named(ballot.method)
    options = ballot.option_keys
    total = method.count([marks for _key, marks in votes], options, ballot.settings)
    return {
        "version": 1,
        "total": total,
        "groups": [
            group_counted(ballot, row, [marks for key, marks in votes if key == row.key], folded)
            for row in rows
        ]
        if not ballot.secret
        else secret_groups(ballot, rows, votes, folded),
        "reasons": reasons,
    }


def open_votes(ballot: Ballot) -> tuple[Cast, list[str]]:
    rows = db.session.execute(
        select(Vote.marks, Vote.reason, Participant.group_id, Participant.role)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Vote.ballot_id == ballot.id)
    ).all()
    votes = [
        (str(group_id) if group_id and role in COUNTED_ROLES else NO_GROUP, marks)
        for marks, _reason, group_id, role in rows
    ]
    return votes, sorted((row.reason for row in rows if row.reason), key=str.casefold)


def secret_votes(ballot: Ballot) -> tuple[Cast, list[str]]:
    """What lies in the box; nobody was asked for reasons."""
    return [(vote.group_key or "", vote.marks) for vote in box.votes_in(ballot)], []


def group_counted(
    ballot: Ballot,
    row: GroupTurnout,
    marks: Sequence[Mapping[str, int]],
    folded: frozenset[str],
    ballots: int | None = None,
) -> dict[str, Any]:
    group = row.group
    method = method_named(ballot.method)
    return {
        "group": row.key,
        "name": group.name if group else "",
        "letter": group.letter if group else "",
        "tone": group.tone if group else 8,
        "least": row.least,
        "folded": row.key in folded,
        "eligible": row.joined,
        "ballots": len(marks) if ballots is None else ballots,
        "counts": method.counts(marks, ballot.option_keys, ballot.settings),
    }


def secret_groups(
    ballot: Ballot, rows: Sequence[GroupTurnout], votes: Cast, folded: frozenset[str]
) -> list[dict[str, Any]]:
    """What carries no code is one heap: it is counted with the first of the groups in it."""
    heap = [marks for key, marks in votes if key not in ballot.group_codes or key in folded]
    counted = []
    for row in rows:
        if row.key in folded:
            counted.append(group_counted(ballot, row, heap, folded, ballots=row.voted))
            heap = heap if not row.voted else []
            if row.voted == 0:
                counted[-1]["counts"] = {}
        else:
            own = [marks for key, marks in votes if key == row.key]
            counted.append(group_counted(ballot, row, own, folded, ballots=row.voted))
    return counted


def folded_groups(ballot: Ballot, rows: Sequence[GroupTurnout], votes: Cast) -> frozenset[str]:
    """Groups that are told together whatever their size.

    In a further round those of the round before: else the difference of two rounds in which
    nobody changed their mind would tell a small group. In a secret ballot all whose votes carry
    no code, and enough others that the heap is large.
    """
    before = db.session.get(Ballot, ballot.previous_id) if ballot.previous_id else None
    folded = (
        frozenset(hidden_in(before.result, ballot.convening.smallest_group))
        if (before is not None and before.result is not None)
        else frozenset()
    )
    if not ballot.secret:
        return folded
    uncoded = {row.key for row in rows if row.key not in ballot.group_codes}
    voted = {row.key: row.voted for row in rows}
    hidden = hidden_groups(
        voted,
        ballot.convening.smallest_group,
        least={row.key: row.least for row in rows},
        folded=uncoded | folded,
    )
    return frozenset(hidden | uncoded)


def hidden_in(result: Mapping[str, Any], minimum: int) -> frozenset[str]:
    """The groups without a line of their own in a counted result."""
    groups = result["groups"]
    return hidden_groups(
        {one["group"]: one["ballots"] for one in groups},
        max(minimum, MINIMUM),
        least={one["group"]: one.get("least", 0) for one in groups},
        folded={one["group"] for one in groups if one.get("folded")},
    )


def as_group_ballots(result: Mapping[str, Any]) -> list[GroupBallots]:
    """A counted result's groups, for deciding which of them may be shown."""
    return [
        GroupBallots(
            group=one["group"],
            ballots=one["ballots"],
            counts=one["counts"],
            least=one.get("least", 0),
            folded=one.get("folded", False),
        )
        for one in result["groups"]
    ]
