"""Facilitators: who runs the convening, whom they name, and handing it over."""

import uuid
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from pog.convenings import roles, services
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import FacilitatorForm, HandOverForm, NameForm
from pog.convenings.models import Convening, Participant
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import facilitators_of, seat_of
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, _l
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page

GONE = _l("This person is no longer here. Choose somebody else.")


def name_form(convening: Convening, **given: Any) -> NameForm:
    form = NameForm(**given)
    form.seat.choices = [
        (str(seat.id), seat.nickname)
        for seat in roles.may_run_it(convening.id)
        if seat.role != "facilitator"
    ]
    return form


def facilitators_page(
    convening: Convening,
    *,
    form: FacilitatorForm | None = None,
    named: NameForm | None = None,
    status: int = 200,
) -> Response:
    own = seat_of(actor(), convening.id)
    return page(
        "convenings/facilitators.html",
        status=status,
        convening=convening,
        facilitators=facilitators_of(convening.id),
        own=own,
        form=form or FacilitatorForm(formdata=None),
        name_form=named or name_form(convening, formdata=None),
    )


@blueprint.get("/convenings/<uuid:convening_id>/facilitators")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def facilitators(convening: Convening) -> ResponseReturnValue:
    """Who runs the convening together."""
    return facilitators_page(convening)


@blueprint.post("/convenings/<uuid:convening_id>/facilitators")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def add_facilitator(convening: Convening) -> ResponseReturnValue:
    """Name somebody of the organization, by their address."""
    form = FacilitatorForm()
    try:
        if form.validate():
            return named(convening, services.add_facilitator(convening, str(form.email.data)))
    except Refusal as refusal:
        explain(form, refusal)
    return facilitators_page(convening, form=form, status=422)


@blueprint.post("/convenings/<uuid:convening_id>/facilitators/seated")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def name_facilitator(convening: Convening) -> ResponseReturnValue:
    """Name somebody who sits in the room."""
    form = name_form(convening)
    try:
        if form.validate():
            seat = seat_named(convening, form.seat.data)
            roles.change_role(seat, "facilitator")
            return named(convening, seat)
    except Refusal as refusal:
        explain(form, refusal)
    return facilitators_page(convening, named=form, status=422)


def named(convening: Convening, seat: Participant) -> ResponseReturnValue:
    notice(_("%(name)s now runs this convening with you.", name=seat.nickname))
    return go_to(url_for("convenings.facilitators", convening_id=convening.id))


def seat_named(convening: Convening, key: str | None) -> Participant:
    try:
        wanted = uuid.UUID(key or "")
    except ValueError as error:
        raise NotFound(GONE) from error
    for seat in roles.may_run_it(convening.id):
        if seat.id == wanted:
            return seat
    raise NotFound(GONE)


# ------------------------------------------------------------------ handing over


def hand_over_form(convening: Convening, own: Participant) -> HandOverForm:
    form = HandOverForm()
    form.to.choices = [
        (str(seat.id), seat.nickname)
        for seat in roles.may_run_it(convening.id)
        if seat.id != own.id
    ]
    return form


def own_seat(convening: Convening) -> Participant:
    """The seat one can step back from: administrators may run a convening without one."""
    seat = seat_of(actor(), convening.id)
    if seat is None or seat.role != "facilitator":
        raise NotFound(_("Only a facilitator with a seat can hand over. Choose Facilitators."))
    return seat


def hand_over_page(convening: Convening, form: HandOverForm, status: int = 200) -> Response:
    return page(
        "convenings/hand_over.html",
        status=status,
        convening=convening,
        form=form,
        administers=actor().has_role(convening.organization_id, "admin"),
    )


@blueprint.get("/convenings/<uuid:convening_id>/hand-over")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def ask_to_hand_over(convening: Convening) -> ResponseReturnValue:
    """Asks who runs the convening from now on."""
    return hand_over_page(convening, hand_over_form(convening, own_seat(convening)))


@blueprint.post("/convenings/<uuid:convening_id>/hand-over")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def hand_over(convening: Convening) -> ResponseReturnValue:
    own = own_seat(convening)
    form = hand_over_form(convening, own)
    try:
        if form.validate():
            to = seat_named(convening, form.to.data)
            roles.hand_over(own, to, become=str(form.become.data))
            notice(_("%(name)s runs this convening from now on.", name=to.nickname))
            return go_to(url_for("convenings.show", convening_id=convening.id))
    except Refusal as refusal:
        refusal.field = refusal.field or "to"
        explain(form, refusal)
    return hand_over_page(convening, form, 422)
