"""Open rounds in the browser: setting one up, its desk, and the walk through its steps."""

import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone, to_utc
from flask_login import current_user

from pog.convenings import rounds
from pog.convenings.blueprint import blueprint
from pog.convenings.forms_rounds import RoundForm, WindowForm
from pog.convenings.models import Activity, Convening
from pog.convenings.permissions import (
    CONVENE,
    FACILITATE,
    TAKE_PART,
    VIEW_ACTIVITY,
    VIEW_CONVENING,
)
from pog.convenings.presets import ROUNDS, RoundPreset
from pog.convenings.queries import missing_view
from pog.convenings.seats import seat_of
from pog.core.clock import now
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _, day_and_month, get_locale
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, find, needs, public
from pog.web.pages import explain, go_to, notice, page

MOST_DAYS_SHOWN = 40


def moment(typed: datetime | None) -> datetime:
    """What was typed on the site's clock, as a moment."""
    assert typed is not None  # its form was valid
    at: datetime = to_utc(typed).replace(tzinfo=now().tzinfo)
    return at


# ------------------------------------------------------------------ taking part


def round_page(convening: Convening, status: int = 200) -> Response:
    """The steps in one's own order, with what one is done with."""
    who = actor()
    seat = seat_of(who, convening.id)
    steps = rounds.own_steps(convening, seat)
    return page(
        "convenings/round.html",
        status=status,
        convening=convening,
        seat=seat,
        steps=steps,
        done=sum(step.done for step in steps),
        takes_part=convening.takes_input and TAKE_PART.allows(who, convening),
        may_facilitate=FACILITATE.allows(who, convening),
    )


@blueprint.post("/activities/<uuid:activity_id>/finished")
@needs(VIEW_ACTIVITY)
def finish_step(activity: Activity) -> ResponseReturnValue:
    """I am done with this step, or not yet after all."""
    convening = activity.convening
    seat = seat_of(actor(), convening.id)
    if seat is None or not TAKE_PART.allows(actor(), convening):
        raise Conflict(_("Take a seat first. Then you can mark what you are done with."))
    try:
        rounds.finish_step(seat, activity, done=request.form.get("done") != "no")
    except Conflict as refusal:
        notice(refusal, "warning")
    return go_to(url_for("convenings.show", convening_id=convening.id, _anchor=f"s-{activity.id}"))


@blueprint.get("/take-part/<uuid:convening_id>")
@public
def take_part(convening_id: uuid.UUID) -> ResponseReturnValue:
    """The way in for readers of the public page: without a code, while the round is open."""
    convening = find(Convening, convening_id)
    if seat_of(actor(), convening.id) is not None:
        return go_to(url_for("convenings.show", convening_id=convening.id))
    if not (convening.is_open_round and convening.listed and convening.takes_input):
        raise NotFound(NOT_HERE)
    return go_to(url_for("convenings.short", code=convening.join_code))


# ------------------------------------------------------------------ a new one


def preset_wanted() -> tuple[str, RoundPreset]:
    name = request.values.get("template", "")
    name = name if name in ROUNDS else next(iter(ROUNDS))
    return name, ROUNDS[name]


def offer_steps(form: RoundForm, preset: RoundPreset) -> None:
    form.kinds.choices = [(step.kind, str(step.title)) for step in preset.agenda]


def create_page(profile: Profile, form: RoundForm, status: int = 200) -> Response:
    name, preset = preset_wanted()
    return page(
        "convenings/create_round.html",
        status=status,
        profile=profile,
        form=form,
        presets=ROUNDS,
        wanted=name,
        details={step.kind: str(step.prompt) for step in preset.agenda},
    )


@blueprint.get("/profiles/<uuid:profile_id>/open-rounds/new")
@needs(CONVENE, else_hidden_without=VIEW_PROFILE)
def create_round(profile: Profile) -> ResponseReturnValue:
    _name, preset = preset_wanted()
    opens_at = to_user_timezone(now()).replace(second=0, microsecond=0, tzinfo=None)
    form = RoundForm(
        formdata=None,
        title=_("%(profile)s: what do you think?", profile=profile.title)[:120],
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=preset.days),
        kinds=[step.kind for step in preset.agenda],
        language=str(get_locale()),
    )
    offer_steps(form, preset)
    return create_page(profile, form)


