"""Closing a convening: the outcome, next steps, a preview, the close; and the list afterwards."""

import uuid

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.convenings import closing, running
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import errors_in_rows
from pog.convenings.forms_closing import NextStepsForm, OutcomeForm, known_key
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.queries import missing_view
from pog.convenings.seats import seat_of
from pog.convenings.unfinished import unfinished
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page

SPARE_LINES = 2


def removed_lines() -> list[uuid.UUID]:
    """The lines taken out on the page, the one just now included."""
    typed = [*request.form.getlist("removed"), request.form.get("remove", "")]
    return [key for key in map(known_key, typed) if key is not None]


def arranged(form: NextStepsForm) -> bool:
    """Whether the button only added or took out a line; then nothing is stored yet."""
    if "add" in request.form:
        if len(form.rows) < closing.MOST_STEPS:
            form.rows.append_entry()
        return True
    if "remove" in request.form:
        form.rows.entries = [row for row in form.rows if not is_taken_out(row)]
        return True
    return False


def is_taken_out(row: object) -> bool:
    wanted = request.form["remove"]
    return wanted in (getattr(row, "name", ""), str(row.form.id.data))  # type: ignore[attr-defined]  # a FormField


def who_changes(convening: Convening) -> str:
    """The name beside a change: that of the seat, else of the account."""
    seat = seat_of(actor(), convening.id)
    return str(seat.nickname if seat is not None else current_user.person.name)


# ------------------------------------------------------------------ the close


def close_page(convening: Convening, form: OutcomeForm, status: int = 200) -> Response:
    return page(
        "convenings/close.html",
        status=status,
        form=form,
        row_errors=errors_in_rows(form.rows),
        removed=removed_lines(),
        unfinished=unfinished(convening),
        **missing_view(convening.id),
    )


@blueprint.get("/convenings/<uuid:convening_id>/close")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def ask_to_close(convening: Convening) -> ResponseReturnValue:
    """Asks for the outcome, the next steps, and how people hear back."""
    if not convening.is_open:
        return go_to(url_for("convenings.next_steps", convening_id=convening.id))
    form = OutcomeForm(formdata=None, outcome=convening.outcome, follow_up=convening.follow_up)
    form.fill(convening.next_steps, spare=SPARE_LINES)
    return close_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/close")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def keep_outcome(convening: Convening) -> ResponseReturnValue:
    """Keep what was typed, and go on to the preview; nothing is closed here."""
    form = OutcomeForm()
    if arranged(form):
        return close_page(convening, form)
    try:
        if form.validate():
            closing.keep_outcome(
                convening,
                outcome=str(form.outcome.data),
                follow_up=str(form.follow_up.data),
                steps=list(form.planned()),
                removed=[*removed_lines(), *form.emptied()],
                by=who_changes(convening),
            )
            if "keep" in request.form:
                notice(_("Your text is kept. Nobody else sees it before the close."))
                return go_to(url_for("convenings.desk", convening_id=convening.id))
            return go_to(url_for("convenings.preview_close", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return close_page(convening, form, 422)


@blueprint.get("/convenings/<uuid:convening_id>/close/preview")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def preview_close(convening: Convening) -> ResponseReturnValue:
    """What everybody will see, and the question whether to close."""
    if not convening.is_open:
        return go_to(url_for("convenings.show", convening_id=convening.id))
    return page(
        "convenings/close_preview.html", convening=convening, unfinished=unfinished(convening)
    )


@blueprint.post("/convenings/<uuid:convening_id>/close/confirm")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def close(convening: Convening) -> ResponseReturnValue:
    try:
        running.close_convening(convening)
    except Refusal as refusal:
        notice(refusal, "warning")
    else:
        notice(_("The convening is closed. Everything written in it stays."))
    return go_to(url_for("convenings.show", convening_id=convening.id))


# ------------------------------------------------------------------ afterwards


def next_steps_page(convening: Convening, form: NextStepsForm, status: int = 200) -> Response:
    return page(
        "convenings/next_steps.html",
        status=status,
        convening=convening,
        form=form,
        row_errors=errors_in_rows(form.rows),
        removed=removed_lines(),
        steps={str(step.id): step for step in convening.next_steps},
    )


@blueprint.get("/convenings/<uuid:convening_id>/next-steps")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def next_steps(convening: Convening) -> ResponseReturnValue:
    """The list of what happens next; it is kept up after the close."""
    form = NextStepsForm(formdata=None)
    form.fill(convening.next_steps, spare=1)
    return next_steps_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/next-steps")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def change_next_steps(convening: Convening) -> ResponseReturnValue:
    form = NextStepsForm()
    if arranged(form):
        return next_steps_page(convening, form)
    try:
        if form.validate():
            closing.change_next_steps(
                convening,
                list(form.planned()),
                removed=[*removed_lines(), *form.emptied()],
                by=who_changes(convening),
            )
            notice(_("Your changes are saved."))
            return go_to(url_for("convenings.next_steps", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return next_steps_page(convening, form, 422)
