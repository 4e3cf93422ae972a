"""A result to take along: its picture, as SVG and PNG."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from pog.ballots.blueprint import blueprint
from pog.ballots.models import Ballot
from pog.ballots.outcomes import outcome_of
from pog.ballots.permissions import VIEW_BALLOT
from pog.ballots.pictures import picture_of
from pog.ballots.pictures.files import png_of
from pog.ballots.pictures.interface import WIDTH, wrapped
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
    """Before the reveal there is no picture: the ballot's page says what it waits for."""
    return go_to(url_for("ballots.show", ballot_id=ballot.id))


def svg_of(ballot: Ballot) -> str | None:
    """The result as everybody may see it; no group is in it, so it can be passed on."""
    outcome = outcome_of(ballot)
    if outcome is None:
        return None
    return render_template(
        "ballots/result.svg",
        picture=picture_of(outcome),
        lines=wrapped(ballot.question, WIDTH, TITLE_SIZE, 4),
        size=TITLE_SIZE,
        outcome=outcome,
        convening=ballot.convening,
        ballot=ballot,
    )


def sent(content: bytes, ending: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="result.{ending}"'
    return response
