"""What several pages of profiles share: the author, the tabs, answering a refusal."""

import uuid
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm

from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.profiles.authors import Author, author_of
from pog.profiles.hooks import links_from
from pog.profiles.models import Grouping, Profile
from pog.profiles.permissions import EDIT_PROFILE, PUBLISH_PROFILE
from pog.web.doors import actor
from pog.web.pages import explain

TAB_ENDPOINTS = ("comments.thread", "alignments.coverage")
Tab = dict[str, Any]  # what ui.tabs takes


def me(profile: Profile) -> Author:
    """The name the viewer writes by in this profile."""
    return author_of(actor(), profile)


def tabs(profile: Profile, current: str) -> list[Tab]:
    """The ways along the top of every page of a profile."""
    found = [
        ("attributes", _("Attributes"), "profiles.show"),
        ("comments", _("Comments"), "comments.thread"),
        ("map", _("Map"), "alignments.coverage"),
        ("history", _("History"), "profiles.history"),
    ]
    if EDIT_PROFILE.allows(actor(), profile):
        found.insert(1, ("arrange", _("Arrange"), "profiles.arrange"))
    if PUBLISH_PROFILE.allows(actor(), profile):
        found.append(("settings", _("Settings"), "profiles.settings"))
    return [
        {
            "text": text,
            "url": url_for(endpoint, profile_id=profile.id),
            "current": name == current,
        }
        for name, text, endpoint in found
    ]


def links(profile: Profile) -> list[tuple[str, str, str]]:
    """Where higher features lead from here beside the tabs: text, address, icon."""
    return [
        (link.text, url_for(link.endpoint, **link.values), link.icon)
        for link in links_from(actor(), profile)
        if link.endpoint not in TAB_ENDPOINTS
    ]


def refused(form: FlaskForm, refusal: Refusal) -> int:
    """Explain the refusal in the form; the status to answer with."""
    explain(form, refusal)
    return 409 if isinstance(refusal, Conflict) else 422


def grouping_choices(profile: Profile, empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(g.id), g.name) for g in profile.groupings)]


def chosen_grouping(profile: Profile, text: str | None) -> Grouping | None:
    """The grouping of this profile with this key; none for an empty choice."""
    wanted = uuid.UUID(text) if text else None
    return next((g for g in profile.groupings if g.id == wanted), None)
