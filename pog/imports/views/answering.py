"""Answers to a comparison, and taking an import back."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core import work
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.imports import models, services, undoing
from pog.imports.models import FrameworkImport
from pog.imports.packing import is_much
from pog.imports.permissions import CHANGE_IMPORT, VIEW_IMPORT
from pog.imports.views.blueprint import blueprint
from pog.imports.views.choosing import went_on
from pog.imports.views.following import choice_form, import_page
from pog.standards.case.reading import Reading
from pog.web.doors import find, needs
from pog.web.pages import go_to, notice

BASE = "/framework-imports/<uuid:framework_import_id>"


def answered(
    found: FrameworkImport, do: Callable[[], None], said: str, *, to_framework: bool = True
) -> ResponseReturnValue:
    """Do it and go on, or stay with the reason why not."""
    try:
        do()
    except Refusal as refusal:
        return import_page(found, refusal, refusal.status)
    notice(said)
    if to_framework and found.framework_id is not None:
        return go_to(url_for("frameworks.show", framework_id=found.framework_id))
    return go_to(url_for("imports.show", framework_import_id=found.id))


@blueprint.post(f"{BASE}/choose")
@needs(CHANGE_IMPORT, else_hidden_without=VIEW_IMPORT)
def choose(framework_import: FrameworkImport) -> ResponseReturnValue:
    """Which of the frameworks in a file it is."""
    form = choice_form(framework_import)
    try:
        services.hold(framework_import, models.TO_CHOOSE)
    except Refusal as refusal:
        return import_page(framework_import, refusal, refusal.status)
    if not form.validate():
        return import_page(framework_import, choice=form, status=422)
    wanted, content = str(form.framework.data), services.content_of(framework_import)
    if is_much(content):
        return left_to_worker(
            framework_import, lambda: services.choose_later(framework_import, wanted)
        )
    key, kind, name = framework_import.id, framework_import.format, framework_import.file_name
    work.pause()  # reading a file needs no database
    try:
        reading = services.read(kind, content, name, wanted)
        found = find(FrameworkImport, key)
        services.choose(found, wanted)
    except Refusal as refusal:
        return import_page(find(FrameworkImport, key), refusal, refusal.status)
    return went_on(services.take_in(found, reading, content))


@blueprint.post(f"{BASE}/update")
@needs(CHANGE_IMPORT, else_hidden_without=VIEW_IMPORT)
def update(framework_import: FrameworkImport) -> ResponseReturnValue:
    if services.is_long(framework_import):
        return left_to_worker(
            framework_import, lambda: services.answer_later(framework_import, "update-framework")
        )
    reading, content, found = read_outside(framework_import)
    return answered(
        found,
        lambda: services.update_framework(found, reading, content),
        _("The framework is updated. You can undo this as a whole."),
    )


@blueprint.post(f"{BASE}/keep-both")
@needs(CHANGE_IMPORT, else_hidden_without=VIEW_IMPORT)
def keep_both(framework_import: FrameworkImport) -> ResponseReturnValue:
    if services.is_long(framework_import):
        return left_to_worker(
            framework_import, lambda: services.answer_later(framework_import, "keep-both")
        )
    reading, _content, found = read_outside(framework_import)
    return answered(
        found,
        lambda: services.keep_both(found, reading),
        _("It is imported as a framework of its own."),
    )


def read_outside(found: FrameworkImport) -> tuple[Reading, bytes, FrameworkImport]:
    """The file read while nobody waits for the turn to write; the row afresh afterwards."""
    key = found.id
    reading, content = services.read_again(found)
    work.pause()
    return reading, content, find(FrameworkImport, key)


def left_to_worker(found: FrameworkImport, do: Callable[[], None]) -> ResponseReturnValue:
    return answered(
        found,
        do,
        _("This is being done. You can leave this page."),
        to_framework=False,
    )


@blueprint.post(f"{BASE}/drop")
@needs(CHANGE_IMPORT, else_hidden_without=VIEW_IMPORT)
def drop(framework_import: FrameworkImport) -> ResponseReturnValue:
    return answered(
        framework_import,
        lambda: services.drop(framework_import),
        _("The file is dropped. Nothing was changed."),
        to_framework=False,
    )


@blueprint.post(f"{BASE}/undo")
@needs(CHANGE_IMPORT, else_hidden_without=VIEW_IMPORT)
def undo(framework_import: FrameworkImport) -> ResponseReturnValue:
    return answered(
        framework_import,
        lambda: undoing.undo(framework_import),
        _("The import is undone as a whole."),
        to_framework=framework_import.is_update,
    )
