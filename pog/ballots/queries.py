"""Finding ballots and votes, and what their pages and live regions show."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from pog.ballots.chain import head_of, log_of
from pog.ballots.deciding import each_group_as_one, verdict_of
from pog.ballots.eligibility import cast, has_voted_in, may_vote
from pog.ballots.hooks import remarks_on
from pog.ballots.methods import method_named
from pog.ballots.models import Ballot, Option, Portion, Vote, Voter
from pog.ballots.outcomes import OptionOutcome, Outcome, outcome_of
from pog.ballots.tallying import turnout, turnout_lines, voted_and_eligible
from pog.clusters.queries import NoteLine, clusters_of
from pog.comments.my_input import Line, adds_to_my_input
from pog.convenings.attendance import COUNTED, VOTED, counts_as
from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.queries import representation
from pog.core.database import db
from pog.core.i18n import _n
from pog.profiles.models import Attribute

# What every page of a voting hall asks is built once: putting a statement together costs as much
# as running it.
_SHOWN = (
    select(Ballot)
    .where(Ballot.convening_id == bindparam("convening_id"), Ballot.state != "draft")
    .order_by(Ballot.position, Ballot.created_at)
)
_WAITING = (
    select(Ballot)
    .where(
        Ballot.convening_id == bindparam("convening_id"),
        Ballot.state == "open",
        ~has_voted_in(bindparam("participant_id")),
    )
    .order_by(Ballot.position, Ballot.created_at)
)
_VOTE = select(Vote).where(
    Vote.ballot_id == bindparam("ballot_id"),
    Vote.participant_id == bindparam("participant_id"),
)


def ballots_of(convening_id: uuid.UUID) -> Sequence[Ballot]:
    """The convening's ballots in order, drafts left out."""
    return db.session.scalars(_SHOWN, {"convening_id": convening_id}).all()


def draft_ballots(convening_id: uuid.UUID) -> Sequence[Ballot]:
    """What is prepared; for facilitators only."""
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id == convening_id, Ballot.state == "draft")
        .order_by(Ballot.position, Ballot.created_at)
    ).all()


def open_ballots(convening_id: uuid.UUID) -> Sequence[Ballot]:
    return [one for one in ballots_of(convening_id) if one.state == "open"]


def next_to_vote(convening_id: uuid.UUID, participant: Participant) -> Ballot | None:
    """The first open ballot this seat is asked about and has not voted in."""
    seat = {"convening_id": convening_id, "participant_id": participant.id}
    waiting = db.session.scalars(_WAITING, seat)
    return next((one for one in waiting if may_vote(one, participant)), None)


def vote_of(ballot_id: uuid.UUID, participant_id: uuid.UUID) -> Vote | None:
    mine = {"ballot_id": ballot_id, "participant_id": participant_id}
    return db.session.scalar(_VOTE, mine)


def votes_by(participant: Participant) -> frozenset[uuid.UUID]:
    """The ballots this seat has voted in."""
    found = cast(Participant.id == participant.id).subquery()
    return frozenset(db.session.scalars(select(found.c.ballot_id)))


def channel_of(ballot: Ballot, participant: Participant) -> str:
    """How this seat's vote came in (`models.PHONE` ...); empty when there is none."""
    if ballot.secret:
        line = db.session.get(Voter, (ballot.id, participant.id))
        return line.channel if line is not None and line.voted else ""
    vote = vote_of(ballot.id, participant.id)
    return vote.channel if vote is not None else ""


def options_for(ballot: Ballot, participant: Participant) -> list[str]:
    """The options this seat is asked about: all, or its portion of a long list."""
    if ballot.shown_each is None:
        return ballot.option_keys
    portion = db.session.get(Portion, (ballot.id, participant.id))
    return portion.options if portion is not None else []


def revisions_now(ballot: Ballot) -> Mapping[uuid.UUID, int]:
    """The number each attribute on the ballot stands at today."""
    return revisions_about([ballot])


