"""The facilitator's desk: where the room is, the clock, the code, the people, the close."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from pog.convenings import joining, roles, running
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import (
    EXPIRY_HOURS,
    NO_GROUP,
    ROLE_DETAILS,
    ROLE_WORDS,
    ClockForm,
    ExpiryForm,
    RoleForm,
)
from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.permissions import FACILITATE, RUN_ACTIVITY, VIEW_ACTIVITY, VIEW_CONVENING
from pog.convenings.places import KINDS, places_of
from pog.convenings.queries import (
    agenda_view,
    missing_view,
    now_view,
    people_view,
    summons_view,
    timer_view,
)
from pog.convenings.views_joining import chosen_group
from pog.convenings.views_projector import projector_address
from pog.core.clock import now
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.web.doors import NOT_HERE, find, needs
from pog.web.pages import explain, go_to, notice, page


def stage_context(convening: Convening) -> dict[str, Any]:
    """What the controls of the room need: where it is and where it can go."""
    current = convening.current_activity
    return {
        **now_view(convening.id),
        **timer_view(convening.id),
        "following": running.next_activity(convening),
        "previous": running.previous_activity(convening),
        "clock_minutes": (current.minutes if current else None) or 10,
    }


def call_context(convening: Convening) -> dict[str, Any]:
    """What everybody can be called to, and who has followed the call that is on."""
    view = summons_view(convening.id)
    return {
        "summons": view["summons"],
        "came": view["came"],
        "call_places": [
            (KINDS[kind], [(kind, place) for place in places])
            for kind, places in places_of(convening)
        ],
    }


def desk_page(convening: Convening, *, part: str | None = None) -> Response:
    counts = missing_view(convening.id)
    return page(
        "convenings/desk.html",
        part=part,
        **stage_context(convening),
        steps=agenda_view(convening.id)["steps"],
        numbers=counts["numbers"],
        joined=counts["joined"],
        ready=counts["ready"],
        projector=projector_address(convening),
        **call_context(convening),
        expiry_form=ExpiryForm(formdata=None),
    )


@blueprint.get("/convenings/<uuid:convening_id>/desk")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def desk(convening: Convening) -> ResponseReturnValue:
    """Everything a facilitator needs while the room works."""
    if convening.is_open_round:
        return go_to(url_for("convenings.round_desk", convening_id=convening.id))
    return desk_page(convening)


@blueprint.get("/convenings/<uuid:convening_id>/desk/stage")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def stage(convening: Convening) -> ResponseReturnValue:
    """The controls alone; fetched again when another facilitator moved the room."""
    return desk_page(convening, part="convenings/_stage.html")


def answer_stage(convening: Convening) -> ResponseReturnValue:
    if request.headers.get("HX-Request") == "true":
        return desk_page(convening, part="convenings/_stage.html")
    return go_to(url_for("convenings.desk", convening_id=convening.id))


def back_to_desk(convening: Convening, refusal: Refusal) -> ResponseReturnValue:
    """Nothing was done; the desk shows where the room really is, and why."""
    notice(refusal, "warning")
    return go_to(url_for("convenings.desk", convening_id=convening.id))


@blueprint.post("/activities/<uuid:activity_id>/start")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def start_activity(activity: Activity) -> ResponseReturnValue:
    """Move the room to this step."""
    try:
        running.start_activity(activity, seen=request.form.get("seen"))
    except Refusal as refusal:
        return back_to_desk(activity.convening, refusal)
    return answer_stage(activity.convening)


def typed_minutes() -> int | None:
    form = ClockForm()
    if not form.validate():
        raise Refusal(_("Enter between 1 and 600 minutes."))
    return form.minutes.data


@blueprint.post("/activities/<uuid:activity_id>/clock")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def start_clock(activity: Activity) -> ResponseReturnValue:
    try:
        running.start_timer(activity, typed_minutes())
    except Refusal as refusal:
        return back_to_desk(activity.convening, refusal)
    return answer_stage(activity.convening)


@blueprint.post("/activities/<uuid:activity_id>/clock/more")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def add_time(activity: Activity) -> ResponseReturnValue:
    try:
        running.add_time(activity, typed_minutes() or 0)
    except Refusal as refusal:
        return back_to_desk(activity.convening, refusal)
    return answer_stage(activity.convening)


@blueprint.post("/activities/<uuid:activity_id>/clock/stop")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def stop_clock(activity: Activity) -> ResponseReturnValue:
    try:
        running.stop_timer(activity)
    except Refusal as refusal:
        return back_to_desk(activity.convening, refusal)
    return answer_stage(activity.convening)


# ------------------------------------------------------------------ code


@blueprint.post("/convenings/<uuid:convening_id>/code")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def renew_code(convening: Convening) -> ResponseReturnValue:
    try:
        running.renew_code(convening)
    except Refusal as refusal:
        return back_to_desk(convening, refusal)
    notice(_("There is a new code. The old one lets nobody in any more; everybody keeps a seat."))
    return go_to(url_for("convenings.desk", convening_id=convening.id))


@blueprint.post("/convenings/<uuid:convening_id>/code/expiry")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def expire_code(convening: Convening) -> ResponseReturnValue:
    form = ExpiryForm()
    hours = form.hours.data if form.hours.data in EXPIRY_HOURS else ""
    try:
        running.expire_code(convening, now() + timedelta(hours=int(hours)) if hours else None)
    except Refusal as refusal:
        return back_to_desk(convening, refusal)
    notice(_("Your changes are saved."))
    return go_to(url_for("convenings.desk", convening_id=convening.id))


# ------------------------------------------------------------------ people


@blueprint.get("/convenings/<uuid:convening_id>/room")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def room(convening: Convening) -> ResponseReturnValue:
    """Who is in the room, by group."""
    return page("convenings/room.html", role_words=ROLE_WORDS, **people_view(convening.id))


@blueprint.get("/convenings/<uuid:convening_id>/representation")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def representation(convening: Convening) -> ResponseReturnValue:
    """Who is here, contributed and voted, by group; and who is missing."""
    return page("convenings/representation.html", **missing_view(convening.id))


def seat_in(convening: Convening, participant_id: uuid.UUID) -> Participant:
    seat = find(Participant, participant_id)
    if seat.convening_id != convening.id or seat.removed_at is not None:
        raise NotFound(NOT_HERE)
    return seat


def one_seat_page(
    convening: Convening, seat: Participant, form: RoleForm, status: int = 200
) -> Response:
    return page(
        "convenings/seat.html",
        status=status,
        convening=convening,
        seat=seat,
        form=form,
        role_details=ROLE_DETAILS,
        may_change_group=joining.may_change_group(seat),
    )


def role_form(convening: Convening, **given: Any) -> RoleForm:
    form = RoleForm(**given)
    form.group.choices = [
        *((str(group.id), group.name) for group in convening.groups),
        (NO_GROUP, _("No group given")),
    ]
    return form


@blueprint.get("/convenings/<uuid:convening_id>/seats/<uuid:participant_id>")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def seat(convening: Convening, participant_id: uuid.UUID) -> ResponseReturnValue:
    """One seat: its role and group, or take it away."""
    found = seat_in(convening, participant_id)
    group = str(found.group_id) if found.group_id else NO_GROUP
    return one_seat_page(convening, found, role_form(convening, role=found.role, group=group))


@blueprint.post("/convenings/<uuid:convening_id>/seats/<uuid:participant_id>")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def change_seat(convening: Convening, participant_id: uuid.UUID) -> ResponseReturnValue:
    found = seat_in(convening, participant_id)
    form = role_form(convening)
    if form.group.raw_data in (None, []):
        form.group.data = str(found.group_id) if found.group_id else NO_GROUP
    try:
        if form.validate():
            group = chosen_group(convening, form.group.data)
            if (group.id if group else None) != found.group_id:
                joining.change_group(found, group)
            roles.change_role(found, str(form.role.data))
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.room", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return one_seat_page(convening, found, form, 422)


@blueprint.post("/convenings/<uuid:convening_id>/seats/<uuid:participant_id>/remove")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def remove_seat(convening: Convening, participant_id: uuid.UUID) -> ResponseReturnValue:
    found = seat_in(convening, participant_id)
    try:
        roles.remove_seat(found)
    except Refusal as refusal:
        notice(refusal, "warning")
    else:
        notice(_("The seat of %(name)s is taken away.", name=found.nickname))
    return go_to(url_for("convenings.room", convening_id=convening.id))
