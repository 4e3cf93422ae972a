"""Every change to a profile, under one name; the verbs live in modules of their own."""

import uuid
from collections.abc import Sequence
from datetime import date

from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import LANGUAGES, _
from pog.core.markup import COMMENT_LIMIT, clean_line
from pog.organizations.models import Organization
from pog.profiles.arranging import (
    create_grouping,
    group_attribute,
    move_attribute,
    move_grouping,
    remove_grouping,
    rename_grouping,
)
from pog.profiles.authors import Author
from pog.profiles.cloning import clone_edition, default_title
from pog.profiles.indicating import add_indicator, edit_indicator, remove_indicator
from pog.profiles.models import LABELS, PURPOSES, SHARES, SHARES_EDITIONS, STATES, Profile
from pog.profiles.publishing import publish_edition
from pog.profiles.recording import clean_prose, clean_short, hold, profile_changed
from pog.profiles.revising import (
    AttributeDropped,
    Edited,
    MergeConflict,
    add_attribute,
    bring_back,
    drop_attribute,
    edit_attribute,
    restore_revision,
)
from pog.profiles.slugs import free_slug

__all__ = [
    "AttributeDropped",
    "Author",
    "Edited",
    "MergeConflict",
    "add_attribute",
    "add_indicator",
    "bring_back",
    "change_settings",
    "clone_edition",
    "create_grouping",
    "create_profile",
    "default_title",
    "drop_attribute",
    "edit_attribute",
    "edit_indicator",
    "group_attribute",
    "move_attribute",
    "move_grouping",
    "publish_edition",
    "remove_grouping",
    "remove_indicator",
    "rename_grouping",
    "restore_revision",
]

TITLE_LIMIT = 200


def create_profile(
    organization: Organization, *, title: str, label: str = "profile", language: str = "en"
) -> Profile:
    """Start an empty profile."""
    title = clean_title(title)
    refuse_unknown(label, LABELS, "label")
    refuse_unknown(language, tuple(LANGUAGES), "language")
    profile = Profile(
        id=uuid.uuid4(),
        slug=free_slug(title),
        organization_id=organization.id,
        title=title,
        label=label,
        language=language,
        purposes=[],
    )
    db.session.add(profile)
    profile_changed(profile)
    return profile


def change_settings(
    profile: Profile,
    *,
    title: str,
    label: str,
    state: str,
    language: str,
    core_statement: str = "",
    context_note: str = "",
    usage_rules: str = "",
    purposes: Sequence[str] = (),
    review_on: date | None = None,
    shares_upward: str = SHARES_EDITIONS,
) -> None:
    """Store what a profile says of itself as a whole."""
    hold(profile)
    refuse_unknown(label, LABELS, "label")
    refuse_unknown(state, STATES, "state")
    refuse_unknown(language, tuple(LANGUAGES), "language")
    refuse_unknown(shares_upward, SHARES, "shares_upward")
    for purpose in purposes:
        refuse_unknown(purpose, PURPOSES, "purposes")
    profile.title = clean_title(title)
    core = clean_prose(core_statement, field="core_statement", limit=COMMENT_LIMIT)
    profile.core_statement, profile.core_statement_html = core
    profile.context_note = clean_short(context_note, field="context_note", limit=COMMENT_LIMIT)
    profile.usage_rules = clean_short(usage_rules, field="usage_rules", limit=COMMENT_LIMIT)
    profile.label, profile.state, profile.language = label, state, language
    profile.purposes = [purpose for purpose in PURPOSES if purpose in purposes]
    profile.review_on = review_on
    profile.shares_upward = shares_upward
    profile_changed(profile)


def clean_title(text: str) -> str:
    title = clean_short(clean_line(text), field="title", limit=TITLE_LIMIT)
    if not title:
        raise Refusal(_("Enter a title."), field="title")
    return title


def refuse_unknown(value: str, known: Sequence[str], field: str) -> None:
    if value not in known:
        raise Refusal(_("Choose one of the list."), field=field)
