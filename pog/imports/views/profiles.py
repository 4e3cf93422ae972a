"""A profile from a file: a bundle of another site, or a CASE package."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.core import work
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.imports.forms import ProfileForm
from pog.imports.profile_readers import PROFILE_READERS
from pog.imports.views.blueprint import blueprint, settings
from pog.organizations.models import Organization
from pog.organizations.permissions import VIEW_ORGANIZATION, WORK_IN_ORGANIZATION
from pog.profiles.authors import Author
from pog.web.doors import find, needs
from pog.web.pages import explain, go_to, notice, page

ADDRESS = "/organizations/<uuid:organization_id>/profiles/import"


def profile_form() -> ProfileForm:
    form = ProfileForm()
    form.format.choices = [(one.name, str(one.label)) for one in PROFILE_READERS.values()]
    return form


def profile_page(
    organization: Organization, form: ProfileForm, status: int = 200
) -> ResponseReturnValue:
    return page(
        "imports/profile.html",
        status=status,
        organization=organization,
        form=form,
        limit=settings().upload_limit // 1024**2,
    )


@blueprint.get(ADDRESS)
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def new_profile(organization: Organization) -> ResponseReturnValue:
    return profile_page(organization, profile_form())


@blueprint.post(ADDRESS)
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def import_profile(organization: Organization) -> ResponseReturnValue:
    """All or nothing, as with frameworks."""
    form = profile_form()
    if not form.validate():
        return profile_page(organization, form, 422)
    reader, key = PROFILE_READERS[str(form.format.data)], organization.id
    author = Author(name=current_user.person.name, person_id=current_user.person.id)
    try:
        work.pause()  # reading a file needs no database
        read = reader.read(form.file.data.read(), settings().upload_limit)
        organization = find(Organization, key)
        outcome = reader.keep(read, organization, author)
    except Refusal as refusal:
        refusal.field = "file"
        explain(form, refusal)
        return profile_page(find(Organization, key), form, refusal.status)
    notice(_("“%(title)s” is imported.", title=outcome.profile.title))
    for remark in outcome.remarks[:20]:
        notice(f"{remark.where}: {remark.message}", "warning")
    return go_to(url_for("profiles.show", profile_id=outcome.profile.id))
