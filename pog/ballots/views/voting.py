"""The pages people vote on."""

from collections.abc import Mapping
from typing import Any

from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from pog.ballots import (
    queries,
)
from pog.ballots.box import new_receipt
from pog.ballots.hooks import ways_on
from pog.ballots.marking import PartOfList, marks_shown, read_marks, stored_marks, told
from pog.ballots.methods import method_named
from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import PHONE, VOTING_ROLES, Ballot, Vote
from pog.ballots.permissions import CAST_VOTE, RUN_BALLOT, VIEW_BALLOT
from pog.ballots.views.blueprint import blueprint
from pog.ballots.views.preparing import clusters_for
from pog.ballots.views.running import groups_asked
from pog.ballots.voting import Cast, cast_vote
from pog.convenings.models import Convening, Participant
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.errors import Forbidden, Refusal
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.web.doors import actor, needs
from pog.web.once import pressed_at, say_again
from pog.web.pages import go_to, notice, page, wants_part

RECEIPT = "receipt"


@blueprint.get("/convenings/<uuid:convening_id>/ballots")
@needs(VIEW_CONVENING)
def now(convening: Convening) -> ResponseReturnValue:
    """Where the room votes: on to the first question without a vote, else the list of all."""
    who = actor()
    seat = voting_seat(convening)
    may_run = FACILITATE.allows(who, convening)
    if seat is not None and not may_run and convening.takes_input:
        waiting = queries.next_to_vote(convening.id, seat)
        if waiting is not None:
            return go_to(url_for("ballots.show", ballot_id=waiting.id))
    return page(
        "ballots/now.html",
        convening=convening,
        seat=seat_of(who, convening.id),
        may_run=may_run,
        drafts=queries.draft_ballots(convening.id) if may_run else [],
        voted=queries.votes_by(seat) if seat else frozenset(),
        has_themes=may_run and bool(clusters_for(convening)),
        **queries.list_view(convening.id),
    )


def voting_seat(convening: Convening) -> Participant | None:
    seat = seat_of(actor(), convening.id)
    return seat if seat is not None and seat.role in VOTING_ROLES else None


def ballot_page(
    ballot: Ballot,
    *,
    marks: Mapping[str, str] | None = None,
    reason: str | None = None,
    problem: Refusal | None = None,
    said: str | None = None,
    receipt: str = "",
) -> ResponseReturnValue:
    """The page to vote on; after a refusal with what was marked, after a vote with its receipt.

    A hall votes within seconds: who gets the part only does not wait for the rest of the page.
    """
    who = actor()
    seat = voting_seat(ballot.convening) if CAST_VOTE.allows(who, ballot) else None
    vote = queries.vote_of(ballot.id, seat.id) if seat and not ballot.secret else None
    channel = channel_of(ballot, seat, vote)
    method = method_named(ballot.method)
    marked = marks if marks is not None else stored_marks(ballot, vote)
    keys = queries.options_for(ballot, seat) if seat else ballot.option_keys
    context: dict[str, Any] = {
        "ballot": ballot if keys == ballot.option_keys else PartOfList(ballot, keys),
        "needs_portion": not keys,
        "method": method,
        "rule": method.rule(ballot.settings),
        "may_vote": seat is not None,
        "asks_others": bool(ballot.group_ids) and seat is None,
        "vote": bool(channel),
        "on_paper": channel not in ("", PHONE),
        "receipt": receipt,
        "marks": marked,
        "told": told(ballot, marked),
        "reason": reason if reason is not None else (vote.reason if vote else ""),
        "problem": str(problem) if problem else None,
        "problem_field": problem.field if problem else None,
        "said": said,
        "none_name": NONE_OF_THESE,
        "revisions": queries.revisions_now(ballot),
        "inside": queries.notes_inside(ballot),
        "following": queries.next_to_vote(ballot.convening_id, seat) if seat and channel else None,
    }
    is_part = request.method == "POST"
    return page(
        "ballots/show.html",
        part="ballots/_vote.html" if is_part else None,
        into="#vote",
        status=problem.status if problem else 200,
        **context,
        **({} if is_part and wants_part() else around_the_vote(ballot, who)),
    )


def channel_of(ballot: Ballot, seat: Participant | None, vote: Vote | None) -> str:
    """How this seat's vote came in; empty when there is none."""
    if seat is not None and ballot.secret:
        return queries.channel_of(ballot, seat)
    return vote.channel if vote is not None else ""


def around_the_vote(ballot: Ballot, who: Actor) -> dict[str, Any]:
    """The rest of the page: how the ballot stands, and the other ones."""
    return {
        **queries.numbers_of(ballot),
        **queries.outcomes_shown(ballot),
        "convening": ballot.convening,
        "groups_asked": groups_asked(ballot),
        "seat": seat_of(who, ballot.convening_id),
        "may_run": RUN_BALLOT.allows(who, ballot),
        "ways_on": ways_on(who, ballot),
        **queries.list_view(ballot.convening_id),
    }


@blueprint.get("/ballots/<uuid:ballot_id>")
@needs(VIEW_BALLOT)
def show(ballot: Ballot) -> ResponseReturnValue:
    if ballot.state == "draft":
        return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    return ballot_page(ballot, receipt=receipt_to_show(ballot))


def receipt_to_show(ballot: Ballot) -> str:
    """The code of a secret vote, once: it waited in the voter's own cookie for the next page."""
    kept = session.get(RECEIPT, ())
    if len(kept) == 2 and kept[0] == str(ballot.id):
        session.pop(RECEIPT)
        return str(kept[1])
    return ""


@blueprint.post("/ballots/<uuid:ballot_id>/vote")
@needs(CAST_VOTE, else_hidden_without=VIEW_BALLOT)
def vote(ballot: Ballot) -> ResponseReturnValue:
    seat = voting_seat(ballot.convening)
    if seat is None:
        raise Forbidden(_("You have no vote here."))
    marks = read_marks(ballot, request.form)
    reason = request.form.get("reason", "")
    code = new_receipt() if ballot.secret else ""
    try:
        done = cast_vote(ballot, seat, marks, reason=reason, pressed_at=pressed_at(), receipt=code)
    except Refusal as refusal:
        if ballot.state == "draft":
            raise
        sent = marks_shown(marks, ballot.method)
        return ballot_page(ballot, marks=sent, reason=reason, problem=refusal)
    said = what_it_did(done)
    if wants_part():
        say_again(said)
        return ballot_page(ballot, said=said, receipt=code)
    notice(said)
    if code:
        session[RECEIPT] = [str(ballot.id), code]
    return go_to(url_for("ballots.show", ballot_id=ballot.id))


def what_it_did(done: Cast) -> str:
    if done is Cast.CHANGED:
        said = _(
            "Your vote is changed: the new one counts, the one before does not. "
            "You can change it until the facilitator closes."
        )
    else:
        said = _("Your vote is stored. You can change it until the facilitator closes.")
    return str(said)
