"""Choosing what to import."""

import uuid
from collections.abc import Sequence
from contextlib import ExitStack, closing

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from pog.core import work
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.imports import models, services
from pog.imports.forms import ImportForm
from pog.imports.models import FrameworkImport
from pog.imports.packing import is_much, packed
from pog.imports.queries import imports_of
from pog.imports.readers import READERS
from pog.imports.views.blueprint import blueprint, fetcher, settings
from pog.imports.wording import STATE_BADGES, STATE_WORDS
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.standards.choice import SeveralFrameworks
from pog.web.doors import NOT_HERE, actor, find, signed_in
from pog.web.pages import explain, go_to, notice, page


def import_form() -> ImportForm:
    form = ImportForm()
    mine = organizations_of(current_user.person.id)
    form.organization.choices = [
        (str(o.id), o.name) for o in mine if WORK_IN_ORGANIZATION.allows(actor(), o)
    ]
    form.format.choices = [(one.name, str(one.label)) for one in READERS.values()]
    return form


def form_page(form: ImportForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "imports/new.html",
        status=status,
        form=form,
        accepts=",".join(one.accepts for one in READERS.values() if one.accepts),
        by_address=bool(settings().import_hosts),
        hosts=settings().import_hosts,
        limit=settings().upload_limit // 1024**2,
        earlier=imports_of(actor().organization_ids),
        state_words=STATE_WORDS,
        state_badges=STATE_BADGES,
    )


@blueprint.get("/frameworks/import")
@signed_in
def new() -> ResponseReturnValue:
    return form_page(import_form())


@blueprint.post("/frameworks/import")
@signed_in
def start() -> ResponseReturnValue:
    """All or nothing: a file that cannot be understood changes nothing."""
    form = import_form()
    if not form.validate():
        return form_page(form, 422)
    try:
        found = taken(form)
    except Refusal as refusal:
        refusal.field = refusal.field or "file"
        explain(form, refusal)
        return form_page(form, refusal.status)
    return went_on(found)


def went_on(found: FrameworkImport) -> ResponseReturnValue:
    """To the framework when it is there, else to where the import is followed."""
    if found.state == models.DONE:
        tell(found)
        return go_to(url_for("frameworks.show", framework_id=found.framework_id))
    return go_to(url_for("imports.show", framework_import_id=found.id))


def taken(form: ImportForm) -> FrameworkImport:
    """The import of what was sent: done, waiting for an answer, or left to a worker."""
    organization_id = uuid.UUID(form.organization.data)
    address = (form.address.data or "").strip()
    if address:
        fetcher().check(address)
        found = begun(form, organization_id, address)
        services.fetch_later(found, address)
        return found
    name, content = sent(form.file.data or [])
    if is_much(content):
        return services.keep_for_later(begun(form, organization_id, name), content)
    work.pause()  # reading a file needs no database
    try:
        reading = services.read(str(form.format.data or "auto"), content, name)
    except SeveralFrameworks as several:
        found = begun(form, organization_id, name)
        services.wait_for_choice(found, several, content)
        return found
    return services.take_in(begun(form, organization_id, name), reading, content)


def sent(files: Sequence[FileStorage]) -> tuple[str, bytes]:
    """Name and content of the file; of several, of the one they are packed into."""
    if not files:
        raise Refusal(_("Choose a file."))
    with ExitStack() as stack:  # long ones lie in files of their own
        for file in files:
            stack.enter_context(closing(file))
        names = [file.filename or "" for file in files]
        if len(files) == 1:
            return names[0], files[0].read()
        return ", ".join(names), packed(zip(names, (one.stream for one in files), strict=True))


def begun(form: ImportForm, organization_id: uuid.UUID, name: str) -> FrameworkImport:
    organization = find(Organization, organization_id)
    if not WORK_IN_ORGANIZATION.allows(actor(), organization):
        raise NotFound(NOT_HERE)
    return services.new_import(
        organization_id=organization.id,
        sector=str(form.sector.data),
        file_name=name,
        kind=str(form.format.data or "auto"),
        by=current_user.person.name,
    )


def tell(found: FrameworkImport) -> None:
    report = found.report
    notice(
        _(
            "%(title)s is imported: %(items)s competencies, %(links)s links.",
            title=found.title,
            items=report["items"],
            links=report["associations"],
        )
    )
    for remark in report["remarks"][:20]:
        notice(f"{remark['where']}: {remark['message']}", "warning")
    if report["remarks_in_all"] > 20:
        notice(
            _("And %(count)s more remarks of this kind.", count=report["remarks_in_all"] - 20),
            "warning",
        )
