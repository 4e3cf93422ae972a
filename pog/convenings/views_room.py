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
from pog.web.pages import explain, go_to, notice, page, wants_part


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
    convening: Convening, *, form: GroupForm | None = None, status: int = 200
) -> Response:
    """The "now" page: everything live, and beside it what concerns this seat alone."""
    who = actor()
    seat = seat_of(who, convening.id)
    if form is None and seat is not None:
        form = own_groups(convening, seat)
    counts = room_view(convening.id)
    readiness = readiness_of(convening)
    return page(
        "convenings/show.html",
        status=status,
        **readiness,
        **now_view(convening.id),
        steps=agenda_view(convening.id)["steps"],
        **timer_view(convening.id),
        joined=counts["joined"],
        ready=counts["ready"],
        seat=seat,
        names_before=names_before(seat) if seat is not None else [],
        may_change_group=(
            seat is not None and readiness["takes_part"] and joining.may_change_group(seat)
        ),
        may_facilitate=FACILITATE.allows(who, convening),
        form=form,
        letters={str(group.id): (group.letter, group.tone) for group in convening.groups},
    )


def readiness_of(convening: Convening) -> dict[str, Any]:
    """Whether this seat may say it is ready with the step the room is at, and whether it has."""
    who = actor()
    seat = seat_of(who, convening.id)
    return {
        "takes_part": convening.is_open and TAKE_PART.allows(who, convening),
        "is_ready": (
            seat is not None
            and seat.ready_activity_id is not None
            and seat.ready_activity_id == convening.current_activity_id
        ),
    }


def ready_part(convening: Convening) -> Response:
    context = {**now_view(convening.id), **readiness_of(convening)}
    return page("convenings/_ready.html", **context)


@blueprint.get("/convenings/<uuid:convening_id>")
@needs(VIEW_CONVENING)
def show(convening: Convening) -> ResponseReturnValue:
    """What the room is doing now."""
    if convening.is_open_round and convening.is_open:
        return round_page(convening)
    return room_page(convening)


@blueprint.get("/convenings/<uuid:convening_id>/ready")
@needs(VIEW_CONVENING)
def ready(convening: Convening) -> ResponseReturnValue:
    """The part of the "now" page that a hall fetches again when the room moves."""
    if not wants_part():
        return go_to(url_for("convenings.show", convening_id=convening.id))
    return ready_part(convening)


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
    if wants_part():
        return ready_part(convening)
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
