"""Code cards at the facilitator's: make them, print them, see how many are used."""

import re

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pog.convenings import cards
from pog.convenings.blueprint import blueprint
from pog.convenings.card_sheets import cards_pdf
from pog.convenings.forms import NO_GROUP, CardsForm
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.convenings.views_joining import chosen_group
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.typesetting import PAPERS
from pog.web.doors import NOT_HERE, needs
from pog.web.pages import explain, go_to, notice, page
from pog.web.urls import absolute


def cards_form(convening: Convening) -> CardsForm:
    form = CardsForm()
    form.group.choices = [
        (NO_GROUP, _("Whoever holds the card chooses")),
        *((str(group.id), group.name) for group in convening.groups),
    ]
    return form


def cards_page(convening: Convening, form: CardsForm, status: int = 200) -> Response:
    return page(
        "convenings/cards.html",
        status=status,
        convening=convening,
        form=form,
        batches=cards.batches_of(convening),
    )


@blueprint.get("/convenings/<uuid:convening_id>/cards")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def code_cards(convening: Convening) -> ResponseReturnValue:
    """The convening's code cards, batch by batch."""
    return cards_page(convening, cards_form(convening))


@blueprint.post("/convenings/<uuid:convening_id>/cards")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def make_cards(convening: Convening) -> ResponseReturnValue:
    form = cards_form(convening)
    try:
        if form.validate():
            count = form.count.data or 0
            group = chosen_group(convening, form.group.data)
            cards.make_cards(convening, count, group=group)
            notice(
                ngettext(
                    "%(num)s card is made. Download and print it.",
                    "%(num)s cards are made. Download and print them.",
                    count,
                )
            )
            return go_to(url_for("convenings.code_cards", convening_id=convening.id))
    except Refusal as refusal:
        explain(form, refusal)
    return cards_page(convening, form, 422)


@blueprint.get("/convenings/<uuid:convening_id>/cards/<int:batch>.pdf")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def print_cards(convening: Convening, batch: int) -> ResponseReturnValue:
    """The cards of a batch nobody has used, to print and cut."""
    found = cards.printable_cards(convening, batch)
    if not found:
        raise NotFound(NOT_HERE)
    paper = request.args.get("paper", "letter")
    pdf = cards_pdf(
        convening,
        found,
        paper=paper if paper in PAPERS else "letter",
        join_address=absolute("convenings.join").partition("://")[2],
        card_address=lambda code: absolute("convenings.short", code=code),
    )
    name = re.sub(r"[^a-z0-9]+", "-", convening.title.lower()).strip("-")[:40] or "convening"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="cards-{name}-{batch}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@blueprint.post("/convenings/<uuid:convening_id>/cards/<int:batch>/void")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def void_cards(convening: Convening, batch: int) -> ResponseReturnValue:
    """Make the unused cards of a batch worthless, for instance when some were lost."""
    try:
        count = cards.void_unused(convening, batch)
    except Refusal as refusal:
        notice(refusal, "warning")
    else:
        notice(ngettext("%(num)s card is void now.", "%(num)s cards are void now.", count))
    return go_to(url_for("convenings.code_cards", convening_id=convening.id))
