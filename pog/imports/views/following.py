"""Following an import: how far it is, what it would change, what was odd about the file."""

from flask import make_response, url_for
from flask.typing import ResponseReturnValue

from pog.core.i18n import _
from pog.imports import models
from pog.imports.forms import AnswerForm, ChoiceForm
from pog.imports.models import FrameworkImport
from pog.imports.permissions import CHANGE_IMPORT, VIEW_IMPORT
from pog.imports.queries import newest_import_of
from pog.imports.views.blueprint import blueprint
from pog.imports.wording import STATE_BADGES, STATE_WORDS
from pog.web.doors import actor, needs
from pog.web.pages import page, wants_part


@blueprint.get("/framework-imports/<uuid:framework_import_id>")
@needs(VIEW_IMPORT)
def show(framework_import: FrameworkImport) -> ResponseReturnValue:
    return import_page(framework_import)


def choice_form(found: FrameworkImport) -> ChoiceForm:
    """The frameworks of a file, by state."""
    form = ChoiceForm()
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found.report.get("frameworks", []):
        title = one["title"]
        title = _("%(title)s (older edition)", title=title) if one["is_older"] else title
        groups.setdefault(one["jurisdiction"] or _("No state given"), []).append(
            (one["key"], title)
        )
    form.framework.choices = {"": [("", _("Choose a framework"))]} | groups
    return form


def import_page(
    found: FrameworkImport,
    problem: object = None,
    status: int = 200,
    choice: ChoiceForm | None = None,
) -> ResponseReturnValue:
    newest = newest_import_of(found.framework_id) if found.framework_id else None
    return page(
        "imports/show.html",
        status=status,
        found=found,
        report=found.report,
        difference=found.report.get("difference"),
        problem=problem,
        form=AnswerForm(),
        choice=choice or choice_form(found),
        may_change=CHANGE_IMPORT.allows(actor(), found),
        can_undo=found.state == models.DONE and newest is not None and newest.id == found.id,
        state_words=STATE_WORDS,
        state_badges=STATE_BADGES,
    )


@blueprint.get("/framework-imports/<uuid:framework_import_id>/progress")
@needs(VIEW_IMPORT)
def progress(framework_import: FrameworkImport) -> ResponseReturnValue:
    """The bar alone; when there is something else to see, the page is loaded anew."""
    if not wants_part():
        return import_page(framework_import)
    if framework_import.state != models.READING:
        response = make_response("", 204)
        here = url_for("imports.show", framework_import_id=framework_import.id)
        response.headers["HX-Redirect"] = here
        return response
    return page("imports/_progress.html", found=framework_import)
