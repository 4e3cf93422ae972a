"""The pages one starts profiles and changes attributes on."""

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.organizations.models import Organization
from pog.organizations.permissions import VIEW_ORGANIZATION, WORK_IN_ORGANIZATION
from pog.profiles import services
from pog.profiles.cards import attribute_context, attributes_context
from pog.profiles.forms import AttributeForm, EditForm, NewProfileForm, ReasonForm
from pog.profiles.lineage import spans
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    EDIT_PROFILE,
    VIEW_ATTRIBUTE,
    VIEW_PROFILE,
)
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import chosen_grouping, grouping_choices, me, refused
from pog.profiles.views.reading import new_attribute_form, show_page
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page, wants_part


@blueprint.get("/organizations/<uuid:organization_id>/profiles/new")
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def new(organization: Organization) -> ResponseReturnValue:
    form = NewProfileForm(
        title=_("Profile of a %(organization)s Graduate", organization=organization.name)
    )
    return page("profiles/new.html", organization=organization, form=form)


@blueprint.post("/organizations/<uuid:organization_id>/profiles/new")
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def create(organization: Organization) -> ResponseReturnValue:
    form, status = NewProfileForm(), 422
    try:
        if form.validate():
            made = services.create_profile(
                organization,
                title=str(form.title.data),
                label=str(form.label.data),
                language=str(form.language.data),
            )
            return go_to(url_for("profiles.show", profile_id=made.id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return page("profiles/new.html", status=status, organization=organization, form=form)


@blueprint.post("/profiles/<uuid:profile_id>/attributes")
@needs(EDIT_PROFILE, else_hidden_without=VIEW_PROFILE)
def add_attribute(profile: Profile) -> ResponseReturnValue:
    form, status = new_attribute_form(profile), 422
    try:
        if form.validate():
            made = services.add_attribute(
                profile,
                name=str(form.name.data),
                statement=form.statement.data or "",
                grouping=chosen_grouping(profile, form.grouping.data),
                author=me(profile),
            )
            return added(profile, made, form.grouping.data or "")
    except Refusal as refusal:
        status = refused(form, refusal)
    return show_page(profile, form, status)


def added(profile: Profile, made: Attribute, grouping: str) -> ResponseReturnValue:
    """An empty form for the next one, and the list with the new one in it."""
    if not wants_part():
        notice(_("“%(name)s” is added.", name=made.name))
        return go_to(url_for("profiles.show", profile_id=profile.id) + f"#card-{made.id}")
    empty = AttributeForm(formdata=None, grouping=grouping)
    empty.grouping.choices = grouping_choices(profile, _("In no grouping"))
    context = attributes_context(profile.id)
    assert context is not None
    return page(
        "profiles/show.html",
        part="profiles/_added_attribute.html",
        **context,
        form=empty,
        added=made,
    )


@blueprint.get("/attributes/<uuid:attribute_id>/edit")
@needs(VIEW_ATTRIBUTE)  # who may not edit reads along, and finds there what was not sent in time
def edit_attribute(attribute: Attribute) -> ResponseReturnValue:
    if attribute.dropped_at is not None:
        return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
    form = EditForm(
        base_revision=attribute.revision,
        base_statement=attribute.statement,
        name=attribute.name,
        statement=attribute.statement,
    )
    return edit_page(attribute, form)


def edit_page(attribute: Attribute, form: EditForm, status: int = 200) -> ResponseReturnValue:
    context = attribute_context(attribute.profile_id, attribute.id)
    return page(
        "profiles/edit_attribute.html",
        status=status,
        **context or {},
        form=form,
        may_edit=EDIT_ATTRIBUTE.allows(actor(), attribute),
    )


@blueprint.post("/attributes/<uuid:attribute_id>/edit")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def save_attribute(attribute: Attribute) -> ResponseReturnValue:
    """Store the words, or show both texts when somebody else changed the same ones."""
    form, status = EditForm(), 422
    try:
        if form.validate():
            notice(stored(attribute, form))
            return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
    except services.MergeConflict as conflict:
        return conflict_page(attribute, form, conflict)
    except services.AttributeDropped as gone:
        return dropped_page(attribute, form, gone)
    except Refusal as refusal:
        status = refused(form, refusal)
    return edit_page(attribute, form, status)


def stored(attribute: Attribute, form: EditForm) -> str:
    """Save, and say in a sentence what came of it."""
    words = {"name": str(form.name.data), "statement": form.statement.data or ""}
    reason, author = form.reason.data or "", me(attribute.profile)
    if attribute.dropped_at is not None and form.choice.data == "bring_back":
        services.bring_back(attribute, **words, reason=reason, author=author)
        return str(_("“%(name)s” is back, with your text.", name=attribute.name))
    outcome = services.edit_attribute(
        attribute,
        **words,
        base_revision=form.base,
        base_statement=form.base_statement.data,
        reason=reason,
        author=author,
    )
    if not outcome.changed:
        return str(_("Nothing had to be changed: it says this already."))
    if outcome.merged:
        return str(_("Saved. Your changes and somebody else's were put together."))
    return str(_("Saved as revision %(number)s.", number=outcome.revision))


def conflict_page(
    attribute: Attribute, form: EditForm, conflict: services.MergeConflict
) -> ResponseReturnValue:
    """Both texts side by side, and three ways on; nothing is stored and nothing is lost."""
    names, texts = conflict.name, conflict.statement
    form.base_revision.data = str(conflict.theirs.number)
    form.base_statement.data = conflict.theirs.statement
    form.name.data, form.statement.data = names.mine_on_top, texts.mine_on_top
    return page(
        "profiles/conflict.html",
        status=409,
        attribute=attribute,
        profile=attribute.profile,
        conflict=conflict,
        form=form,
        mine=(names.mine_on_top, texts.mine_on_top),
        theirs=(names.theirs_on_top, texts.theirs_on_top),
        their_name=spans(conflict.base.name, conflict.theirs.name),
        their_statement=spans(conflict.base.statement, conflict.theirs.statement),
        my_name=spans(conflict.theirs.name, names.mine_on_top),
        my_statement=spans(conflict.theirs.statement, texts.mine_on_top),
    )


def dropped_page(attribute: Attribute, form: EditForm, gone: Refusal) -> ResponseReturnValue:
    context = attribute_context(attribute.profile_id, attribute.id)
    return page("profiles/dropped.html", status=409, **context or {}, form=form, sentence=str(gone))


@blueprint.get("/attributes/<uuid:attribute_id>/drop")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def confirm_drop(attribute: Attribute) -> ResponseReturnValue:
    return page("profiles/drop.html", attribute=attribute, form=ReasonForm())


@blueprint.post("/attributes/<uuid:attribute_id>/drop")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def drop(attribute: Attribute) -> ResponseReturnValue:
    form, status = ReasonForm(), 422
    try:
        if form.validate():
            services.drop_attribute(
                attribute, reason=form.reason.data or "", author=me(attribute.profile)
            )
            return go_to(
                url_for("profiles.show", profile_id=attribute.profile_id, dropped=attribute.id)
            )
    except Refusal as refusal:
        status = refused(form, refusal)
    return page("profiles/drop.html", status=status, attribute=attribute, form=form)


@blueprint.post("/attributes/<uuid:attribute_id>/bring-back")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def bring_back(attribute: Attribute) -> ResponseReturnValue:
    try:
        services.bring_back(attribute, author=me(attribute.profile))
    except Refusal as refusal:
        if attribute.dropped_at is None:
            raise
        # Another attribute took its name meanwhile: ask for one under which it can come back.
        form = EditForm(
            formdata=None,
            base_revision=attribute.revision,
            name=attribute.name,
            statement=attribute.statement,
        )
        return dropped_page(attribute, form, refusal)
    notice(_("“%(name)s” is back.", name=attribute.name))
    return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
