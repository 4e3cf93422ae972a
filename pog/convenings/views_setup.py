"""Setting a convening up and changing it later: about, groups, agenda, facilitators."""

import uuid
from datetime import datetime
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone, to_utc
from flask_login import current_user

from pog.convenings import services
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import (
    ActivityForm,
    ConveningForm,
    GroupsForm,
    NewGroupForm,
    SetUpForm,
    errors_in_rows,
)
from pog.convenings.models import Activity, Convening, StakeholderGroup
from pog.convenings.permissions import (
    CONVENE,
    FACILITATE,
    RUN_ACTIVITY,
    VIEW_ACTIVITY,
    VIEW_CONVENING,
)
from pog.convenings.phases import PHASES
from pog.convenings.presets import GROUPS
from pog.convenings.queries import agenda_view, convenings_of_profile
from pog.core.clock import now
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, get_locale
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, find, needs
from pog.web.pages import explain, go_to, notice, page

# ------------------------------------------------------------------ a new one


@blueprint.get("/profiles/<uuid:profile_id>/convenings")
@needs(CONVENE, else_hidden_without=VIEW_PROFILE)
def of_profile(profile: Profile) -> ResponseReturnValue:
    """The convenings that work on a profile."""
    return page(
        "convenings/of_profile.html",
        profile=profile,
        convenings=convenings_of_profile(profile.id),
    )


@blueprint.get("/profiles/<uuid:profile_id>/convenings/new")
@needs(CONVENE, else_hidden_without=VIEW_PROFILE)
def create(profile: Profile) -> ResponseReturnValue:
    rows = [
        {"chosen": preset.chosen, "name": str(preset.name), "seats": preset.seats}
        for preset in GROUPS
    ]
    form = SetUpForm(
        formdata=None,
        groups=rows,
        language=str(get_locale()),
        title=_("%(profile)s: first convening", profile=profile.title)[:120],
        rules=_(
            "Speak about the words, not about who wrote them.\n"
            "Say what you would keep before you say what you would change.\n"
            "Votes in this room are advice. Nobody's name stands beside a vote."
        ),
    )
    return create_page(profile, form)


def create_page(profile: Profile, form: SetUpForm, status: int = 200) -> Response:
    return page(
        "convenings/create.html",
        status=status,
        profile=profile,
        form=form,
        row_errors=errors_in_rows(form.groups),
    )


