"""Pages of ballots: preparing, voting, the desk, the projector."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Flask, request, session, url_for
from flask.typing import ResponseReturnValue

from pog.ballots import (
    pictures,
    publishing,
    queries,
    services,
    views_list,
    views_paper,
    views_record,
    views_results,
    views_series,
    views_trust,
)
from pog.ballots.blueprint import blueprint
from pog.ballots.box import new_receipt
from pog.ballots.chain import log_of
from pog.ballots.forms import BallotForm, as_typed
from pog.ballots.hooks import ways_on
from pog.ballots.marking import PartOfList, marks_shown, read_marks, stored_marks, told
from pog.ballots.methods import METHODS, method_named
from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import PHONE, VOTING_ROLES, Ballot, Vote
from pog.ballots.permissions import CAST_VOTE, RUN_BALLOT, VIEW_BALLOT
from pog.ballots.voting import Cast, cast_vote
from pog.clusters.models import Cluster
from pog.clusters.queries import clusters_of
from pog.convenings.models import Convening, Participant
from pog.convenings.naming import name_of
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.errors import Forbidden, Refusal
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.profiles.models import Attribute
from pog.profiles.queries import attributes_in_order
from pog.web.doors import actor, needs
from pog.web.once import pressed_at, say_again
from pog.web.pages import explain, go_to, notice, page, wants_part

RECEIPT = "receipt"

__all__ = [
    "blueprint",
    "views_list",
    "views_paper",
    "views_record",
    "views_results",
    "views_series",
    "views_trust",
]


# ------------------------------------------------------------------ voting


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


# ------------------------------------------------------------------ preparing


def attributes_of(convening: Convening) -> list[Attribute]:
    return attributes_in_order(convening.profile)


def clusters_for(convening: Convening) -> list[Cluster]:
    return [view.cluster for view in clusters_of(convening.id)]


def form_page(
    convening: Convening, form: BallotForm, ballot: Ballot | None = None, status: int = 200
) -> ResponseReturnValue:
    action = (
        url_for("ballots.save", ballot_id=ballot.id)
        if ballot
        else url_for("ballots.prepare", convening_id=convening.id)
    )
    return page(
        "ballots/edit.html",
        status=status,
        convening=convening,
        ballot=ballot,
        form=form,
        action=action,
        kept=services.choices_kept(ballot) if ballot else [],
        methods=METHODS.values(),
        details={method.name: method.detail for method in METHODS.values()},
    )


@blueprint.get("/convenings/<uuid:convening_id>/ballots/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def create(convening: Convening) -> ResponseReturnValue:
    clusters = clusters_for(convening)
    typed: dict[str, Any] = {}
    if "themes" in request.args and clusters:
        typed = {
            "question": _("Which themes matter most?"),
            "method": "dots",
            "clusters": [str(one.id) for one in clusters],
        }
    form = BallotForm(formdata=None, data=typed)
    form.offer(attributes_of(convening), clusters, convening.groups)
    return form_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/ballots/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def prepare(convening: Convening) -> ResponseReturnValue:
    form = BallotForm()
    attributes, clusters = attributes_of(convening), clusters_for(convening)
    form.offer(attributes, clusters, convening.groups)
    status = 422
    try:
        if form.validate():
            made = services.prepare_ballot(
                convening,
                question=str(form.question.data),
                method=str(form.method.data),
                choices=form.choices(attributes, clusters),
                settings=form.settings,
                hidden=bool(form.hidden.data),
                terms=form.terms,
            )
            notice(_("The ballot is prepared. Nobody else sees it before you open it."))
            return go_to(url_for("ballots.desk", ballot_id=made.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(convening, form, status=status)


@blueprint.get("/ballots/<uuid:ballot_id>/edit")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def edit(ballot: Ballot) -> ResponseReturnValue:
    if ballot.state != "draft":
        return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    form = BallotForm(formdata=None, data=as_typed(ballot))
    form.offer(
        attributes_of(ballot.convening), clusters_for(ballot.convening), ballot.convening.groups
    )
    return form_page(ballot.convening, form, ballot)


@blueprint.post("/ballots/<uuid:ballot_id>/edit")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def save(ballot: Ballot) -> ResponseReturnValue:
    form = BallotForm()
    attributes, clusters = attributes_of(ballot.convening), clusters_for(ballot.convening)
    form.offer(attributes, clusters, ballot.convening.groups)
    status = 422
    try:
        if form.validate():
            services.change_ballot(
                ballot,
                question=str(form.question.data),
                method=str(form.method.data),
                choices=[*services.choices_kept(ballot), *form.choices(attributes, clusters)],
                settings=form.settings,
                hidden=bool(form.hidden.data),
                terms=form.terms,
            )
            notice(_("The ballot is changed."))
            return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(ballot.convening, form, ballot, status)


# ------------------------------------------------------------------ running


@blueprint.get("/ballots/<uuid:ballot_id>/desk")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def desk(ballot: Ballot) -> ResponseReturnValue:
    method = method_named(ballot.method)
    shown: dict[str, Any] = {
        "ballot": ballot,
        "outcome": None,
        "lines": [],
        "remarks": [],
        **queries.absent_view(ballot.convening_id),
    }
    if ballot.state != "draft":
        shown = {
            **(queries.turnout_view(ballot.convening_id, ballot.id) or {}),
            **(queries.result_view(ballot.convening_id, ballot.id) or {}),
            **(queries.remarks_view(ballot.convening_id, ballot.id) or {}),
        }
    return page(
        "ballots/desk.html",
        **{
            **shown,
            "convening": ballot.convening,
            "method": method,
            "rule": method.rule(ballot.settings),
            "revisions": queries.revisions_now(ballot),
            "inside": queries.notes_inside(ballot),
            "ways_on": ways_on(actor(), ballot),
            "later": queries.round_after(ballot) if ballot.state == "closed" else None,
            "log": log_of(ballot.id),
            "groups_asked": groups_asked(ballot),
        },
    )


def groups_asked(ballot: Ballot) -> list[str]:
    """The names of the groups a ballot is for; none when it is for everybody."""
    return [group.name for group in ballot.convening.groups if str(group.id) in ballot.group_ids]


def back_to_desk(ballot: Ballot) -> ResponseReturnValue:
    return go_to(url_for("ballots.desk", ballot_id=ballot.id))


@blueprint.post("/ballots/<uuid:ballot_id>/open")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def open_vote(ballot: Ballot) -> ResponseReturnValue:
    services.open_ballot(ballot, by=name_of(actor(), ballot.convening))
    notice(_("Voting is open."))
    return back_to_desk(ballot)


@blueprint.get("/ballots/<uuid:ballot_id>/close")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def ask_to_close(ballot: Ballot) -> ResponseReturnValue:
    if ballot.state != "open":
        return back_to_desk(ballot)
    return page(
        "ballots/close.html",
        **{
            **(queries.status_view(ballot.convening_id, ballot.id) or {}),
            **(queries.remarks_view(ballot.convening_id, ballot.id) or {}),
            "convening": ballot.convening,
        },
    )


@blueprint.post("/ballots/<uuid:ballot_id>/close")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def close_vote(ballot: Ballot) -> ResponseReturnValue:
    services.close_ballot(ballot, by=name_of(actor(), ballot.convening))
    if ballot.is_revealed:
        notice(_("Voting is closed, and everybody sees the result."))
    else:
        notice(_("Voting is closed. Nobody sees the result before you show it."))
    return back_to_desk(ballot)


@blueprint.post("/ballots/<uuid:ballot_id>/reveal")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def reveal(ballot: Ballot) -> ResponseReturnValue:
    services.reveal_ballot(ballot, by=name_of(actor(), ballot.convening))
    notice(_("Everybody sees the result now."))
    return back_to_desk(ballot)


@blueprint.post("/ballots/<uuid:ballot_id>/rounds")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def start_round(ballot: Ballot) -> ResponseReturnValue:
    after = services.new_round(ballot)
    notice(
        _(
            "Round %(number)s is prepared on today's words. Open it when you are ready.",
            number=after.round,
        )
    )
    return go_to(url_for("ballots.desk", ballot_id=after.id))


@blueprint.post("/ballots/<uuid:ballot_id>/discard")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def discard(ballot: Ballot) -> ResponseReturnValue:
    convening_id = ballot.convening_id
    services.discard_ballot(ballot)
    notice(_("The draft is gone."))
    return go_to(url_for("ballots.now", convening_id=convening_id))


@blueprint.get("/ballots/<uuid:ballot_id>/projector")
@needs(VIEW_BALLOT)
def projector(ballot: Ballot) -> ResponseReturnValue:
    """What the room reads from its wall; before the reveal not a number of the result is in it."""
    if ballot.state == "draft":
        return back_to_desk(ballot)
    return page(
        "ballots/projector.html",
        **{
            **(queries.wall_view(ballot.convening_id, ballot.id) or {}),
            "convening": ballot.convening,
        },
    )


def ballot_on_the_wall(convening_id: uuid.UUID) -> dict[str, Any]:
    """For the convening's projector: the ballot the room is at, as the live region shows it."""
    return queries.stage_view(convening_id)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        ballot_on_the_wall=ballot_on_the_wall, has_list=publishing.has_list
    )
    app.jinja_env.filters.update(
        rounds_on_the_wall=pictures.rounds_on_the_wall,
        rounds_picture=pictures.rounds_picture,
        spread_picture=pictures.spread_picture,
        group_pictures=pictures.group_pictures,
    )
