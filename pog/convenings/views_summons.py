"""Calling everybody to one thing, and following."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.convenings import summoning
from pog.convenings.blueprint import blueprint
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.places import address_of
from pog.convenings.seats import seat_of
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice


@blueprint.post("/convenings/<uuid:convening_id>/summons")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def call_everybody(convening: Convening) -> ResponseReturnValue:
    """Ask everybody to look at one thing; `place` is its kind and its identifier."""
    kind, _colon, key = request.form.get("place", "").partition(":")
    try:
        summons = summoning.call_everybody(convening, kind, key)
    except Refusal as refusal:
        notice(refusal, "warning")
    else:
        notice(_("Everybody is asked to look at “%(words)s”.", words=summons.words))
    return go_to(url_for("convenings.desk", convening_id=convening.id))


@blueprint.post("/convenings/<uuid:convening_id>/summons/end")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def let_go(convening: Convening) -> ResponseReturnValue:
    summoning.let_everybody_go(convening)
    notice(_("The call is over."))
    return go_to(url_for("convenings.desk", convening_id=convening.id))


@blueprint.post("/convenings/<uuid:convening_id>/come")
@needs(VIEW_CONVENING)
def come(convening: Convening) -> ResponseReturnValue:
    """Go where everybody is asked to look."""
    seat = seat_of(actor(), convening.id)
    if seat is None:
        return go_to(url_for("convenings.show", convening_id=convening.id))
    try:
        summons = summoning.come(seat)
    except Refusal as refusal:
        notice(refusal, "info")
        return go_to(url_for("convenings.show", convening_id=convening.id))
    endpoint, values = address_of(summons, convening)
    return go_to(url_for(endpoint, **values))  # type: ignore[arg-type]  # its own parameters