@blueprint.post("/profiles/<uuid:profile_id>/convenings/new")
@needs(CONVENE, else_hidden_without=VIEW_PROFILE)
def set_up(profile: Profile) -> ResponseReturnValue:
    form = SetUpForm()
    try:
        if form.validate():
            convening = services.create_convening(
                profile,
                facilitator=current_user.person,
                groups=[
                    (row.form.name.data[:60], row.form.seats.data or 0)
                    for row in form.groups
                    if row.form.chosen.data and row.form.name.data
                ],
                **about(form),
            )
            notice(_("Your convening is set up. Look through the agenda, then open the desk."))
            return go_to(url_for("convenings.agenda", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return create_page(profile, form, 422)


def about(form: ConveningForm) -> dict[str, Any]:
    """What the form says about the convening; its time is that of the site's clock."""
    typed: datetime | None = form.starts_at.data
    return {
        "title": form.title.data,
        "purpose": form.purpose.data,
        "rules": form.rules.data,
        "place": form.place.data,
        "starts_at": None if typed is None else to_utc(typed).replace(tzinfo=now().tzinfo),
        "language": form.language.data or "en",
    }


# ------------------------------------------------------------------ about


def edit_page(convening: Convening, form: ConveningForm, status: int = 200) -> Response:
    return page("convenings/edit.html", status=status, convening=convening, form=form)


@blueprint.get("/convenings/<uuid:convening_id>/edit")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def edit(convening: Convening) -> ResponseReturnValue:
    starts_at = convening.starts_at
    form = ConveningForm(
        obj=convening, starts_at=None if starts_at is None else to_user_timezone(starts_at)
    )
    return edit_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/edit")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def change(convening: Convening) -> ResponseReturnValue:
    form = ConveningForm()
    try:
        if form.validate():
            services.change_convening(convening, **about(form))
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.desk", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return edit_page(convening, form, 422)


# ------------------------------------------------------------------ groups


def groups_page(
    convening: Convening,
    *,
    form: GroupsForm | None = None,
    new_form: NewGroupForm | None = None,
    status: int = 200,
) -> Response:
    rows = [
        {
            "id": str(group.id),
            "name": group.name,
            "seats": group.target_seats,
            "students": group.students,
        }
        for group in convening.groups
    ]
    form = form or GroupsForm(formdata=None, rows=rows, smallest=convening.smallest_group)
    taken = {group.name.casefold() for group in convening.groups}
    return page(
        "convenings/groups.html",
        status=status,
        convening=convening,
        groups={str(group.id): group for group in convening.groups},
        form=form,
        row_errors=errors_in_rows(form.rows),
        new_form=new_form or NewGroupForm(formdata=None, seats=5),
        suggestions=[str(p.name) for p in GROUPS if str(p.name).casefold() not in taken],
    )


@blueprint.get("/convenings/<uuid:convening_id>/groups")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def groups(convening: Convening) -> ResponseReturnValue:
    return groups_page(convening)


@blueprint.post("/convenings/<uuid:convening_id>/groups")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def change_groups(convening: Convening) -> ResponseReturnValue:
    """Names and seats of all groups at once, and from how many votes on they are shown."""
    form = GroupsForm()
    known = {str(group.id): group for group in convening.groups}
    try:
        if form.validate():
            for row in form.rows:
                group = known.get(row.form.id.data or "")
                if group is None:
                    raise NotFound(_("One of these groups was removed. Reload the page."))
                services.change_group(
                    group,
                    name=row.form.name.data or "",
                    target_seats=row.form.seats.data or 0,
                    students=row.form.students.data,
                )
            if form.smallest.data is not None:
                services.ask_of_groups(convening, form.smallest.data)
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.groups", convening_id=convening.id))
    except Refusal as refusal:
        if refusal.field != "smallest":
            refusal.field = None
        explain(form, refusal)
    return groups_page(convening, form=form, status=422)


@blueprint.post("/convenings/<uuid:convening_id>/groups/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def add_group(convening: Convening) -> ResponseReturnValue:
    form = NewGroupForm()
    try:
        if form.validate():
            services.add_group(
                convening,
                name=form.name.data or "",
                target_seats=form.seats.data or 0,
                students=form.students.data,
            )
            return go_to(url_for("convenings.groups", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return groups_page(convening, new_form=form, status=422)


@blueprint.post("/convenings/<uuid:convening_id>/groups/<uuid:stakeholder_group_id>/remove")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def remove_group(convening: Convening, stakeholder_group_id: uuid.UUID) -> ResponseReturnValue:
    group = find(StakeholderGroup, stakeholder_group_id)
    if group.convening_id != convening.id:
        raise NotFound(NOT_HERE)
    try:
        services.remove_group(group)
    except Refusal as refusal:
        notice(refusal, "warning")
    return go_to(url_for("convenings.groups", convening_id=convening.id))


# ------------------------------------------------------------------ agenda


def agenda_page(
    convening: Convening,
    *,
    form: ActivityForm | None = None,
    part: str | None = None,
    status: int = 200,
) -> Response:
    steps = agenda_view(convening.id)["steps"]
    return page(
        "convenings/agenda.html",
        part=part,
        status=status,
        convening=convening,
        steps=steps,
        first_movable=next((s.number for s in steps if s.state == "ahead"), 0),
        minutes=sum(step.activity.minutes or 0 for step in steps),
        may_facilitate=convening.is_open and FACILITATE.allows(actor(), convening),
        form=form or ActivityForm(formdata=None),
        icons={kind: phase.icon for kind, phase in PHASES.items()},
    )


@blueprint.get("/convenings/<uuid:convening_id>/agenda")
@needs(VIEW_CONVENING)
def agenda(convening: Convening) -> ResponseReturnValue:
    """The steps of the convening; facilitators change them here."""
    return agenda_page(convening)


@blueprint.post("/convenings/<uuid:convening_id>/agenda")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def add_activity(convening: Convening) -> ResponseReturnValue:
    form = ActivityForm()
    try:
        if form.validate():
            services.add_activity(convening, **step(form))
            notice(_("The step is on the agenda."))
            return go_to(url_for("convenings.agenda", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return agenda_page(convening, form=form, status=422)


def step(form: ActivityForm) -> dict[str, Any]:
    return {
        "kind": form.kind.data,
        "title": form.title.data,
        "prompt": form.prompt.data,
        "minutes": form.minutes.data,
    }


def activity_page(activity: Activity, form: ActivityForm, status: int = 200) -> Response:
    return page(
        "convenings/edit_activity.html",
        status=status,
        convening=activity.convening,
        activity=activity,
        form=form,
        icons={kind: phase.icon for kind, phase in PHASES.items()},
    )


@blueprint.get("/activities/<uuid:activity_id>/edit")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def edit_activity(activity: Activity) -> ResponseReturnValue:
    return activity_page(activity, ActivityForm(obj=activity))


@blueprint.post("/activities/<uuid:activity_id>/edit")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def change_activity(activity: Activity) -> ResponseReturnValue:
    form = ActivityForm()
    try:
        if form.validate():
            services.change_activity(activity, **step(form))
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.agenda", convening_id=activity.convening_id))
    except Refusal as refusal:
        explain(form, refusal)
    return activity_page(activity, form, 422)


@blueprint.post("/activities/<uuid:activity_id>/place")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def move_activity(activity: Activity) -> ResponseReturnValue:
    """Up or down by one."""
    try:
        services.move_activity(activity, -1 if request.form.get("move") == "up" else 1)
    except Refusal as refusal:
        notice(refusal, "warning")
        return go_to(url_for("convenings.agenda", convening_id=activity.convening_id))
    return answer_agenda(activity.convening)


@blueprint.post("/activities/<uuid:activity_id>/remove")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def remove_activity(activity: Activity) -> ResponseReturnValue:
    convening = activity.convening
    try:
        services.remove_activity(activity)
    except Refusal as refusal:
        notice(refusal, "warning")
    return go_to(url_for("convenings.agenda", convening_id=convening.id))


def answer_agenda(convening: Convening) -> ResponseReturnValue:
    if request.headers.get("HX-Request") == "true":
        return agenda_page(convening, part="convenings/_steps.html")
    return go_to(url_for("convenings.agenda", convening_id=convening.id))
