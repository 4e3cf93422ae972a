"""Pages for paper ballots with a card's code: at the help desk, and those that came by post."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.ballots import queries
from pog.ballots.marking import marks_shown, read_marks
from pog.ballots.methods import method_named
from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import DESK, Ballot
from pog.ballots.paper import enter_paper
from pog.ballots.permissions import ENTER_PAPER, RUN_BALLOT, VIEW_BALLOT
from pog.ballots.views.blueprint import blueprint
from pog.convenings.naming import name_of
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page


def paper_page(
    ballot: Ballot,
    *,
    marks: Mapping[str, str] | None = None,
    reason: str = "",
    code: str = "",
    channel: str = DESK,
    problem: Refusal | None = None,
) -> ResponseReturnValue:
    """The marks of the next paper ballot; after a refusal with what was typed."""
    method = method_named(ballot.method)
    context: dict[str, Any] = {
        **(queries.status_view(ballot.convening_id, ballot.id) or {}),
        "ballot": ballot,
        "convening": ballot.convening,
        "method": method,
        "rule": method.rule(ballot.settings),
        "marks": marks or {},
        "reason": reason,
        "code": code,
        "channel": channel,
        "problem": str(problem) if problem else None,
        "problem_field": problem.field if problem else None,
        "none_name": NONE_OF_THESE,
        "revisions": queries.revisions_now(ballot),
        "inside": queries.notes_inside(ballot),
        "may_run": RUN_BALLOT.allows(actor(), ballot),
    }
    return page("ballots/paper.html", status=problem.status if problem else 200, **context)


@blueprint.get("/ballots/<uuid:ballot_id>/paper")
@needs(ENTER_PAPER, else_hidden_without=VIEW_BALLOT)
def paper(ballot: Ballot) -> ResponseReturnValue:
    if ballot.state == "draft":
        return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    return paper_page(ballot, channel=request.args.get("channel", DESK))


@blueprint.post("/ballots/<uuid:ballot_id>/paper")
@needs(ENTER_PAPER, else_hidden_without=VIEW_BALLOT)
def store_paper(ballot: Ballot) -> ResponseReturnValue:
    """Store one paper ballot and go on to the next."""
    marks = read_marks(ballot, request.form)
    reason = request.form.get("reason", "")
    code = request.form.get("code", "")
    channel = request.form.get("channel", "")
    by = name_of(actor(), ballot.convening)
    try:
        seat = enter_paper(ballot, code, marks, reason=reason, channel=channel, by=by)
    except Refusal as refusal:
        if ballot.state == "draft":
            raise
        return paper_page(
            ballot,
            marks=marks_shown(marks, ballot.method),
            reason=reason,
            code=code,
            channel=channel,
            problem=refusal,
        )
    notice(_("The paper ballot of %(name)s is stored.", name=seat.nickname))
    return go_to(url_for("ballots.paper", ballot_id=ballot.id, channel=channel))
