"""The record of a convening: as a page, on paper, as a workbook and for other systems."""

import re
from typing import Any

from flask import Blueprint, Response, make_response, url_for
from flask.typing import ResponseReturnValue

from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.records import reading, services
from pog.records.forms import NamesForm
from pog.records.permissions import VIEW_RECORD
from pog.records.timeline import timeline_of
from pog.web.doors import actor, needs, public
from pog.web.pages import go_to, notice, page

blueprint = Blueprint("records", __name__)
SHOWN_ON_PAGE = 60
"""So many notes and comments stand on the page; paper and files have all."""
EVERYTHING = 1_000_000


def record_page(convening: Convening, template: str, *, limit: int, **more: Any) -> Response:
    record = reading.record_of(convening)
    return page(
        template,
        convening=convening,
        record=record,
        about=record.about,
        timeline=timeline_of(record),
        limit=limit,
        on_paper=limit == EVERYTHING,
        **more,
    )


@blueprint.get("/convenings/<uuid:convening_id>/record")
@needs(VIEW_CONVENING)
def show(convening: Convening) -> ResponseReturnValue:
    """How the convening went; for participants from the minute it closes."""
    if not VIEW_RECORD.allows(actor(), convening):
        return page("records/not_yet.html", convening=convening)
    return record_page(
        convening,
        "records/show.html",
        limit=SHOWN_ON_PAGE,
        may_facilitate=FACILITATE.allows(actor(), convening),
        form=NamesForm(formdata=None, names="yes" if convening.names_in_record else "no"),
    )


@blueprint.get("/convenings/<uuid:convening_id>/record/print")
@needs(VIEW_RECORD, else_hidden_without=VIEW_CONVENING)
def on_paper(convening: Convening) -> ResponseReturnValue:
    return record_page(convening, "records/print.html", limit=EVERYTHING)


@blueprint.get("/convenings/<uuid:convening_id>/record.xlsx")
@needs(VIEW_RECORD, else_hidden_without=VIEW_CONVENING)
def workbook(convening: Convening) -> ResponseReturnValue:
    return download(
        convening,
        reading.as_workbook(convening),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


@blueprint.get("/convenings/<uuid:convening_id>/record.json")
@needs(VIEW_RECORD, else_hidden_without=VIEW_CONVENING)
def for_machines(convening: Convening) -> ResponseReturnValue:
    text = reading.as_json(reading.record_of(convening))
    return download(convening, text.encode(), "json", "application/json")


def download(convening: Convening, content: bytes, ending: str, mimetype: str) -> Response:
    """Always saved, never shown: a file of ours must not act as a page of this site."""
    response = make_response(content)
    words = re.sub(r"[^a-z0-9]+", "-", convening.title.lower()).strip("-")[:60] or "convening"
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="record-{words}.{ending}"'
    return response


@blueprint.post("/convenings/<uuid:convening_id>/record/names")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def give_names(convening: Convening) -> ResponseReturnValue:
    """Whether the record gives nicknames beside groups."""
    form = NamesForm()
    if not form.validate():
        raise Refusal(_("Choose one of the two."))
    services.give_names(convening, names=form.names.data == "yes")
    if convening.names_in_record:
        notice(_("The record now gives nicknames. Say so to those who took part."))
    else:
        notice(_("The record now gives groups only."))
    return go_to(url_for("records.show", convening_id=convening.id))


@blueprint.get("/record-format")
@public
def format_of_files() -> ResponseReturnValue:
    """What each field of the JSON means, for those who write other systems."""
    return page("records/format.html", fields=list(reading.fields()), version=reading.VERSION)
