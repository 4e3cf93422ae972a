"""Preparing, opening, voting, closing and revealing.

A vote and a close of the same ballot take the same lock, and the count is made in the
transaction that closes: so every vote that was confirmed is in the result and none counts twice
(TRUST P1-P3; without the lock the announced count was wrong in most races that were tried).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from pog.ballots.events import (
    BallotClosed,
    BallotEvent,
    BallotOpened,
    BallotPrepared,
    BallotRevealed,
    VoteCast,
)
from pog.ballots.methods import method_named
from pog.ballots.models import Ballot, Option, Vote
from pog.convenings.models import Activity, Convening, Participant
from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_line, clean_text
from pog.core.work import publish
from pog.profiles.models import Attribute

VOTING_ROLES = ("participant", "scribe", "facilitator")
QUESTION_LIMIT = 300
OPTION_LIMIT = 300
REASON_LIMIT = 1000
MOST_OPTIONS = 60
NO_GROUP = "none"
"""Stands for those who gave no group, wherever groups are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option to be: an attribute with its wording, or words of its own."""

    name: str = ""
    wording: str = ""
    attribute: Attribute | None = None


def prepare_ballot(
    convening: Convening,
    *,
    question: str,
    method: str,
    choices: Sequence[Choice],
    settings: Mapping[str, object] | None = None,
    activity: Activity | None = None,
    hidden: bool = True,
) -> Ballot:
    """Make a draft ballot that only facilitators see."""
    refuse_when_over(convening)
    ballot = Ballot(
        id=uuid.uuid4(),
        convening_id=convening.id,
        activity_id=None if activity is None else activity.id,
        method=method,
        hidden=hidden,
        position=next_position(convening),
    )
    db.session.add(ballot)
    write_ballot(ballot, question=question, choices=choices, settings=settings or {})
    return ballot


def change_ballot(
    ballot: Ballot,
    *,
    question: str,
    choices: Sequence[Choice],
    settings: Mapping[str, object],
    hidden: bool,
) -> None:
    """Change a draft; once opened, question, options and rules stay as they are."""
    lock(ballot, change=True)
    if ballot.state != "draft":
        raise Conflict(_l("This ballot was opened. Make a second round to change it."))
    ballot.hidden = hidden
    ballot.options.clear()
    db.session.flush()
    write_ballot(ballot, question=question, choices=choices, settings=settings)


def write_ballot(
    ballot: Ballot, *, question: str, choices: Sequence[Choice], settings: Mapping[str, object]
) -> None:
    question = clean_line(question)
    if not question:
        raise Refusal(_l("Enter the question people vote on."), field="question")
    if len(question) > QUESTION_LIMIT:
        raise Refusal(_l("Use at most 300 characters for the question."), field="question")
    options = options_from(choices)
    if not options:
        raise Refusal(_l("Choose at least one thing to vote on."), field="options")
    if len(options) > MOST_OPTIONS:
        raise Refusal(_l("A ballot has at most 60 options."), field="options")
    ballot.question = question
    ballot.settings = dict(method_named(ballot.method).check_settings(settings, len(options)))
    ballot.options = options
    tell(BallotPrepared, ballot)


def options_from(choices: Sequence[Choice]) -> list[Option]:
    found: list[Option] = []
    names: set[str] = set()
    for choice in choices:
        option = Option(id=uuid.uuid4(), position=len(found), attribute_id=None)
        if choice.attribute is not None:
            option.attribute_id = choice.attribute.id
            freeze(option, choice.attribute)
        else:
            option.name = clean_line(choice.name)[:OPTION_LIMIT]
            option.wording = clean_text(choice.wording)
        if not option.name:
            continue
        if option.name.casefold() in names:
            raise Refusal(_l("Two options have the same name."), field="options")
        names.add(option.name.casefold())
        found.append(option)
    return found


def freeze(option: Option, attribute: Attribute) -> None:
    """Put the words of now on the ballot, with the number of their revision."""
    option.name = attribute.name
    option.wording = attribute.statement
    option.revision_number = attribute.revision


def open_ballot(ballot: Ballot) -> None:
    """Let people vote, on exactly the words of this moment."""
    lock(ballot, change=True)
    refuse_when_over(ballot.convening)
    if ballot.state == "open":
        return
    if ballot.state == "closed":
        raise Conflict(_l("This ballot is closed. Make a second round to vote again."))
    for option in ballot.options:
        attribute = db.session.get(Attribute, option.attribute_id) if option.attribute_id else None
        if attribute is None:
            continue
        if attribute.dropped_at is not None:
            raise Conflict(_l("An attribute on this ballot was dropped. Change the ballot first."))
        freeze(option, attribute)
    ballot.state = "open"
    ballot.opened_at = now()
    tell(BallotOpened, ballot)


@dataclass(frozen=True, slots=True)
class Cast:
    """What became of a vote."""

    vote: Vote
    is_change: bool


def cast_vote(
    ballot: Ballot, participant: Participant, marks: Mapping[str, object], *, reason: str = ""
) -> Cast:
    """Store the participant's one vote, or change it; `marks` is option id to mark."""
    lock(ballot, change=False)
    if ballot.state == "closed":
        raise Conflict(_l("This ballot is closed. Your last stored vote counts; this one does not."))
    if ballot.state != "open":
        raise Conflict(_l("This ballot is not open yet."))
    if participant.convening_id != ballot.convening_id or participant.role not in VOTING_ROLES:
        raise NotFound(_l("There is no seat to vote from."))
    method = method_named(ballot.method)
    checked = dict(method.check(marks, ballot.settings, [str(o.id) for o in ballot.options]))
    reason = clean_text(reason)
    if len(reason) > REASON_LIMIT:
        raise Refusal(_l("Use at most 1,000 characters here."), field="reason")
    if method.asks_reason(checked) and not reason:
        raise Refusal(_l("Please say what would help you to support it."), field="reason")
    vote = store(ballot, participant, checked, reason)
    tell(VoteCast, ballot)
    return Cast(vote, is_change=vote.times_changed > 0)


