"""Entering paper cards one after the other, and counting them."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.ballots.marking import marks_shown, read_marks, stored_marks, told
from pog.ballots.methods import method_named
from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import Ballot
from pog.ballots.permissions import RUN_BALLOT, VIEW_BALLOT
from pog.ballots.queries import notes_inside, revisions_now, status_view
from pog.convenings.models import Convening
from pog.convenings.naming import name_of
from pog.convenings.permissions import FACILITATE
from pog.core.database import db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.tables import queries
from pog.tables.blueprint import blueprint
from pog.tables.counting import keep_sheet
from pog.tables.entering import correct_card, enter_card, void_card
from pog.tables.forms import CountForm
from pog.tables.models import Table
from pog.tables.permissions import RUN_TABLE
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page


def ballot_at(table: Table, ballot_id: uuid.UUID) -> Ballot:
    """The ballot, when it belongs to the table's convening and was opened."""
    ballot = db.session.get(Ballot, ballot_id)
    if ballot is None or ballot.convening_id != table.convening_id or ballot.state == "draft":
        raise NotFound(NOT_HERE)
    return ballot


def name_here(convening: Convening) -> str:
    return name_of(actor(), convening)


def number_in(text: str | None) -> int | None:
    found = (text or "").strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) <= 4 else None


# ------------------------------------------------------------------ entering


def enter_page(
    table: Table,
    ballot: Ballot,
    *,
    chosen: int | None = None,
    marks: Mapping[str, str] | None = None,
    reason: str | None = None,
    seen: str | None = None,
    why: str = "",
    problem: Refusal | None = None,
) -> ResponseReturnValue:
    """The next card, or the one asked for; after a refusal with what was marked."""
    whole = queries.whole_table(table)
    cards = whole.cards_in_use
    votes = queries.votes_at(whole, ballot)
    entered = queries.entered_at(whole, ballot)
    left = [card for card in cards if card.participant_id not in entered]
    card = next((one for one in cards if one.number == chosen), None)
    if card is None and left:
        card = left[0]
    vote = votes.get(card.participant_id) if card else None
    if vote is not None and marks is not None and seen is None:
        # Another device entered this card first; whoever reads the number again chooses anew.
        card = vote = None
    method = method_named(ballot.method)
    marked = marks if marks is not None else stored_marks(ballot, vote)
    context: dict[str, Any] = {
        **(status_view(ballot.convening_id, ballot.id) or {}),
        "convening": table.convening,
        "table": whole,
        "cards": cards,
        "entered": {one.id for one in cards if one.participant_id in entered},
        "sealed": card is not None and ballot.secret and card.participant_id in entered,
        "left": left,
        "card": card,
        "correcting": vote is not None,
        "seen": vote.times_changed if vote else 0,
        "method": method,
        "marks": marked,
        "told": told(ballot, marked),
        "reason": reason if reason is not None else (vote.reason if vote else ""),
        "why": why,
        "problem": str(problem) if problem else None,
        "problem_field": problem.field if problem else None,
        "rule": method.rule(ballot.settings),
        "revisions": revisions_now(ballot),
        "inside": notes_inside(ballot),
        "none_name": NONE_OF_THESE,
        "log": queries.log_of(whole, ballot),
        "line": queries.sheet_line(whole, ballot),
        "may_run": FACILITATE.allows(actor(), table.convening),
    }
    return page("tables/enter.html", status=problem.status if problem else 200, **context)


@blueprint.get("/tables/<uuid:table_id>/ballots/<uuid:ballot_id>")
@needs(RUN_TABLE)
def enter(table: Table, ballot_id: uuid.UUID) -> ResponseReturnValue:
    """The marks of the next card, or of the one asked for."""
    ballot = ballot_at(table, ballot_id)
    return enter_page(table, ballot, chosen=number_in(request.args.get("card")))


