"""Pages of tables: opening one, the scribe's page, and what the table says."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.ballots.queries import list_view
from pog.convenings.models import Convening, Participant
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.notes.models import Note
from pog.profiles.models import Attribute
from pog.profiles.queries import attributes_in_order
from pog.tables import queries, services, speaking, views_cards, views_paper
from pog.tables.blueprint import blueprint
from pog.tables.forms import AnswerForm, Seating, TableForm
from pog.tables.models import Table
from pog.tables.permissions import OPEN_TABLE, RUN_TABLE
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page

__all__ = ["blueprint", "views_cards", "views_paper"]


# ------------------------------------------------------------------ opening and changing


@blueprint.get("/convenings/<uuid:convening_id>/tables")
@needs(OPEN_TABLE, else_hidden_without=VIEW_CONVENING)
def index(convening: Convening) -> ResponseReturnValue:
    """All tables for facilitators; a scribe goes on to their own."""
    if not FACILITATE.allows(actor(), convening):
        seat = seat_of(actor(), convening.id)
        mine = queries.table_of_scribe(seat) if seat is not None else None
        if mine is not None:
            return go_to(url_for("tables.show", table_id=mine.id))
        return go_to(url_for("tables.create", convening_id=convening.id))
    tables = queries.tables_of(convening.id)
    return page(
        "tables/index.html",
        convening=convening,
        tables=[(table, queries.groups_at(table)) for table in tables],
    )


def form_page(
    convening: Convening,
    form: TableForm,
    seating: Seating,
    table: Table | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return page(
        "tables/edit.html",
        status=status,
        convening=convening,
        table=table,
        form=form,
        seating=seating,
        names_scribe=FACILITATE.allows(actor(), convening),
        action=(
            url_for("tables.save", table_id=table.id)
            if table
            else url_for("tables.open_table", convening_id=convening.id)
        ),
    )


@blueprint.get("/convenings/<uuid:convening_id>/tables/new")
@needs(OPEN_TABLE, else_hidden_without=VIEW_CONVENING)
def create(convening: Convening) -> ResponseReturnValue:
    form = TableForm(formdata=None, data={"number": queries.next_number(convening.id)})
    form.offer_scribes(queries.possible_scribes(convening.id))
    return form_page(convening, form, Seating(convening.groups))


@blueprint.post("/convenings/<uuid:convening_id>/tables/new")
@needs(OPEN_TABLE, else_hidden_without=VIEW_CONVENING)
def open_table(convening: Convening) -> ResponseReturnValue:
    form = TableForm()
    seats = queries.possible_scribes(convening.id)
    form.offer_scribes(seats)
    seating = Seating(convening.groups, request.form)
    people = seating.read()
    status = 422
    try:
        if form.validate() and people is not None:
            table = services.open_table(
                convening,
                number=form.number.data or 0,
                name=str(form.name.data),
                people=people,
                scribe=chosen_scribe(convening, form, seats),
            )
            notice(_("Table %(number)s is open.", number=table.number))
            return go_to(url_for("tables.show", table_id=table.id))
    except Refusal as refusal:
        status = refusal.status
        tell_about(form, seating, refusal)
    return form_page(convening, form, seating, status=status)


def chosen_scribe(
    convening: Convening, form: TableForm, seats: Sequence[Participant]
) -> Participant | None:
    """Whom the facilitator named; a scribe opens the table for themselves."""
    who = actor()
    if not FACILITATE.allows(who, convening):
        return seat_of(who, convening.id)
    if not form.scribe.data:
        return None
    found = next((one for one in seats if str(one.id) == form.scribe.data), None)
    if found is None:
        raise Refusal(_("Choose a scribe from the list."), field="scribe")
    return found


def tell_about(form: TableForm, seating: Seating, refusal: Refusal) -> None:
    if refusal.field == "people":
        seating.problem = str(refusal)
    else:
        explain(form, refusal)


@blueprint.get("/tables/<uuid:table_id>/edit")
@needs(RUN_TABLE)
def edit(table: Table) -> ResponseReturnValue:
    whole = queries.whole_table(table)
    form = TableForm(
        formdata=None,
        data={
            "number": table.number,
            "name": table.name,
            "scribe": str(table.scribe_id) if table.scribe_id else "",
        },
    )
    form.offer_scribes(queries.possible_scribes(table.convening_id, table))
    seating = Seating(table.convening.groups, here=queries.people_at(whole))
    return form_page(table.convening, form, seating, table)


@blueprint.post("/tables/<uuid:table_id>/edit")
@needs(RUN_TABLE)
def save(table: Table) -> ResponseReturnValue:
    form = TableForm()
    seats = queries.possible_scribes(table.convening_id, table)
    form.offer_scribes(seats)
    seating = Seating(table.convening.groups, request.form)
    people = seating.read()
    status = 422
    try:
        if form.validate() and people is not None:
            services.change_table(
                table,
                number=form.number.data or 0,
                name=str(form.name.data),
                people=people,
                scribe=chosen_scribe(table.convening, form, seats),
            )
            notice(_("The table is changed."))
            return go_to(url_for("tables.show", table_id=table.id))
    except Refusal as refusal:
        status = refusal.status
        tell_about(form, seating, refusal)
    return form_page(table.convening, form, seating, table, status)


# ------------------------------------------------------------------ the scribe's page


def table_page(
    table: Table,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
    part: str | None = None,
) -> ResponseReturnValue:
    whole = queries.whole_table(table)
    return page(
        "tables/show.html",
        part=part,
        status=status,
        convening=table.convening,
        table=whole,
        groups=queries.groups_at(whole),
        waiting=queries.ballots_at(whole),
        asked=speaking.what_is_asked(table),
        said=queries.said_by(table),
        form=form or answer_form(table, formdata=None),
        may_run=FACILITATE.allows(actor(), table.convening),
        seat=seat_of(actor(), table.convening_id),
        **list_view(table.convening_id),
    )


def answer_form(table: Table, **given: Any) -> AnswerForm:
    form = AnswerForm(**given)
    attributes = attributes_in_order(table.convening.profile)
    form.about.choices = [
        ("", _("The whole draft")),
        *((str(one.id), one.name) for one in attributes),
    ]
    return form


@blueprint.get("/tables/<uuid:table_id>")
@needs(RUN_TABLE)
def show(table: Table) -> ResponseReturnValue:
    return table_page(table)


@blueprint.get("/tables/<uuid:table_id>/now")
@needs(RUN_TABLE)
def show_now(table: Table) -> ResponseReturnValue:
    """The part of the page that follows the room; what is being typed stands outside it."""
    return table_page(table, part="tables/_now.html")


@blueprint.post("/tables/<uuid:table_id>/answers")
@needs(RUN_TABLE)
def answer(table: Table) -> ResponseReturnValue:
    """A note or a comment in the table's name."""
    form = answer_form(table)
    status = 422
    try:
        if form.validate():
            made = speaking.speak(
                actor(), table, text=str(form.text.data), attribute=attribute_named(table, form)
            )
            if isinstance(made, Note):
                notice(
                    _("Stored as note %(number)s, in the name of your table.", number=made.number)
                )
            else:
                notice(_("Stored as a comment, in the name of your table."))
            return go_to(url_for("tables.show", table_id=table.id))
    except Refusal as refusal:
        status = refusal.status
        refusal.field = "text"
        explain(form, refusal)
    return table_page(table, form=form, status=status)


def attribute_named(table: Table, form: AnswerForm) -> Attribute | None:
    if not form.about.data:
        return None
    attributes = attributes_in_order(table.convening.profile)
    found = next((one for one in attributes if str(one.id) == form.about.data), None)
    if found is None:
        raise NotFound(_("This attribute is no longer there."))
    return found
