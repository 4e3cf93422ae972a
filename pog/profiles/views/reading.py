"""The pages one reads a profile and its attributes on."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from pog.core.database import db
from pog.core.i18n import _
from pog.organizations.models import Organization
from pog.organizations.permissions import VIEW_ORGANIZATION, WORK_IN_ORGANIZATION
from pog.profiles.cards import attribute_context, attributes_context
from pog.profiles.forms import AttributeForm
from pog.profiles.hooks import Count, registered_counts, strips_of
from pog.profiles.lineage import compare_with_upstream, spans
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    EDIT_PROFILE,
    PUBLISH_PROFILE,
    VIEW_ATTRIBUTE,
    VIEW_PROFILE,
)
from pog.profiles.queries import attributes_in_order, newest_edition, profiles_of
from pog.profiles.reviewing import reminder_of, reminders_of
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import grouping_choices, links, tabs
from pog.profiles.wording import (
    DESCENT_BADGES,
    DESCENT_WORDS,
    LABEL_WORDS,
    PURPOSE_WORDS,
    STATE_BADGES,
    STATE_WORDS,
)
from pog.web.doors import actor, needs
from pog.web.pages import page


@blueprint.get("/organizations/<uuid:organization_id>/profiles")
@needs(VIEW_ORGANIZATION)
def index(organization: Organization) -> ResponseReturnValue:
    profiles = profiles_of([organization.id])
    may_work = WORK_IN_ORGANIZATION.allows(actor(), organization)
    return page(
        "profiles/index.html",
        organization=organization,
        profiles=profiles,
        may_work=may_work,
        reminders=reminders_of(profiles) if may_work else [],
        state_words=STATE_WORDS,
        state_badges=STATE_BADGES,
    )


@blueprint.get("/profiles/<uuid:profile_id>")
@needs(VIEW_PROFILE)
def show(profile: Profile) -> ResponseReturnValue:
    return show_page(profile, new_attribute_form(profile))


def show_page(profile: Profile, form: AttributeForm, status: int = 200) -> ResponseReturnValue:
    """The profile with all its attributes, and the form for one more."""
    context = attributes_context(profile.id)
    assert context is not None
    return page(
        "profiles/show.html",
        part="profiles/_new_attribute.html" if request.method == "POST" else None,
        into="#new-attribute",
        status=status,
        **context,
        form=form,
        added=None,
        tabs=tabs(profile, "attributes"),
        links=links(profile),
        may_edit=EDIT_PROFILE.allows(actor(), profile),
        may_publish=PUBLISH_PROFILE.allows(actor(), profile),
        is_member=profile.organization_id in actor().organization_ids,
        undo=dropped_now(profile),
        reminder=reminder_of(profile) if PUBLISH_PROFILE.allows(actor(), profile) else None,
        edition=newest_edition(profile),
        comparison=compare_with_upstream(profile),
        label_words=LABEL_WORDS,
        state_words=STATE_WORDS,
        state_badges=STATE_BADGES,
        purpose_words=PURPOSE_WORDS,
    )


def new_attribute_form(profile: Profile) -> AttributeForm:
    form = AttributeForm()
    form.grouping.choices = grouping_choices(profile, _("In no grouping"))
    if request.method == "GET":
        form.grouping.data = str(profile.groupings[-1].id) if profile.groupings else ""
    return form


def dropped_now(profile: Profile) -> Attribute | None:
    """The attribute just dropped, for the button that brings it back."""
    try:
        key = uuid.UUID(request.args.get("dropped", ""))
    except ValueError:
        return None
    attribute = db.session.get(Attribute, key)
    if attribute is None or attribute.profile_id != profile.id or attribute.dropped_at is None:
        return None
    return attribute if EDIT_PROFILE.allows(actor(), profile) else None


@blueprint.get("/profiles/<uuid:profile_id>/lineage")
@needs(VIEW_PROFILE)
def lineage(profile: Profile) -> ResponseReturnValue:
    """What was kept, reworded, added and dropped of the source, with word diffs."""
    return page(
        "profiles/lineage.html",
        profile=profile,
        comparison=compare_with_upstream(profile),
        descent_words=DESCENT_WORDS,
        descent_badges=DESCENT_BADGES,
        tabs=tabs(profile, "attributes"),
    )


@blueprint.get("/attributes/<uuid:attribute_id>")
@needs(VIEW_ATTRIBUTE)
def attribute(attribute: Attribute) -> ResponseReturnValue:
    context = attribute_context(attribute.profile_id, attribute.id)
    assert context is not None
    descent = context["descent"]
    before, after = neighbours(attribute)
    return page(
        "profiles/attribute.html",
        **context,
        before=before,
        after=after,
        against_source=spans(descent.source.statement, attribute.statement)
        if descent is not None and descent.source is not None
        else None,
        counts=counts_of(attribute),
        strips=strips_of(attribute),
        may_edit=EDIT_ATTRIBUTE.allows(actor(), attribute),
    )


def counts_of(attribute: Attribute) -> list[tuple[Count, int]]:
    """The numbers beside the attribute's text, each a way to what it counts."""
    found = [
        (count, count.of(attribute.profile_id).get(attribute.id, 0))
        for count in registered_counts()
    ]
    return [(count, number) for count, number in found if number or count.shown_when_none]


def neighbours(attribute: Attribute) -> tuple[Attribute | None, Attribute | None]:
    ordered = attributes_in_order(attribute.profile)
    if attribute not in ordered:
        return None, None
    at = ordered.index(attribute)
    return (
        ordered[at - 1] if at > 0 else None,
        ordered[at + 1] if at + 1 < len(ordered) else None,
    )
