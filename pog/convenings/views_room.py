"""The room as participants see it: what is on now, their seat, single steps of the agenda."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from pog.convenings import joining
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import NO_GROUP, GroupForm
from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.permissions import FACILITATE, TAKE_PART, VIEW_ACTIVITY, VIEW_CONVENING
from pog.convenings.phases import PHASES
from pog.convenings.queries import agenda_view, now_view, room_view, timer_view
from pog.convenings.seats import names_before, seat_of
from pog.convenings.services import activity_of
from pog.convenings.views_joining import chosen_group
from pog.convenings.views_rounds import round_page
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page


def group_form(convening: Convening, **given: Any) -> GroupForm:
    form = GroupForm(**given)
    form.group.choices = [
        *((str(group.id), group.name) for group in convening.groups),
        (NO_GROUP, _("I would rather not say")),
    ]
    form.also.choices = [(str(group.id), group.name) for group in convening.groups]
    return form


def own_groups(convening: Convening, seat: Participant) -> GroupForm:
    """The form as the seat stands."""
    group = str(seat.group_id) if seat.group_id else NO_GROUP
    return group_form(convening, group=group, also=[str(one.id) for one in seat.also_for])


def room_page(
    convening: Convening,
    *,
    part: str | None = None,
    into: str | None = None,
    form: GroupForm | None = None,
    status: int = 200,
) -> Response:
    """The "now" page: everything live, and beside it what concerns this seat alone."""
    who = actor()
    seat = seat_of(who, convening.id)
    takes_part = convening.is_open and TAKE_PART.allows(who, convening)
    may_change = seat is not None and takes_part and joining.may_change_group(seat)
    if form is None and seat is not None:
        form = own_groups(convening, seat)
    return page(
        "convenings/show.html",
        part=part,
        into=into,
        status=status,
        **now_view(convening.id),
        steps=agenda_view(convening.id)["steps"],
        **timer_view(convening.id),
        joined=(counts := room_view(convening.id))["joined"],
        ready=counts["ready"],
        seat=seat,
        is_ready=(
            seat is not None
            and seat.ready_activity_id is not None
            and seat.ready_activity_id == convening.current_activity_id
        ),
        takes_part=takes_part,
        names_before=names_before(seat) if seat is not None else [],
        may_change_group=may_change,
        may_facilitate=FACILITATE.allows(who, convening),
        form=form,
        letters={str(group.id): (group.letter, group.tone) for group in convening.groups},
    )


@blueprint.get("/convenings/<uuid:convening_id>")
@needs(VIEW_CONVENING)
def show(convening: Convening) -> ResponseReturnValue:
    """What the room is doing now."""
    if convening.is_open_round and convening.is_open:
        return round_page(convening)
    return room_page(convening)


@blueprint.get("/convenings/<uuid:convening_id>/mine")
@needs(VIEW_CONVENING)
def mine(convening: Convening) -> ResponseReturnValue:
    """The part of the "now" page that is about my seat; fetched again when the room moves."""
    return room_page(convening, part="convenings/_mine.html")


@blueprint.post("/convenings/<uuid:convening_id>/ready")
@needs(TAKE_PART, else_hidden_without=VIEW_CONVENING)
def say_ready(convening: Convening) -> ResponseReturnValue:
    """I'm ready, or not yet after all."""
    seat = seat_of(actor(), convening.id)
    assert seat is not None  # TAKE_PART is for seats only
    try:
        joining.say_ready(
            seat, seen=request.form.get("activity", ""), ready=request.form.get("ready") != "no"
        )
    except Conflict as refusal:
        notice(refusal, "info")
        return go_to(url_for("convenings.show", convening_id=convening.id))
    return answer_mine(convening)


def answer_mine(convening: Convening) -> ResponseReturnValue:
    if request.headers.get("HX-Request") == "true":
        return room_page(convening, part="convenings/_mine.html")
    return go_to(url_for("convenings.show", convening_id=convening.id))


@blueprint.post("/convenings/<uuid:convening_id>/group")
@needs(TAKE_PART, else_hidden_without=VIEW_CONVENING)
def change_group(convening: Convening) -> ResponseReturnValue:
    """Say for whom one speaks; which group counts may change until the first vote."""
    seat = seat_of(actor(), convening.id)
    assert seat is not None  # TAKE_PART is for seats only
    form = group_form(convening)
    try:
        if form.validate():
            also = set(form.also.data or ())
            joining.name_groups(
                seat,
                chosen_group(convening, form.group.data),
                [group for group in convening.groups if str(group.id) in also],
            )
            if seat.group is None:
                notice(_("You now take part without a group."))
            else:
                notice(_("You now speak for: %(group)s.", group=seat.group.name))
            return go_to(url_for("convenings.show", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return room_page(convening, form=form, status=422)


@blueprint.get("/activities/<uuid:activity_id>")
@needs(VIEW_ACTIVITY)
def activity(activity: Activity) -> ResponseReturnValue:
    """One step of the agenda, to look back at or ahead to."""
    convening = activity.convening
    return page(
        "convenings/activity.html",
        convening=convening,
        activity=activity_of(convening, activity.id),
        phase=PHASES[activity.kind],
        number=list(convening.activities).index(activity) + 1,
        step_count=len(convening.activities),
    )
