"""The desk of a ballot, opening, closing and showing it, and the wall."""

import uuid
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.ballots import (
    queries,
    services,
)
from pog.ballots.chain import log_of
from pog.ballots.hooks import ways_on
from pog.ballots.methods import method_named
from pog.ballots.models import Ballot
from pog.ballots.permissions import RUN_BALLOT, VIEW_BALLOT
from pog.ballots.views.blueprint import blueprint
from pog.convenings.naming import name_of
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page


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
