"""The profiles of an organization, on its page."""

from typing import Any

from pog.core.identity import Actor
from pog.organizations.models import Organization
from pog.organizations.panels import add_panel
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.profiles.queries import profiles_of
from pog.profiles.reviewing import reminders_of
from pog.profiles.wording import STATE_BADGES, STATE_WORDS


@add_panel("profiles", "profiles/_panel.html", order=10)
def profiles_here(actor: Actor, organization: Organization) -> dict[str, Any]:
    profiles = profiles_of([organization.id])
    may_start = WORK_IN_ORGANIZATION.allows(actor, organization)
    return {
        "organization": organization,
        "profiles": profiles,
        "may_start": may_start,
        "reminders": reminders_of(profiles) if may_start else [],
        "state_words": STATE_WORDS,
        "state_badges": STATE_BADGES,
    }
