"""My organizations, their people, and what higher features show on their page."""

import uuid

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.accounts.queries import person_by_email
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.organizations import queries, services
from pog.organizations.forms import (
    LEVEL_WORDS,
    ROLE_DETAILS,
    ROLE_WORDS,
    InviteForm,
    OrganizationForm,
)
from pog.organizations.models import Membership, Organization
from pog.organizations.panels import panels
from pog.organizations.permissions import MANAGE_ORGANIZATION, VIEW_ORGANIZATION
from pog.web.doors import NOT_HERE, actor, find, needs, signed_in
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("organizations", __name__)


@blueprint.get("/organizations")
@signed_in
def index() -> ResponseReturnValue:
    """My organizations; with just one, its page."""
    mine = queries.organizations_of(current_user.person.id)
    if len(mine) == 1:
        return go_to(url_for("organizations.show", organization_id=mine[0].id))
    return page("organizations/index.html", organizations=mine, level_words=LEVEL_WORDS)


def organization_form() -> OrganizationForm:
    form = OrganizationForm()
    mine = queries.organizations_of(current_user.person.id)
    may_adopt = [o for o in mine if MANAGE_ORGANIZATION.allows(actor(), o) and o.level != "school"]
    form.parent.choices = [("", _("Nothing here")), *[(str(o.id), o.name) for o in may_adopt]]
    return form


@blueprint.get("/organizations/new")
@signed_in
def new() -> ResponseReturnValue:
    return page("organizations/new.html", form=organization_form())


@blueprint.post("/organizations/new")
@signed_in
def create() -> ResponseReturnValue:
    form = organization_form()
    try:
        if form.validate():
            parent = find(Organization, uuid.UUID(form.parent.data)) if form.parent.data else None
            made = services.create_organization(
                name=str(form.name.data),
                level=str(form.level.data),
                parent=parent,
                founder=current_user.person,
            )
            notice(_("%(name)s is set up. You are its admin.", name=made.name))
            return go_to(url_for("organizations.show", organization_id=made.id))
    except Refusal as refusal:
        explain(form, refusal)
    return page("organizations/new.html", status=422, form=form)


@blueprint.get("/organizations/<uuid:organization_id>")
@needs(VIEW_ORGANIZATION)
def show(organization: Organization) -> ResponseReturnValue:
    shown = [(panel, panel.context(actor(), organization)) for panel in panels()]
    return page(
        "organizations/show.html",
        organization=organization,
        level_words=LEVEL_WORDS,
        panels=shown,
        may_manage=MANAGE_ORGANIZATION.allows(actor(), organization),
    )


def people_page(
    organization: Organization, form: InviteForm, status: int = 200
) -> ResponseReturnValue:
    return page(
        "organizations/people.html",
        status=status,
        organization=organization,
        members=queries.members_of(organization),
        role_words=ROLE_WORDS,
        role_details=ROLE_DETAILS,
        may_manage=MANAGE_ORGANIZATION.allows(actor(), organization),
        form=form,
    )


@blueprint.get("/organizations/<uuid:organization_id>/people")
@needs(VIEW_ORGANIZATION)
def people(organization: Organization) -> ResponseReturnValue:
    return people_page(organization, InviteForm())


@blueprint.post("/organizations/<uuid:organization_id>/people")
@needs(MANAGE_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def add_person(organization: Organization) -> ResponseReturnValue:
    form = InviteForm()
    try:
        if form.validate():
            somebody = person_by_email(str(form.email.data))
            if somebody is None:
                raise Refusal(
                    _("Nobody has an account with this address yet. Ask them to create one first."),
                    field="email",
                )
            services.give_role(organization, somebody, str(form.role.data))
            notice(_("%(name)s can now work here.", name=somebody.name))
            return go_to(url_for("organizations.people", organization_id=organization.id))
    except Refusal as refusal:
        explain(form, refusal)
    return people_page(organization, form, 422)


@blueprint.post("/organizations/<uuid:organization_id>/people/<uuid:membership_id>/remove")
@needs(MANAGE_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def remove_person(organization: Organization, membership_id: uuid.UUID) -> ResponseReturnValue:
    membership = find(Membership, membership_id)
    if membership.organization_id != organization.id:
        raise NotFound(NOT_HERE)
    services.remove_member(membership)
    notice(_("%(name)s no longer works here.", name=membership.person.name))
    return go_to(url_for("organizations.people", organization_id=organization.id))
