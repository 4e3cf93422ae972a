"""Pages of questions in a row, of long lists and of the short lists made from them."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.ballots import portions, series
from pog.ballots.forms_series import SeriesForm
from pog.ballots.models import Ballot
from pog.ballots.permissions import CAST_VOTE, RUN_BALLOT, VIEW_BALLOT
from pog.ballots.shortlisting import make_short_list
from pog.ballots.terms import Terms
from pog.ballots.views.blueprint import blueprint
from pog.convenings.models import Convening
from pog.convenings.naming import name_of
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.errors import Forbidden, NotFound, Refusal
from pog.core.i18n import _, _n
from pog.profiles.queries import attributes_in_order
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page


def form_page(convening: Convening, form: SeriesForm, status: int = 200) -> ResponseReturnValue:
    return page("ballots/series_new.html", status=status, convening=convening, form=form)


@blueprint.get("/convenings/<uuid:convening_id>/ballots/series/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def plan_series(convening: Convening) -> ResponseReturnValue:
    attributes = attributes_in_order(convening.profile)
    form = SeriesForm(formdata=None, data={"attributes": [str(one.id) for one in attributes]})
    form.offer(attributes)
    return form_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/ballots/series/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def prepare_series(convening: Convening) -> ResponseReturnValue:
    """Draft one question for each attribute."""
    attributes = attributes_in_order(convening.profile)
    form = SeriesForm()
    form.offer(attributes)
    status = 422
    try:
        if form.validate():
            chosen = set(form.attributes.data or [])
            made = series.prepare_series(
                convening,
                question=str(form.question.data),
                method=str(form.method.data),
                attributes=[one for one in attributes if str(one.id) in chosen],
                hidden=bool(form.hidden.data),
                terms=Terms(secret=bool(form.secret.data)),
            )
            said = _n("One question is prepared.", "%(num)s questions are prepared.", len(made))
            notice(said)
            return go_to(
                url_for(
                    "ballots.series_desk", convening_id=convening.id, series_id=made[0].series_id
                )
            )
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(convening, form, status)


def row_of(convening: Convening, series_id: uuid.UUID) -> list[Ballot]:
    found = [one for one in series.series_of(series_id) if one.convening_id == convening.id]
    if not found:
        raise NotFound(NOT_HERE)
    return found


@blueprint.get("/convenings/<uuid:convening_id>/ballots/series/<uuid:series_id>")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def series_desk(convening: Convening, series_id: uuid.UUID) -> ResponseReturnValue:
    """The row with its one next step."""
    ballots = row_of(convening, series_id)
    return page(
        "ballots/series.html",
        convening=convening,
        series_id=series_id,
        ballots=ballots,
        waiting=next((one for one in ballots if one.state == "draft"), None),
        open_ones=[one for one in ballots if one.state == "open"],
        to_show=[one for one in ballots if one.state == "closed" and not one.revealed_at],
    )


def back_to_row(convening: Convening, series_id: uuid.UUID) -> ResponseReturnValue:
    return go_to(url_for("ballots.series_desk", convening_id=convening.id, series_id=series_id))


@blueprint.post("/convenings/<uuid:convening_id>/ballots/series/<uuid:series_id>/next")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def open_next(convening: Convening, series_id: uuid.UUID) -> ResponseReturnValue:
    """Open the next question and lead everybody there."""
    by = name_of(actor(), convening)
    opened = series.open_next(row_of(convening, series_id), by=by)
    notice(_("Open, and everybody is called to it: %(question)s", question=opened.question))
    return back_to_row(convening, series_id)


@blueprint.post("/convenings/<uuid:convening_id>/ballots/series/<uuid:series_id>/close")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def close_row(convening: Convening, series_id: uuid.UUID) -> ResponseReturnValue:
    """Close all questions that are open."""
    number = series.close_series(row_of(convening, series_id), by=name_of(actor(), convening))
    notice(_n("One question is closed.", "%(num)s questions are closed.", number))
    return back_to_row(convening, series_id)


@blueprint.post("/convenings/<uuid:convening_id>/ballots/series/<uuid:series_id>/reveal")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def reveal_row(convening: Convening, series_id: uuid.UUID) -> ResponseReturnValue:
    """Show all results that wait."""
    number = series.reveal_series(row_of(convening, series_id), by=name_of(actor(), convening))
    notice(_n("Everybody sees one result.", "Everybody sees %(num)s results.", number))
    return back_to_row(convening, series_id)


# ------------------------------------------------------------------ long and short lists


@blueprint.post("/ballots/<uuid:ballot_id>/portion")
@needs(CAST_VOTE, else_hidden_without=VIEW_BALLOT)
def take_portion(ballot: Ballot) -> ResponseReturnValue:
    """Get one's part of a long list, for whoever came after the opening."""
    seat = seat_of(actor(), ballot.convening_id)
    if seat is None:
        raise Forbidden(_("You have no vote here."))
    portions.take_portion(ballot, seat)
    return go_to(url_for("ballots.show", ballot_id=ballot.id))


@blueprint.post("/ballots/<uuid:ballot_id>/short-list")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def short_list(ballot: Ballot) -> ResponseReturnValue:
    """Draft a ballot on the best options."""
    typed = request.form.get("top", "").strip()
    top = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    made = make_short_list(ballot, top)
    notice(_("The short list is prepared. Look at it, then open it."))
    return go_to(url_for("ballots.edit", ballot_id=made.id))
