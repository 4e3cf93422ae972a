"""The pages that show who changed what, and bring earlier words back."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.i18n import _
from pog.profiles import services
from pog.profiles.forms import RestoreForm
from pog.profiles.lineage import spans
from pog.profiles.models import Attribute, Profile, Revision
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    VIEW_ATTRIBUTE,
    VIEW_PROFILE,
)
from pog.profiles.queries import (
    count_revisions,
    editions_of,
    newest_number,
    recent_revisions,
    revision_of,
    revisions_of,
    texts_before,
)
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import me, tabs
from pog.profiles.wording import CHANGE_WORDS
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page

PAGE_SIZE = 20


@blueprint.get("/profiles/<uuid:profile_id>/history")
@needs(VIEW_PROFILE)
def history(profile: Profile) -> ResponseReturnValue:
    """What happened to the profile, newest first, twenty at a time."""
    number = page_number()
    revisions = recent_revisions(profile, start=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    before = texts_before(revisions)
    return page(
        "profiles/history.html",
        profile=profile,
        rows=[
            (revision, *differences(revision, before.get(revision.id))) for revision in revisions
        ],
        number=number,
        more=count_revisions(profile) > number * PAGE_SIZE,
        editions=editions_of(profile),
        change_words=CHANGE_WORDS,
        tabs=tabs(profile, "history"),
    )


def page_number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def differences(
    revision: Revision, before: Revision | None
) -> tuple[list[tuple[str, str]] | None, list[tuple[str, str]] | None]:
    """Word diffs of name and statement against the revision before; None where equal."""
    if before is None:
        return None, None
    return (
        spans(before.name, revision.name) if before.name != revision.name else None,
        spans(before.statement, revision.statement)
        if before.statement != revision.statement
        else None,
    )


@blueprint.get("/attributes/<uuid:attribute_id>/history")
@needs(VIEW_ATTRIBUTE)
def attribute_history(attribute: Attribute) -> ResponseReturnValue:
    """The revisions of an attribute, twenty at a time, and the difference of any two."""
    number, newest = page_number(), newest_number(attribute)
    revisions = revisions_of(attribute, start=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    new = chosen(attribute, "new") or revision_of(attribute, newest)
    old = chosen(attribute, "old") or (revision_of(attribute, new.number - 1) if new else None)
    return page(
        "profiles/attribute_history.html",
        attribute=attribute,
        profile=attribute.profile,
        revisions=revisions,
        number=number,
        newest=newest,
        more=bool(revisions) and revisions[-1].number > 1,
        old=old or new,
        new=new,
        name_spans=spans(old.name, new.name) if old and new else None,
        statement_spans=spans(old.statement, new.statement) if old and new else None,
        change_words=CHANGE_WORDS,
        may_edit=EDIT_ATTRIBUTE.allows(actor(), attribute) and attribute.dropped_at is None,
    )


def chosen(attribute: Attribute, name: str) -> Revision | None:
    text = request.args.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 9
    return revision_of(attribute, int(text)) if is_number else None


@blueprint.post("/attributes/<uuid:attribute_id>/restore")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def restore(attribute: Attribute) -> ResponseReturnValue:
    form = RestoreForm()
    if not form.validate() or form.number.data is None:
        notice(_("Choose a revision."), "warning")
        return go_to(url_for("profiles.attribute_history", attribute_id=attribute.id))
    revision = services.restore_revision(attribute, form.number.data, author=me(attribute.profile))
    notice(
        _(
            "The words of revision %(old)s are back, as revision %(new)s.",
            old=form.number.data,
            new=revision.number,
        )
    )
    return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
