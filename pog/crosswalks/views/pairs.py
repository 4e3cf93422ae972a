"""Crosswalks: the list, one of them, importing a table, and what follows from a profile."""

import uuid
from collections.abc import Iterator

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.alignments.wording import RELATION_WORDS
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.rows import Wrong
from pog.core.sheets import Value
from pog.crosswalks import queries, services
from pog.crosswalks.deriving import Derived, derive, frameworks_in_use
from pog.crosswalks.forms import ImportForm
from pog.crosswalks.models import Crosswalk
from pog.crosswalks.permissions import REMOVE_CROSSWALK, VIEW_CROSSWALK
from pog.crosswalks.views.blueprint import blueprint
from pog.crosswalks.wording import LINK_WORDS
from pog.frameworks.licensing import rule_named
from pog.frameworks.models import Competency, Framework
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, find, needs, public, signed_in
from pog.web.downloads import csv_file
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/crosswalks")
@public
def index() -> ResponseReturnValue:
    return page(
        "crosswalks/index.html", listed=queries.visible_crosswalks(actor().organization_ids)
    )


@blueprint.get("/crosswalks/<uuid:crosswalk_id>")
@needs(VIEW_CROSSWALK)
def show(crosswalk: Crosswalk) -> ResponseReturnValue:
    return page(
        "crosswalks/show.html",
        crosswalk=crosswalk,
        links=queries.links_of(crosswalk),
        link_words=LINK_WORDS,
        may_remove=REMOVE_CROSSWALK.allows(actor(), crosswalk),
    )


@blueprint.get("/crosswalks/<uuid:crosswalk_id>/sheet")
@needs(VIEW_CROSSWALK)
def sheet(crosswalk: Crosswalk) -> ResponseReturnValue:
    """The pairs as a table that can be imported again; of each end what may be passed on."""
    rows = (
        (
            *end_cells(link.source, link.source_framework, link.source_code, link.source_text),
            *end_cells(link.target, link.target_framework, link.target_code, link.target_text),
            link.relation,
            link.note,
        )
        for link in queries.links_of(crosswalk)
    )
    head = (
        "source_framework", "source_code", "source_text",
        "target_framework", "target_code", "target_text", "relation", "citation",
    )  # fmt: skip
    return csv_file(crosswalk.title, head, rows)


def end_cells(
    competency: Competency | None, framework: str, code: str, text: str
) -> tuple[Value, ...]:
    if competency is None:
        return framework, code, text
    issued = competency.framework
    name = issued.key or str(issued.id)
    if not rule_named(issued.redistribution).names:
        return name, str(competency.id), ""
    return name, competency.official_code or str(competency.id), competency.name


def import_form() -> ImportForm:
    form = ImportForm()
    mine = organizations_of(current_user.person.id)
    form.organization.choices = [
        (str(o.id), o.name) for o in mine if WORK_IN_ORGANIZATION.allows(actor(), o)
    ]
    return form


@blueprint.get("/crosswalks/import")
@signed_in
def new_import() -> ResponseReturnValue:
    return import_page(import_form())


@blueprint.post("/crosswalks/import")
@signed_in
def import_file() -> ResponseReturnValue:
    """All rows or none; what is wrong is told row by row."""
    form = import_form()
    if not form.validate():
        return import_page(form, status=422)
    try:
        organization = find(Organization, uuid.UUID(form.organization.data))
        if not WORK_IN_ORGANIZATION.allows(actor(), organization):
            raise NotFound(NOT_HERE)
        report = services.import_crosswalk(
            form.file.data.read(),
            organization_id=organization.id,
            title=str(form.title.data),
            published=str(form.source.data),
            licence=str(form.licence.data),
            imported_from=form.file.data.filename or "",
            imported_by=current_user.person.name,
        )
    except Refusal as refusal:
        refusal.field = refusal.field or "file"
        explain(form, refusal)
        return import_page(form, status=refusal.status)
    if report.crosswalk is None:
        return import_page(form, report.wrong, status=422)
    notice(_("%(title)s is imported.", title=report.crosswalk.title))
    return go_to(url_for("crosswalks.show", crosswalk_id=report.crosswalk.id))


def import_page(
    form: ImportForm, wrong: tuple[Wrong, ...] = (), status: int = 200
) -> ResponseReturnValue:
    return page(
        "crosswalks/import.html",
        status=status,
        form=form,
        wrong=wrong,
        columns=services.COLUMNS,
    )


@blueprint.get("/crosswalks/<uuid:crosswalk_id>/remove")
@needs(REMOVE_CROSSWALK, else_hidden_without=VIEW_CROSSWALK)
def ask_to_remove(crosswalk: Crosswalk) -> ResponseReturnValue:
    return page("crosswalks/remove.html", crosswalk=crosswalk)


@blueprint.post("/crosswalks/<uuid:crosswalk_id>/remove")
@needs(REMOVE_CROSSWALK, else_hidden_without=VIEW_CROSSWALK)
def remove(crosswalk: Crosswalk) -> ResponseReturnValue:
    title = crosswalk.title
    services.remove_crosswalk(crosswalk)
    notice(_("%(title)s is removed.", title=title))
    return go_to(url_for("crosswalks.index"))


# ------------------------------------------------------------------ through a profile


@blueprint.get("/profiles/<uuid:profile_id>/crosswalk")
@needs(VIEW_PROFILE)
def through(profile: Profile) -> ResponseReturnValue:
    """Pairs of two frameworks that meet in an attribute, each with its path."""
    used = frameworks_in_use(profile.id)
    source, target = chosen(used)
    return page(
        "crosswalks/through.html",
        profile=profile,
        frameworks=used,
        source=source,
        target=target,
        derived=derive(profile.id, source, target) if source and target else [],
        relation_words=RELATION_WORDS,
    )


def chosen(used: list[Framework]) -> tuple[Framework | None, Framework | None]:
    """The two frameworks the address names; without a choice the first two."""
    by_id = {str(one.id): one for one in used}
    source = by_id.get(request.args.get("source", ""), used[0] if used else None)
    others = [one for one in used if one is not source]
    target = by_id.get(request.args.get("target", ""), others[0] if others else None)
    return source, target


@blueprint.get("/profiles/<uuid:profile_id>/crosswalk/sheet")
@needs(VIEW_PROFILE)
def through_sheet(profile: Profile) -> ResponseReturnValue:
    used = frameworks_in_use(profile.id)
    source, target = chosen(used)
    rows = derive(profile.id, source, target) if source and target else []
    head = (
        "source_framework", "source_code", "source_text",
        "target_framework", "target_code", "target_text", "relation", "citation",
    )  # fmt: skip
    return csv_file(f"{profile.title}-crosswalk", head, derived_rows(rows))


def derived_rows(derived: list[Derived]) -> Iterator[tuple[Value, ...]]:
    for one in derived:
        paths = "; ".join(
            f"{path.attribute.name}: {path.first} + {path.second} = {path.relation}"
            for path in one.paths
        )
        yield (
            *end_cells(one.source, "", "", ""),
            *end_cells(one.target, "", "", ""),
            one.relation,
            _("Derived, not checked. Through %(paths)s", paths=paths),
        )
