"""The page one puts attributes and groupings in order on."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles import services
from pog.profiles.forms import GroupingForm, PlaceForm
from pog.profiles.models import Attribute, Grouping, Profile
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    EDIT_GROUPING,
    EDIT_PROFILE,
    VIEW_ATTRIBUTE,
    VIEW_GROUPING,
    VIEW_PROFILE,
)
from pog.profiles.queries import dropped_attributes, load_whole, sections
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import chosen_grouping, grouping_choices, me, refused, tabs
from pog.web.doors import needs
from pog.web.once import say_again
from pog.web.pages import go_to, notice, page, wants_part


@blueprint.get("/profiles/<uuid:profile_id>/arrange")
@needs(EDIT_PROFILE, else_hidden_without=VIEW_PROFILE)
def arrange(profile: Profile) -> ResponseReturnValue:
    return arrange_page(profile)


def arrange_page(
    profile: Profile, *, said: str = "", form: FlaskForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """All attributes by grouping with their controls; `said` is what was just done."""
    whole = load_whole(profile.id)
    return page(
        "profiles/arrange.html",
        part="profiles/_arrange.html" if request.method == "POST" else None,
        into="#arrange",
        status=status,
        profile=whole,
        sections=sections(whole),
        dropped=dropped_attributes(whole),
        said=said,
        form=form or GroupingForm(formdata=None),
        tabs=tabs(whole, "arrange"),
    )


def arranged(profile: Profile, said: str) -> ResponseReturnValue:
    """Back to the list, which says what was done."""
    if wants_part():
        say_again(said)
        return arrange_page(profile, said=said)
    notice(said)
    return go_to(url_for("profiles.arrange", profile_id=profile.id))


@blueprint.post("/attributes/<uuid:attribute_id>/up")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def move_up(attribute: Attribute) -> ResponseReturnValue:
    services.move_attribute(attribute, "up", author=me(attribute.profile))
    return arranged(attribute.profile, where_now(attribute))


@blueprint.post("/attributes/<uuid:attribute_id>/down")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def move_down(attribute: Attribute) -> ResponseReturnValue:
    services.move_attribute(attribute, "down", author=me(attribute.profile))
    return arranged(attribute.profile, where_now(attribute))


@blueprint.post("/attributes/<uuid:attribute_id>/place")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def place(attribute: Attribute) -> ResponseReturnValue:
    """Put an attribute into a grouping, and at a place in it when one is given."""
    form, profile = PlaceForm(), attribute.profile
    form.grouping.choices = grouping_choices(profile, _("In no grouping"))
    if not form.validate():
        said = next(iter(form.place.errors or form.grouping.errors or [_("Choose a place.")]))
        return arrange_page(profile, said=str(said), status=422)
    author = me(profile)
    services.group_attribute(attribute, chosen_grouping(profile, form.grouping.data), author=author)
    if form.place.data is not None:
        services.move_attribute(attribute, form.place.data, author=author)
    return arranged(profile, where_now(attribute))


def where_now(attribute: Attribute) -> str:
    for section in sections(attribute.profile):
        if attribute in section.attributes:
            return str(
                _(
                    "“%(name)s” is number %(place)s of %(count)s here.",
                    name=attribute.name,
                    place=section.attributes.index(attribute) + 1,
                    count=len(section.attributes),
                )
            )
    return str(_("“%(name)s” was dropped.", name=attribute.name))


@blueprint.post("/profiles/<uuid:profile_id>/groupings")
@needs(EDIT_PROFILE, else_hidden_without=VIEW_PROFILE)
def create_grouping(profile: Profile) -> ResponseReturnValue:
    form, status = GroupingForm(), 422
    try:
        if form.validate():
            made = services.create_grouping(profile, name=str(form.name.data))
            return arranged(profile, _("The grouping “%(name)s” is added.", name=made.name))
    except Refusal as refusal:
        status = refused(form, refusal)
    return arrange_page(profile, form=form, status=status)


@blueprint.get("/groupings/<uuid:grouping_id>/edit")
@needs(EDIT_GROUPING, else_hidden_without=VIEW_GROUPING)
def edit_grouping(grouping: Grouping) -> ResponseReturnValue:
    return page("profiles/grouping.html", grouping=grouping, form=GroupingForm(name=grouping.name))


@blueprint.post("/groupings/<uuid:grouping_id>/edit")
@needs(EDIT_GROUPING, else_hidden_without=VIEW_GROUPING)
def rename_grouping(grouping: Grouping) -> ResponseReturnValue:
    form, status = GroupingForm(), 422
    try:
        if form.validate():
            services.rename_grouping(grouping, name=str(form.name.data))
            notice(_("The grouping is now called “%(name)s”.", name=grouping.name))
            return go_to(url_for("profiles.arrange", profile_id=grouping.profile_id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return page("profiles/grouping.html", status=status, grouping=grouping, form=form)


@blueprint.post("/groupings/<uuid:grouping_id>/up")
@needs(EDIT_GROUPING, else_hidden_without=VIEW_GROUPING)
def move_grouping_up(grouping: Grouping) -> ResponseReturnValue:
    services.move_grouping(grouping, "up")
    return arranged(grouping.profile, grouping_place(grouping))


@blueprint.post("/groupings/<uuid:grouping_id>/down")
@needs(EDIT_GROUPING, else_hidden_without=VIEW_GROUPING)
def move_grouping_down(grouping: Grouping) -> ResponseReturnValue:
    services.move_grouping(grouping, "down")
    return arranged(grouping.profile, grouping_place(grouping))


def grouping_place(grouping: Grouping) -> str:
    ordered = list(grouping.profile.groupings)
    return str(
        _(
            "The grouping “%(name)s” is number %(place)s of %(count)s.",
            name=grouping.name,
            place=ordered.index(grouping) + 1,
            count=len(ordered),
        )
    )


@blueprint.post("/groupings/<uuid:grouping_id>/remove")
@needs(EDIT_GROUPING, else_hidden_without=VIEW_GROUPING)
def remove_grouping(grouping: Grouping) -> ResponseReturnValue:
    """The attributes in it stay; only the section goes."""
    profile, name = grouping.profile, grouping.name
    services.remove_grouping(grouping, author=me(profile))
    return arranged(
        profile, _("The grouping “%(name)s” is gone. Its attributes are still here.", name=name)
    )