def revisions_about(ballots: Iterable[Ballot]) -> Mapping[uuid.UUID, int]:
    """The same for several ballots, in one query."""
    options = [option for ballot in ballots for option in ballot.options]
    ids = [option.attribute_id for option in options if option.attribute_id is not None]
    if not ids:
        return {}
    rows = db.session.execute(select(Attribute.id, Attribute.revision).where(Attribute.id.in_(ids)))
    return {attribute_id: revision for attribute_id, revision in rows}


def notes_inside(ballot: Ballot) -> Mapping[uuid.UUID, Sequence[NoteLine]]:
    """The notes that may be read in each cluster on the ballot."""
    wanted = {option.cluster_id for option in ballot.options if option.cluster_id is not None}
    if not wanted:
        return {}
    return {
        view.cluster.id: view.shown
        for view in clusters_of(ballot.convening_id)
        if view.cluster.id in wanted
    }


def next_position(convening_id: uuid.UUID) -> int:
    return (
        db.session.scalar(
            select(func.coalesce(func.max(Ballot.position), 0) + 1).where(
                Ballot.convening_id == convening_id
            )
        )
        or 1
    )


def round_after(ballot: Ballot) -> Ballot | None:
    return db.session.scalar(select(Ballot).where(Ballot.previous_id == ballot.id).limit(1))


# ------------------------------------------------------------------ what regions show
# Called with the convening's identifier, and the ballot's, by the page and by the live push.


def list_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `ballots`: what is open and what is closed; no numbers, so votes do not move it."""
    return {"ballots": ballots_of(convening_id)}


def _ballot(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> Ballot | None:
    return db.session.scalar(
        select(Ballot)
        .where(Ballot.id == ballot_id, Ballot.convening_id == convening_id, Ballot.state != "draft")
        .options(selectinload(Ballot.options), joinedload(Ballot.convening))
    )


def status_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-{id}`: open or closed, and how many have voted."""
    ballot = _ballot(convening_id, ballot_id)
    return None if ballot is None else {"ballot": ballot, **numbers_of(ballot)}


