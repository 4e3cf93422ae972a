"""Writing notes, reading them after the reveal, giving stars: the pages of those who take part."""

import random
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.convenings import joining
from pog.convenings.models import Activity, Participant
from pog.convenings.permissions import FACILITATE, VIEW_ACTIVITY
from pog.convenings.phases import PHASES
from pog.convenings.queries import count_joined, count_ready
from pog.convenings.seats import seat_of
from pog.core.errors import Conflict, Forbidden, NotFound, Refusal, Unreadable
from pog.core.i18n import _
from pog.notes import queries, reading, services
from pog.notes.blueprint import blueprint
from pog.notes.forms import NoteForm
from pog.notes.models import Note
from pog.notes.permissions import CHANGE_NOTE, STAR_NOTE, VIEW_NOTE, WRITE_NOTES
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page, wants_part

# ------------------------------------------------------------------ the page of a collection


def notes_page(
    activity: Activity,
    *,
    part: str | None = None,
    into: str | None = None,
    status: int = 200,
    form: NoteForm | None = None,
    stored: Note | None = None,
    problem: Refusal | None = None,
) -> ResponseReturnValue:
    """Everything on one page: write, one's own notes, and after the reveal all of them."""
    return page(
        "notes/show.html",
        part=part,
        into=into,
        status=status,
        form=form or NoteForm(formdata=None),
        stored=stored,
        whole=request.form.get("whole") == "yes",
        problem=str(problem) if problem else None,
        **shown_to(activity),
    )


def shown_to(activity: Activity) -> dict[str, Any]:
    """What this person sees of an activity's notes, of the round they asked for."""
    found = list_of(activity)
    round_number, seat = found["round"], writing_seat(activity)
    now = reading.collecting_now(activity.convening)
    return {
        **found,
        "phase": PHASES[activity.kind],
        "seat": seat_of(actor(), activity.convening_id),
        "may_run": FACILITATE.allows(actor(), activity.convening),
        "is_ready": seat is not None and seat.ready_activity_id == activity.id,
        "elsewhere": now if now is not None and now.id != activity.id else None,
        "rounds": reading.rounds_with_notes(activity.id),
        "state": reading.state_of(activity, found["collection"]),
        "numbers": reading.numbers_of(activity.id, round_number),
        "ready": count_ready(activity.convening_id, activity.id),
        "own": reading.own_notes(seat, activity.id, round_number) if seat else [],
        "fresh": reading.fresh_notes(activity, found["collection"]),
    }


def list_of(activity: Activity) -> dict[str, Any]:
    """The notes everybody may read; at the reveal a whole hall fetches them, so nothing else."""
    if activity.kind not in queries.COLLECTING_KINDS:
        raise NotFound(NOT_HERE)
    seat = writing_seat(activity)
    round_number = wanted_round(activity)
    collection = queries.collection_of(activity.id, round_number)
    is_revealed = collection is not None and collection.is_revealed
    now = reading.collecting_now(activity.convening)
    joined = count_joined(activity.convening_id)
    return {
        "activity": activity,
        "convening": activity.convening,
        "may_write": seat is not None,
        "round": round_number,
        "is_open": queries.takes_notes(activity) and round_number == activity.round,
        "is_now": now is not None and now.id == activity.id and round_number == activity.round,
        "collection": collection,
        "is_revealed": is_revealed,
        "listed": listed(activity, round_number, seat)
        if is_revealed
        else reading.nothing_yet("newest"),
        "joined": joined,
        # In a hall of a thousand not everybody fetches the notes at the same moment.
        "jitter": random.randrange(1, max(2, min(8_000, 8 * joined))),  # noqa: S311
    }


def writing_seat(activity: Activity) -> Participant | None:
    who = actor()
    return seat_of(who, activity.convening_id) if WRITE_NOTES.allows(who, activity) else None


def wanted_round(activity: Activity) -> int:
    """The round asked for; the present one for everything that is no earlier round."""
    asked = request.args.get("round", type=int)
    return asked if asked is not None and 0 < asked < activity.round else activity.round


def listed(
    activity: Activity, round_number: int, seat: Participant | None, *, hidden_too: bool = False
) -> reading.Page:
    sort = request.args.get("sort", "newest")
    return reading.notes_page(
        activity.id,
        round_number,
        sort=sort if sort in reading.SORTS else "newest",
        page=request.args.get("page", 1, type=int),
        seat=seat,
        hidden_too=hidden_too,
    )


@blueprint.get("/activities/<uuid:activity_id>/notes")
@needs(VIEW_ACTIVITY)
def show(activity: Activity) -> ResponseReturnValue:
    if wants_part():
        return page("notes/_list.html", part="notes/_list.html", **list_of(activity))
    return notes_page(activity)


@blueprint.post("/activities/<uuid:activity_id>/notes")
@needs(WRITE_NOTES, else_hidden_without=VIEW_ACTIVITY)
def add(activity: Activity) -> ResponseReturnValue:
    form = NoteForm()
    status = 422
    try:
        if form.validate():
            note = services.add_note(activity, own_seat(activity), text=str(form.text.data))
            if wants_part():
                return notes_page(activity, part="notes/_added.html", stored=note)
            notice(_("Your note is stored. Write the next one."))
            return go_to(url_for("notes.show", activity_id=activity.id, _anchor="note-form"))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return notes_page(
        activity, part="notes/_form.html", into="#note-form", form=form, status=status
    )