@blueprint.post("/tables/<uuid:table_id>/ballots/<uuid:ballot_id>")
@needs(RUN_TABLE)
def store_card(table: Table, ballot_id: uuid.UUID) -> ResponseReturnValue:
    """Store a card, or correct it, and go on to the next one."""
    ballot = ballot_at(table, ballot_id)
    marks = read_marks(ballot, request.form)
    reason = request.form.get("reason", "")
    number = number_in(request.form.get("card"))
    seen = request.form.get("seen")
    try:
        if number is None:
            raise Refusal(_("Choose a card first."), field="card")
        by = name_here(table.convening)
        if seen is None:
            enter_card(ballot, table, number, marks, reason=reason, by=by)
            notice(_("Card %(number)s is stored.", number=number))
        else:
            times = number_in(seen)
            correct_card(
                ballot,
                table,
                number,
                marks,
                reason=reason,
                seen=-1 if times is None else times,
                by=by,
            )
            notice(_("Card %(number)s is corrected.", number=number))
    except Refusal as refusal:
        sent = marks_shown(marks, ballot.method)
        return enter_page(
            table, ballot, chosen=number, marks=sent, reason=reason, seen=seen, problem=refusal
        )
    return go_to(url_for("tables.enter", table_id=table.id, ballot_id=ballot.id))


@blueprint.post("/tables/<uuid:table_id>/ballots/<uuid:ballot_id>/cards/<int:number>/void")
@needs(RUN_TABLE)
def void(table: Table, ballot_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Take a card out of the count, with a reason in the log."""
    ballot = ballot_at(table, ballot_id)
    why = request.form.get("why", "")
    try:
        void_card(ballot, table, number, why=why, by=name_here(table.convening))
    except Refusal as refusal:
        return enter_page(table, ballot, chosen=number, why=why, problem=refusal)
    notice(_("Card %(number)s does not count any more.", number=number))
    return go_to(url_for("tables.enter", table_id=table.id, ballot_id=ballot.id))


# ------------------------------------------------------------------ counting


def count_page(
    table: Table, ballot: Ballot, form: CountForm, status: int = 200
) -> ResponseReturnValue:
    whole = queries.whole_table(table)
    return page(
        "tables/count.html",
        status=status,
        convening=table.convening,
        table=whole,
        ballot=ballot,
        line=queries.sheet_line(whole, ballot),
        form=form,
        may_run=FACILITATE.allows(actor(), table.convening),
    )


@blueprint.get("/tables/<uuid:table_id>/ballots/<uuid:ballot_id>/count")
@needs(RUN_TABLE)
def count(table: Table, ballot_id: uuid.UUID) -> ResponseReturnValue:
    ballot = ballot_at(table, ballot_id)
    line = queries.sheet_line(queries.whole_table(table), ballot)
    known = line.sheet
    typed: dict[str, object] = (
        {"handed_out": line.cards}
        if known is None
        else {
            "handed_out": known.handed_out,
            "blank": known.blank,
            "spoiled": known.spoiled,
            "explanation": known.explanation,
        }
    )
    return count_page(table, ballot, CountForm(formdata=None, data=typed))


@blueprint.post("/tables/<uuid:table_id>/ballots/<uuid:ballot_id>/count")
@needs(RUN_TABLE)
def keep_count(table: Table, ballot_id: uuid.UUID) -> ResponseReturnValue:
    ballot = ballot_at(table, ballot_id)
    form = CountForm()
    status = 422
    try:
        if form.validate():
            keep_sheet(
                ballot,
                table,
                handed_out=form.handed_out.data or 0,
                blank=form.blank.data or 0,
                spoiled=form.spoiled.data or 0,
                explanation=str(form.explanation.data),
                by=name_here(table.convening),
            )
            notice(_("The count sheet is stored."))
            return go_to(url_for("tables.show", table_id=table.id))
    except Refusal as refusal:
        status = refusal.status
        explain(form, refusal)
    return count_page(table, ballot, form, status)


@blueprint.get("/ballots/<uuid:ballot_id>/tables")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def sheets(ballot: Ballot) -> ResponseReturnValue:
    """All tables' count sheets of one ballot, before it is closed."""
    if ballot.state == "draft":
        return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    return page(
        "tables/sheets.html",
        convening=ballot.convening,
        **(queries.sheets_view(ballot.convening_id, ballot.id) or {}),
    )
