"""Several questions in a row: prepared in one step, opened one after the other."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from pog.ballots.methods import method_named
from pog.ballots.models import QUESTION_LIMIT, Ballot
from pog.ballots.services import Choice, close_ballot, open_ballot, prepare_ballot, reveal_ballot
from pog.ballots.terms import Terms
from pog.convenings.models import Convening
from pog.convenings.summoning import call_everybody
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l
from pog.profiles.models import Attribute

NAME = "{name}"
"""Where the attribute's name goes in the question."""
MOST_IN_A_ROW = 30


def prepare_series(
    convening: Convening,
    *,
    question: str,
    method: str,
    attributes: Sequence[Attribute],
    hidden: bool = True,
    terms: Terms | None = None,
) -> list[Ballot]:
    """Draft one ballot for each attribute, in their order."""
    if len(attributes) < 2:
        raise Refusal(_l("Choose at least two attributes."), field="attributes")
    if len(attributes) > MOST_IN_A_ROW:
        raise Refusal(_l("Put at most 30 questions in a row."), field="attributes")
    if method_named(method).least_options > 1:
        raise Refusal(
            _l("In a row each question is about one attribute. Choose another way to vote."),
            field="method",
        )
    series_id = uuid.uuid4()
    return [
        prepare_ballot(
            convening,
            question=asked_about(question, one)[:QUESTION_LIMIT],
            method=method,
            choices=[Choice(attribute=one)],
            hidden=hidden,
            terms=terms,
            series_id=series_id,
        )
        for one in attributes
    ]


def asked_about(question: str, attribute: Attribute) -> str:
    """The question with the attribute's name in it; at its end, when no place was given."""
    if NAME in question:
        return question.replace(NAME, attribute.name)
    return f"{question} {attribute.name}".strip()


def series_of(series_id: uuid.UUID) -> Sequence[Ballot]:
    """The questions of a row, in their order; further rounds are not part of it."""
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.series_id == series_id)
        .order_by(Ballot.position, Ballot.created_at)
    ).all()


def open_next(ballots: Sequence[Ballot], *, by: str) -> Ballot:
    """Open the first question that waits and lead everybody to it; earlier ones stay open."""
    waiting = next((one for one in ballots if one.state == "draft"), None)
    if waiting is None:
        raise Conflict(_l("All questions of this row were opened."))
    open_ballot(waiting, by=by)
    call_everybody(waiting.convening, "ballot", str(waiting.id))
    return waiting


def close_series(ballots: Sequence[Ballot], *, by: str) -> int:
    """Close all that is open; say how many."""
    waiting = [one for one in ballots if one.state == "open"]
    for one in waiting:
        close_ballot(one, by=by)
    return len(waiting)


def reveal_series(ballots: Sequence[Ballot], *, by: str) -> int:
    """Show all results that wait; say how many."""
    waiting = [one for one in ballots if one.state == "closed" and one.revealed_at is None]
    for one in waiting:
        reveal_ballot(one, by=by)
    return len(waiting)
