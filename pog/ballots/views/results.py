"""A result to take along: its picture, and the ballots it was counted from."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from pog.ballots.models import Ballot
from pog.ballots.outcomes import outcome_of
from pog.ballots.permissions import VIEW_BALLOT
from pog.ballots.pictures import picture_of
from pog.ballots.pictures.files import png_of
from pog.ballots.pictures.interface import WIDTH, wrapped
from pog.ballots.publishing import has_list, list_as_csv, list_as_json
from pog.ballots.views.blueprint import blueprint
from pog.web.doors import needs
from pog.web.pages import go_to

TITLE_SIZE = 24


@blueprint.get("/ballots/<uuid:ballot_id>/result.svg")
@needs(VIEW_BALLOT)
def result_svg(ballot: Ballot) -> ResponseReturnValue:
    svg = svg_of(ballot)
    return not_yet(ballot) if svg is None else sent(svg.encode(), "svg", "image/svg+xml")


@blueprint.get("/ballots/<uuid:ballot_id>/result.png")
@needs(VIEW_BALLOT)
def result_png(ballot: Ballot) -> ResponseReturnValue:
    svg = svg_of(ballot)
    return not_yet(ballot) if svg is None else sent(png_of(svg), "png", "image/png")


def not_yet(ballot: Ballot) -> ResponseReturnValue:
    """There is nothing to take along: the ballot's page says what it waits for."""
    return go_to(url_for("ballots.show", ballot_id=ballot.id))


def svg_of(ballot: Ballot) -> str | None:
    """The result as everybody may see it; no group is in it, so it can be passed on."""
    outcome = outcome_of(ballot)
    if outcome is None:
        return None
    return render_template(
        "ballots/result.svg",
        picture=picture_of(outcome),
        lines=wrapped(ballot.question, WIDTH, TITLE_SIZE, 4, bold=True),
        size=TITLE_SIZE,
        outcome=outcome,
        convening=ballot.convening,
        ballot=ballot,
    )


# ------------------------------------------------------------------ the ballots themselves


@blueprint.get("/ballots/<uuid:ballot_id>/ballots.csv")
@needs(VIEW_BALLOT)
def ballots_csv(ballot: Ballot) -> ResponseReturnValue:
    if not has_list(ballot):
        return not_yet(ballot)
    return sent(list_as_csv(ballot).encode(), "csv", "text/csv", name="ballots")


@blueprint.get("/ballots/<uuid:ballot_id>/ballots.json")
@needs(VIEW_BALLOT)
def ballots_json(ballot: Ballot) -> ResponseReturnValue:
    if not has_list(ballot):
        return not_yet(ballot)
    return sent(list_as_json(ballot).encode(), "json", "application/json", name="ballots")


def sent(content: bytes, ending: str, kind: str, *, name: str = "result") -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