@blueprint.post("/profiles/<uuid:profile_id>/open-rounds/new")
@needs(CONVENE, else_hidden_without=VIEW_PROFILE)
def set_up_round(profile: Profile) -> ResponseReturnValue:
    _name, preset = preset_wanted()
    form = RoundForm()
    offer_steps(form, preset)
    try:
        if form.validate():
            convening = rounds.plan_round(
                profile,
                preset,
                title=str(form.title.data),
                purpose=form.purpose.data or "",
                opens_at=moment(form.opens_at.data),
                closes_at=moment(form.closes_at.data),
                kinds=form.kinds.data or (),
                listed=bool(form.listed.data),
                language=form.language.data or "en",
                facilitator=current_user.person,
            )
            notice(_("Your open round is set up. Look through it, then share its link."))
            return go_to(url_for("convenings.round_desk", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return create_page(profile, form, 422)


# ------------------------------------------------------------------ its desk


def window_form(convening: Convening) -> WindowForm:
    return WindowForm(
        formdata=None,
        opens_at=on_the_clock(convening.opens_at),
        closes_at=on_the_clock(convening.closes_at),
        listed=convening.listed,
    )


def on_the_clock(at: datetime | None) -> datetime | None:
    return None if at is None else to_user_timezone(at).replace(tzinfo=None)


def desk_page(convening: Convening, form: WindowForm | None = None, status: int = 200) -> Response:
    return page(
        "convenings/round_desk.html",
        status=status,
        form=form or window_form(convening),
        steps=rounds.own_steps(convening, None),
        done=rounds.done_numbers(convening.id),
        days=(days := days_of(convening)),
        picture=pictured(days),
        **missing_view(convening.id),
    )


def days_of(convening: Convening) -> list[rounds.Day]:
    """How many joined on each day so far, by group; the last forty days."""
    joined = [
        (to_user_timezone(one.at).date(), one.group_id) for one in rounds.joinings(convening.id)
    ]
    if not joined:
        return []
    last = min(to_user_timezone(now()).date(), last_day(convening))
    first = max(joined[0][0], last - timedelta(days=MOST_DAYS_SHOWN - 1))
    counted = Counter(joined)
    groups = [*convening.groups, None]
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        numbers = [(group, counted[day, group.id if group else None]) for group in groups]
        found.append(
            rounds.Day(
                label=day_and_month(day),
                total=sum(count for _group, count in numbers),
                groups=tuple(numbers),
            )
        )
    return found


def last_day(convening: Convening) -> date:
    ends = convening.closed_at or convening.closes_at or now()
    day: date = to_user_timezone(ends).date()
    return day


@blueprint.get("/convenings/<uuid:convening_id>/round")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def round_desk(convening: Convening) -> ResponseReturnValue:
    """What whoever asks needs: the link, the dates, the numbers, the end."""
    if not convening.is_open_round:
        return go_to(url_for("convenings.desk", convening_id=convening.id))
    return desk_page(convening)


@blueprint.post("/convenings/<uuid:convening_id>/round")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def change_round(convening: Convening) -> ResponseReturnValue:
    """Other dates, or another answer to who is invited."""
    if not convening.is_open_round:
        raise NotFound(NOT_HERE)
    form = WindowForm()
    if form.opens_at.raw_data in (None, []):
        form.opens_at.data = on_the_clock(convening.opens_at)
        form.opens_at.validators = []
    try:
        if form.validate():
            rounds.change_window(
                convening,
                opens_at=moment(form.opens_at.data),
                closes_at=moment(form.closes_at.data),
                listed=bool(form.listed.data),
            )
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.round_desk", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return desk_page(convening, form, 422)


@blueprint.get("/convenings/<uuid:convening_id>/round/end")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def ask_to_end_round(convening: Convening) -> ResponseReturnValue:
    if not convening.is_open_round or not convening.is_open:
        return go_to(url_for("convenings.show", convening_id=convening.id))
    return page("convenings/end_round.html", convening=convening)


@blueprint.post("/convenings/<uuid:convening_id>/round/end")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def end_round(convening: Convening) -> ResponseReturnValue:
    """End it early, or count its votes when it is over."""
    if not convening.is_open_round:
        raise NotFound(NOT_HERE)
    try:
        rounds.end_round(convening)
    except Refusal as refusal:
        notice(refusal, "warning")
    else:
        notice(
            _("The round is over and its votes are counted. Nobody sees them before you show them.")
        )
    return go_to(url_for("convenings.round_desk", convening_id=convening.id))


def pictured(days: list[rounds.Day]) -> dict[str, Any]:
    """The days as bars on top of each other: place, height and colour of each piece."""
    highest = max((day.total for day in days), default=0) or 1
    step = 340 / max(len(days), 1)
    bars = []
    for place, day in enumerate(days):
        top = 96.0
        for group, count in day.groups:
            height = 80 * count / highest
            top -= height
            if count:
                bars.append(
                    {
                        "x": round(10 + place * step, 1),
                        "y": round(top, 1),
                        "width": round(min(step * 0.8, 40), 1),
                        "height": round(height, 1),
                        "tone": group.tone if group else 8,
                    }
                )
    return {"bars": bars, "highest": highest}
