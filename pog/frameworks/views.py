"""The framework library, one framework, and importing a CASE file."""

import uuid
from itertools import groupby

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.core import work
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.frameworks import hooks, queries, services
from pog.frameworks.forms import ImportForm
from pog.frameworks.models import Framework
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.frameworks.wording import REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.standards.case.reading import read_package
from pog.web.doors import NOT_HERE, actor, find, needs, public, signed_in
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("frameworks", __name__)


@blueprint.get("/frameworks")
@public
def index() -> ResponseReturnValue:
    words = (request.args.get("q") or "").strip()[:200]
    listed = queries.visible_frameworks(actor().organization_ids)
    found = (
        queries.search_competencies(words, organization_ids=actor().organization_ids)
        if words
        else None
    )
    return page(
        "frameworks/index.html",
        sectors=[
            (sector, list(entries))
            for sector, entries in groupby(listed, key=lambda entry: entry.framework.sector)
        ],
        sector_words=SECTOR_WORDS,
        words=words,
        found=found,
    )


@blueprint.get("/frameworks/<uuid:framework_id>")
@needs(VIEW_FRAMEWORK)
def show(framework: Framework) -> ResponseReturnValue:
    return page(
        "frameworks/show.html",
        framework=framework,
        tree=queries.competency_tree(framework),
        sector_words=SECTOR_WORDS,
        redistribution_words=REDISTRIBUTION_WORDS,
        links=hooks.links_from(actor(), framework),
    )


def import_form() -> ImportForm:
    form = ImportForm()
    mine = organizations_of(current_user.person.id)
    form.organization.choices = [
        (str(o.id), o.name) for o in mine if WORK_IN_ORGANIZATION.allows(actor(), o)
    ]
    return form


@blueprint.get("/frameworks/import")
@signed_in
def new_import() -> ResponseReturnValue:
    return page("frameworks/import.html", form=import_form())


@blueprint.post("/frameworks/import")
@signed_in
def import_file() -> ResponseReturnValue:
    """All or nothing: a file that cannot be understood changes nothing."""
    form = import_form()
    if not form.validate():
        return page("frameworks/import.html", status=422, form=form)
    organization_id = uuid.UUID(form.organization.data)
    name = form.file.data.filename or ""
    try:
        work.pause()  # reading a large file needs no database
        reading = read_package(form.file.data.read())
        organization = find(Organization, organization_id)
        if not WORK_IN_ORGANIZATION.allows(actor(), organization):
            raise NotFound(NOT_HERE)
        framework = services.import_case(
            reading,
            organization_id=organization.id,
            sector=str(form.sector.data),
            imported_from=name[:200],
        )
    except Refusal as refusal:
        refusal.field = refusal.field or "file"
        explain(form, refusal)
        return page("frameworks/import.html", status=refusal.status, form=form)
    notice(
        _(
            "%(title)s is imported: %(items)s competencies, %(links)s links.",
            title=framework.title,
            items=len(reading.package.items),
            links=len(reading.package.associations),
        )
    )
    for warning in reading.warnings[:20]:
        notice(f"{warning.where}: {warning.message}", "warning")
    if len(reading.warnings) > 20:
        notice(
            _("And %(count)s more remarks of this kind.", count=len(reading.warnings) - 20),
            "warning",
        )
    return go_to(url_for("frameworks.show", framework_id=framework.id))