@blueprint.get("/activities/<uuid:activity_id>/notes/mine")
@needs(VIEW_ACTIVITY)
def mine(activity: Activity) -> ResponseReturnValue:
    """My own notes; fetched again when one that waited on the device was stored."""
    return notes_page(activity, part="notes/_mine.html")


def own_seat(activity: Activity) -> Participant:
    seat = writing_seat(activity)
    if seat is None:
        raise Forbidden(_("You have no seat here to write notes from."))
    return seat


@blueprint.post("/activities/<uuid:activity_id>/notes/ready")
@needs(WRITE_NOTES, else_hidden_without=VIEW_ACTIVITY)
def say_ready(activity: Activity) -> ResponseReturnValue:
    """I have written what I wanted; or not yet after all."""
    try:
        joining.say_ready(
            own_seat(activity), seen=str(activity.id), ready=request.form.get("ready") != "no"
        )
    except Conflict as refusal:
        return notes_page(activity, part="notes/_mine.html", into="#my-notes", problem=refusal)
    if wants_part():
        return notes_page(activity, part="notes/_mine.html")
    return go_to(url_for("notes.show", activity_id=activity.id))


# ------------------------------------------------------------------ one's own notes


def edit_page(
    note: Note, form: NoteForm, status: int = 200, problem: Refusal | None = None
) -> ResponseReturnValue:
    return page(
        "notes/edit.html",
        status=status,
        note=note,
        activity=note.activity,
        convening=note.activity.convening,
        seat=seat_of(actor(), note.convening_id),
        form=form,
        problem=str(problem) if problem else None,
    )


@blueprint.get("/notes/<uuid:note_id>/edit")
@needs(CHANGE_NOTE, else_hidden_without=VIEW_NOTE)
def edit(note: Note) -> ResponseReturnValue:
    return edit_page(note, NoteForm(formdata=None, text=note.text))


@blueprint.post("/notes/<uuid:note_id>/edit")
@needs(CHANGE_NOTE, else_hidden_without=VIEW_NOTE)
def reword(note: Note) -> ResponseReturnValue:
    form = NoteForm()
    status = 422
    try:
        if form.validate():
            services.reword_note(note, text=str(form.text.data))
            notice(_("Your note is changed."))
            return back_to(note)
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return edit_page(note, form, status)


def back_to(note: Note) -> ResponseReturnValue:
    return go_to(url_for("notes.show", activity_id=note.activity_id, _anchor="my-notes"))


@blueprint.post("/notes/<uuid:note_id>/withdrawal")
@needs(CHANGE_NOTE, else_hidden_without=VIEW_NOTE)
def withdraw(note: Note) -> ResponseReturnValue:
    """Take a note of one's own back, or put it back (`back=yes`)."""
    puts_back = request.form.get("back") == "yes"
    try:
        if puts_back:
            services.put_back_note(note)
        else:
            services.withdraw_note(note)
    except Refusal as refusal:
        return notes_page(
            note.activity,
            part="notes/_mine.html",
            into="#my-notes",
            problem=refusal,
            status=refusal.status,
        )
    if wants_part():
        return notes_page(note.activity, part="notes/_mine.html")
    if puts_back:
        notice(_("Your note is back."))
    else:
        notice(_("Your note is withdrawn. You can put it back while notes are open."), "info")
    return back_to(note)


# ------------------------------------------------------------------ stars


@blueprint.post("/notes/<uuid:note_id>/stars")
@needs(STAR_NOTE, else_hidden_without=VIEW_NOTE)
def give_stars(note: Note) -> ResponseReturnValue:
    """One to five stars; nothing takes them back."""
    seat = own_seat(note.activity)
    try:
        services.give_stars(note, seat, stars_sent())
    except Refusal as refusal:
        if not wants_part():
            return notes_page(note.activity, problem=refusal, status=refusal.status)
        return given_part(note, seat, refusal)
    if wants_part():
        return given_part(note, seat)
    back = request.form.get("back", "")
    page_number, _between, sort = back.partition(" ")
    return go_to(
        url_for(
            "notes.show",
            activity_id=note.activity_id,
            sort=sort if sort in reading.SORTS else None,
            page=page_number if page_number.isdigit() else None,
            _anchor=f"note-{note.id}",
        )
    )


def stars_sent() -> int | None:
    sent = request.form.get("stars", "")
    if sent in ("", "0"):
        return None
    if sent not in {"1", "2", "3", "4", "5"}:
        raise Unreadable(_("Give one to five stars."), field="stars")
    return int(sent)


def given_part(
    note: Note, seat: Participant, refusal: Refusal | None = None
) -> ResponseReturnValue:
    [card] = reading.cards_for([note], seat)
    return page(
        "notes/_given.html",
        part="notes/_given.html",
        status=refusal.status if refusal else 200,
        into=f"#given-{note.id}" if refusal else None,
        card=card,
        problem=str(refusal) if refusal else None,
    )