def store(ballot: Ballot, participant: Participant, marks: Json, reason: str) -> Vote:
    """One row per participant, whoever else writes it at the same moment."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    moment = now()
    statement = insert(Vote).values(
        id=uuid.uuid4(),
        ballot_id=ballot.id,
        participant_id=participant.id,
        marks=marks,
        reason=reason,
        cast_at=moment,
        changed_at=moment,
        times_changed=0,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["ballot_id", "participant_id"],
        set_={
            "marks": statement.excluded.marks,
            "reason": statement.excluded.reason,
            "changed_at": moment,
            "times_changed": Vote.times_changed + 1,
        },
    )
    return db.session.scalars(
        statement.returning(Vote), execution_options={"populate_existing": True}
    ).one()


def close_ballot(ballot: Ballot) -> Json:
    """Take no more votes and count those there are. Closing again gives the same result."""
    lock(ballot, change=True)
    if ballot.state == "draft":
        raise Conflict(_l("This ballot was never opened."))
    if ballot.state == "open":
        ballot.state = "closed"
        ballot.closed_at = now()
        ballot.eligible = count_eligible(ballot.convening_id)
        ballot.result = count(ballot)
        if not ballot.hidden:
            ballot.revealed_at = ballot.closed_at
        tell(BallotClosed, ballot)
    assert ballot.result is not None
    return ballot.result


def count(ballot: Ballot) -> Json:
    """The result: the method's count of all ballots, and each group's for the group rows.

    `groups` holds the numbers of every group, small ones too: only `queries.result_view` may
    read it, and what leaves there has passed the rule for small groups.
    """
    method = method_named(ballot.method)
    options = [str(option.id) for option in ballot.options]
    rows = db.session.execute(
        select(Vote.marks, Participant.group_id)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Vote.ballot_id == ballot.id)
        .order_by(Vote.id)  # an order that says nothing about who or when
    ).all()
    by_group: dict[str, list[dict[str, Any]]] = {}
    for marks, group_id in rows:
        by_group.setdefault(str(group_id) if group_id else NO_GROUP, []).append(marks)
    total = method.count([marks for marks, _group in rows], options, ballot.settings)
    return {
        "total": total,
        "groups": {
            group: method.count(marks, options, ballot.settings)
            for group, marks in sorted(by_group.items())
        },
    }


def count_eligible(convening_id: uuid.UUID) -> int:
    """How many seats may vote."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participant)
            .where(
                Participant.convening_id == convening_id,
                Participant.role.in_(VOTING_ROLES),
                Participant.removed_at.is_(None),
            )
        )
        or 0
    )


