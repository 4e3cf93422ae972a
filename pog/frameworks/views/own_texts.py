"""Full texts of an organization: loading a sheet, removing it and taking that back."""

import uuid

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, _n
from pog.core.rows import Wrong
from pog.frameworks import own_texts
from pog.frameworks.forms import OwnTextsForm, SheetForm
from pog.frameworks.models import Framework, OwnTextSheet
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.frameworks.views.blueprint import blueprint
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.web.doors import NOT_HERE, actor, find, signed_in
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/frameworks/<uuid:framework_id>/own-texts")
@signed_in
def new_texts(framework_id: uuid.UUID) -> ResponseReturnValue:
    framework = readable(framework_id)
    return texts_page(framework, texts_form())


@blueprint.post("/frameworks/<uuid:framework_id>/own-texts")
@signed_in
def load_texts(framework_id: uuid.UUID) -> ResponseReturnValue:
    """All rows or none; what is wrong is told row by row."""
    framework = readable(framework_id)
    form = texts_form()
    if not form.validate():
        return texts_page(framework, form, status=422)
    try:
        organization = workplace(form.organization.data)
        report = own_texts.load_texts(
            framework,
            form.file.data.read(),
            organization_id=organization.id,
            entitlement=form.entitlement.data or "",
            file_name=form.file.data.filename or "",
            loaded_by=current_user.person.name,
        )
    except Refusal as refusal:
        refusal.field = refusal.field or "file"
        explain(form, refusal)
        return texts_page(framework, form, status=refusal.status)
    if report.sheet is None:
        return texts_page(framework, form, report.wrong, status=422)
    notice(
        _n(
            "%(num)d text is loaded. Only your organization reads it.",
            "%(num)d texts are loaded. Only your organization reads them.",
            report.count,
        )
    )
    return back_to(framework)


@blueprint.post("/frameworks/<uuid:framework_id>/own-texts/remove")
@signed_in
def remove_texts(framework_id: uuid.UUID) -> ResponseReturnValue:
    framework = readable(framework_id)
    sheet = own_sheet(framework)
    own_texts.end_sheets(framework, sheet.organization_id)
    notice(_("The texts are removed. You can bring them back."))
    return back_to(framework)


@blueprint.post("/frameworks/<uuid:framework_id>/own-texts/bring-back")
@signed_in
def bring_texts_back(framework_id: uuid.UUID) -> ResponseReturnValue:
    framework = readable(framework_id)
    own_texts.use_again(own_sheet(framework))
    notice(_("These texts are shown again."))
    return back_to(framework)


def readable(framework_id: uuid.UUID) -> Framework:
    framework = find(Framework, framework_id)
    if not VIEW_FRAMEWORK.allows(actor(), framework):
        raise NotFound(NOT_HERE)
    return framework


def own_sheet(framework: Framework) -> OwnTextSheet:
    """The sheet the form names, when the reader works in its organization."""
    form = SheetForm()
    try:
        sheet = find(OwnTextSheet, uuid.UUID(form.sheet.data or ""))
    except ValueError:
        raise NotFound(NOT_HERE) from None
    if sheet.framework_id != framework.id or sheet.organization_id not in actor().organization_ids:
        raise NotFound(NOT_HERE)
    workplace(str(sheet.organization_id))
    return sheet


def workplace(key: str) -> Organization:
    organization = find(Organization, uuid.UUID(key))
    if not WORK_IN_ORGANIZATION.allows(actor(), organization):
        raise NotFound(NOT_HERE)
    return organization


def texts_form() -> OwnTextsForm:
    form = OwnTextsForm()
    form.organization.choices = [(str(o.id), o.name) for o in workplaces()]
    return form


def workplaces() -> list[Organization]:
    mine = organizations_of(current_user.person.id)
    return [one for one in mine if WORK_IN_ORGANIZATION.allows(actor(), one)]


def texts_page(
    framework: Framework, form: OwnTextsForm, wrong: tuple[Wrong, ...] = (), status: int = 200
) -> ResponseReturnValue:
    return page(
        "frameworks/own_texts.html",
        status=status,
        framework=framework,
        form=form,
        wrong=wrong,
        sheets=own_texts.sheets_of(framework, [one.id for one in workplaces()]),
        columns=own_texts.REQUIRED,
    )


def back_to(framework: Framework) -> ResponseReturnValue:
    return go_to(url_for("frameworks.new_texts", framework_id=framework.id))