def turnout_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-turnout-{id}` of the desk: who has voted, by group."""
    ballot = _ballot(convening_id, ballot_id)
    return None if ballot is None else {"ballot": ballot, **turnout_of(ballot)}


def remarks_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-remarks-{id}` of the desk: what to look at before the close."""
    ballot = _ballot(convening_id, ballot_id)
    if ballot is None:
        return None
    return {"ballot": ballot, "remarks": remarks_on(ballot) if ballot.state == "open" else []}


def absent_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `absent` of the desk: groups that are wanted and not all here, the emptiest first."""
    rows = [row for row in representation(convening_id) if row.group is not None and row.missing]
    return {"absent": sorted(rows, key=lambda row: row.joined * 100 // row.target)}


def numbers_of(ballot: Ballot) -> dict[str, Any]:
    """How many may vote and how many have, without asking who stands for which group."""
    voted, eligible = voted_and_eligible(ballot)
    return {"voted": voted, "eligible": eligible}


def turnout_of(ballot: Ballot) -> dict[str, Any]:
    """How many may vote and how many have, all together and by group."""
    rows = turnout(ballot)
    return {
        "lines": turnout_lines(ballot, rows),
        "voted": sum(row.voted for row in rows),
        "eligible": sum(row.joined for row in rows),
    }


def result_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-result-{id}`: the result once it is revealed; before, not a number of it."""
    ballot = _ballot(convening_id, ballot_id)
    if ballot is None:
        return None
    revisions = revisions_now(ballot) if ballot.is_revealed else {}
    return {"ballot": ballot, "revisions": revisions, **outcomes_shown(ballot)}


def outcomes_shown(ballot: Ballot) -> dict[str, Any]:
    """The result and that of the round before, as far as they may be seen."""
    outcome = outcome_of(ballot)
    return {
        "outcome": outcome,
        "earlier": earlier_round(ballot),
        "verdict": verdict_of(ballot),
        "equal": each_group_as_one(outcome) if outcome else (),
        "head": head_of(log_of(ballot.id)) if outcome else "",
    }


def wall_view(convening_id: uuid.UUID, ballot_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `ballot-wall-{id}`: what the projector shows."""
    found = result_view(convening_id, ballot_id)
    if found is None:
        return None
    method = method_named(found["ballot"].method)
    return {**found, **numbers_of(found["ballot"]), "method": method}


def stage_view(convening_id: uuid.UUID) -> dict[str, Any]:
    """Region `ballot-stage` of the convening's projector: the ballot the room is at, or nothing."""
    ballot_id = _ballot_of_the_moment(convening_id)
    found = wall_view(convening_id, ballot_id) if ballot_id else None
    nothing = {"ballot": None, "outcome": None, "earlier": None, "voted": 0, "eligible": 0}
    return found or {**nothing, "method": None}


def _ballot_of_the_moment(convening_id: uuid.UUID) -> uuid.UUID | None:
    """The ballot opened last; once closed it stays until the room moves on to another step."""
    return db.session.scalar(
        select(Ballot.id)
        .join(Convening, Convening.id == Ballot.convening_id)
        .outerjoin(Activity, Activity.id == Convening.current_activity_id)
        .where(
            Ballot.convening_id == convening_id,
            Convening.closed_at.is_(None),
            or_(
                Ballot.state == "open",
                (Ballot.state == "closed") & (Ballot.closed_at >= Activity.opened_at),
            ),
        )
        .order_by(Ballot.state.desc(), Ballot.opened_at.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRound:
    """What the round before said, option by option."""

    round: int
    outcome: Outcome
    by_option: Mapping[uuid.UUID, OptionOutcome]
    """By the option of the later round."""


def earlier_round(ballot: Ballot) -> EarlierRound | None:
    """The round before, once both results may be seen."""
    if ballot.previous_id is None or not ballot.is_revealed:
        return None
    before = _ballot(ballot.convening_id, ballot.previous_id)
    outcome = outcome_of(before) if before else None
    if before is None or outcome is None:
        return None
    known = {_sameness(one.option, len(before.options)): one for one in outcome.options}
    matched = {
        option.id: known[_sameness(option, len(ballot.options))]
        for option in ballot.options
        if _sameness(option, len(ballot.options)) in known
    }
    return EarlierRound(round=before.round, outcome=outcome, by_option=matched)


def _sameness(option: Option, options: int) -> object:
    """Two rounds' options are the same by what they are about, or by name, or as the only ones."""
    if options == 1:
        return "the only one"
    return option.attribute_id or option.cluster_id or option.name.casefold()


# ------------------------------------------------------------------ told to lower floors


@counts_as(VOTED)
def seats_that_voted(convening_id: uuid.UUID) -> Select[Any]:
    """Seats with a vote in any ballot of the convening, open ones included."""
    return select(cast(Ballot.convening_id == convening_id).subquery().c.participant_id)


@counts_as(COUNTED)
def seats_counted(convening_id: uuid.UUID) -> Select[Any]:
    """The same for closed ballots: a number that moves with each vote would tell who votes now."""
    mine = cast(Ballot.convening_id == convening_id, Ballot.state == "closed").subquery()
    return select(mine.c.participant_id)


@adds_to_my_input
def votes_in_words(seats: Sequence[uuid.UUID]) -> Iterable[Line]:
    """How many questions each of these seats voted on; what it chose stays on the ballot."""
    mine = cast(Participant.id.in_(seats)).subquery()
    rows = db.session.execute(
        select(Ballot.convening_id, func.count())
        .join(mine, mine.c.ballot_id == Ballot.id)
        .group_by(Ballot.convening_id)
    )
    for convening_id, number in rows:
        text = _n("You voted on one question.", "You voted on %(num)s questions.", number)
        yield Line(convening_id=convening_id, text=str(text))
