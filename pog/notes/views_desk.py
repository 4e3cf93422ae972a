"""Running a collection: its numbers, the reveal, hiding a note and bringing it back."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.convenings.models import Activity
from pog.convenings.permissions import RUN_ACTIVITY, VIEW_ACTIVITY
from pog.convenings.seats import seat_of
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.notes import queries, services
from pog.notes.blueprint import blueprint
from pog.notes.forms import HideNoteForm
from pog.notes.models import Note
from pog.notes.permissions import MODERATE_NOTE, VIEW_NOTE
from pog.notes.views_writing import listed, shown_to
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/activities/<uuid:activity_id>/notes/desk")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def desk(activity: Activity) -> ResponseReturnValue:
    """Numbers before the reveal, all notes with their stars after it."""
    shown = shown_to(activity)
    shown["listed"] = listed(activity, shown["round"], None, hidden_too=True)
    return page(
        "notes/desk.html",
        part="notes/_desk_list.html",
        moderations=queries.moderations_of(activity.id),
        others=[one for one in queries.collect_activities(activity.convening_id) if one.round],
        **shown,
    )


def back_to_desk(activity: Activity, *, anchor: str | None = None) -> ResponseReturnValue:
    return go_to(url_for("notes.desk", activity_id=activity.id, _anchor=anchor))


def my_name(activity: Activity) -> str:
    """Who the log names: the seat's nickname; an administrator without a seat by that word."""
    seat = seat_of(actor(), activity.convening_id)
    return seat.nickname if seat is not None else str(_("An administrator"))


@blueprint.get("/activities/<uuid:activity_id>/notes/reveal")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def ask_to_reveal(activity: Activity) -> ResponseReturnValue:
    """Asks first, since what was read cannot be unread."""
    if activity.kind not in queries.COLLECTING_KINDS:
        raise NotFound(NOT_HERE)
    shown = shown_to(activity)
    if shown["is_revealed"]:
        return back_to_desk(activity)
    return page("notes/reveal.html", **shown)


@blueprint.post("/activities/<uuid:activity_id>/notes/reveal")
@needs(RUN_ACTIVITY, else_hidden_without=VIEW_ACTIVITY)
def reveal(activity: Activity) -> ResponseReturnValue:
    if activity.kind not in queries.COLLECTING_KINDS:
        raise NotFound(NOT_HERE)
    if request.form.get("round", type=int) not in (None, activity.round):
        notice(_("A new round has begun since then. Look at it, then show its notes."), "warning")
        return back_to_desk(activity)
    services.reveal_notes(activity, revealed_by=my_name(activity))
    notice(_("Everybody in the convening reads the notes now."))
    return back_to_desk(activity)


def hide_page(note: Note, form: HideNoteForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "notes/hide.html",
        status=status,
        note=note,
        activity=note.activity,
        convening=note.activity.convening,
        form=form,
    )


@blueprint.get("/notes/<uuid:note_id>/hide")
@needs(MODERATE_NOTE, else_hidden_without=VIEW_NOTE)
def ask_to_hide(note: Note) -> ResponseReturnValue:
    return hide_page(note, HideNoteForm(formdata=None))


@blueprint.post("/notes/<uuid:note_id>/hide")
@needs(MODERATE_NOTE, else_hidden_without=VIEW_NOTE)
def hide(note: Note) -> ResponseReturnValue:
    form = HideNoteForm()
    status = 422
    try:
        if form.validate():
            services.hide_note(note, reason=str(form.reason.data), hidden_by=my_name(note.activity))
            notice(_("The note is hidden. Its words have left every page and the projector."))
            return back_to_desk(note.activity, anchor=f"note-{note.id}")
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return hide_page(note, form, status)


@blueprint.post("/notes/<uuid:note_id>/show-again")
@needs(MODERATE_NOTE, else_hidden_without=VIEW_NOTE)
def show_again(note: Note) -> ResponseReturnValue:
    services.show_note(note, shown_by=my_name(note.activity))
    notice(_("The note is shown again."))
    return back_to_desk(note.activity, anchor=f"note-{note.id}")