def reveal_ballot(ballot: Ballot) -> None:
    """Show the result to everybody who sees the ballot. Cannot be taken back."""
    lock(ballot, change=True)
    if ballot.state != "closed":
        raise Conflict(_l("Close the ballot before you show its result."))
    if ballot.revealed_at is None:
        ballot.revealed_at = now()
        tell(BallotRevealed, ballot)


def new_round(ballot: Ballot) -> Ballot:
    """A draft that asks the same again, about the words of now; this round stays as it is."""
    lock(ballot, change=True)
    if ballot.state != "closed":
        raise Conflict(_l("Close this round before you prepare the next one."))
    refuse_when_over(ballot.convening)
    choices = []
    for option in ballot.options:
        attribute = db.session.get(Attribute, option.attribute_id) if option.attribute_id else None
        if attribute is not None and attribute.dropped_at is None:
            choices.append(Choice(attribute=attribute))
        elif attribute is None:
            choices.append(Choice(name=option.name, wording=option.wording))
    following = Ballot(
        id=uuid.uuid4(),
        convening_id=ballot.convening_id,
        activity_id=ballot.convening.current_activity_id,
        method=ballot.method,
        hidden=ballot.hidden,
        round=ballot.round + 1,
        previous_id=ballot.id,
        position=next_position(ballot.convening),
    )
    db.session.add(following)
    write_ballot(
        following, question=ballot.question, choices=choices, settings=fitting(ballot, choices)
    )
    return following


def fitting(ballot: Ballot, choices: Sequence[Choice]) -> Json:
    """The settings of the round before; a limit shrinks with the number of options."""
    settings = dict(ballot.settings)
    if settings.get("limit") is not None:
        settings["limit"] = max(1, min(int(settings["limit"]), len(choices)))
    return settings


def remove_draft(ballot: Ballot) -> None:
    """Throw a draft away; nobody but facilitators ever saw it."""
    lock(ballot, change=True)
    if ballot.state != "draft":
        raise Conflict(_l("This ballot was opened. It stays in the record."))
    tell(BallotPrepared, ballot)
    db.session.delete(ballot)
    db.session.flush()


def lock(ballot: Ballot, *, change: bool) -> None:
    """Hold the ballot as it is now: shared for votes, alone for whatever changes it.

    SQLite needs nothing more than the write lock the transaction began with.
    """
    db.session.flush()
    db.session.refresh(ballot, with_for_update={"read": not change})


def next_position(convening: Convening) -> int:
    highest = db.session.scalar(
        select(func.max(Ballot.position)).where(Ballot.convening_id == convening.id)
    )
    return 0 if highest is None else highest + 1


def refuse_when_over(convening: Convening) -> None:
    if convening.closed_at is not None:
        raise Conflict(_l("This convening is closed."))


def tell(kind: type[BallotEvent], ballot: Ballot) -> None:
    db.session.flush()
    publish(kind(convening_id=ballot.convening_id, ballot_id=ballot.id))
