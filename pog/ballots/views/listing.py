"""Pages of the published list of a secret ballot: looking one's own vote up, and the file."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from pog.ballots import receipts
from pog.ballots.marking import marks_shown, told
from pog.ballots.models import Ballot
from pog.ballots.permissions import RUN_BALLOT, VIEW_BALLOT
from pog.ballots.publishing import has_list
from pog.ballots.views.blueprint import blueprint
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import page

MOST_SHOWN = 200
"""Longer lists are in the file; nobody reads them on a phone."""


def list_page(
    ballot: Ballot, *, code: str = "", problem: Refusal | None = None
) -> ResponseReturnValue:
    votes = receipts.published_votes(ballot)
    found = receipts.find_vote(ballot, code) if code and not problem else None
    if code and found is None and problem is None:
        problem = Refusal(
            _(
                "No vote in this list has this code. Compare it with yours. When you changed your "
                "vote, only the last code is in the list."
            )
        )
    return page(
        "ballots/votes.html",
        status=problem.status if problem else 200,
        ballot=ballot,
        convening=ballot.convening,
        votes=[
            (one, told(ballot, marks_shown(one.marks, ballot.method))) for one in votes[:MOST_SHOWN]
        ],
        number=len(votes),
        code=code,
        found=found,
        found_told=told(ballot, marks_shown(found.marks, ballot.method)) if found else [],
        problem=str(problem) if problem else None,
        may_run=RUN_BALLOT.allows(actor(), ballot),
        more=len(votes) - MOST_SHOWN,
    )


@blueprint.get("/ballots/<uuid:ballot_id>/votes")
@needs(VIEW_BALLOT)
def votes(ballot: Ballot) -> ResponseReturnValue:
    """Every vote without its voter, once the result is shown."""
    return list_page(ballot)


@blueprint.post("/ballots/<uuid:ballot_id>/votes")
@needs(VIEW_BALLOT)
def find_vote(ballot: Ballot) -> ResponseReturnValue:
    """Look a receipt up. It changes nothing, but a code in an address would stand in logs."""
    code = request.form.get("code", "").strip()[:80]
    problem = None if code else Refusal(_("Enter the code of your receipt."), field="code")
    return list_page(ballot, code=code, problem=problem)


@blueprint.get("/ballots/<uuid:ballot_id>/votes.json")
@needs(VIEW_BALLOT)
def votes_file(ballot: Ballot) -> ResponseReturnValue:
    """The list as a file, for counting again elsewhere."""
    if not has_list(ballot):
        raise NotFound(NOT_HERE)
    answer = Response(receipts.as_json(ballot), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="votes-{ballot.id}.json"'
    return answer
