"""The convenings of an organization, on its page."""

from typing import Any

from pog.convenings.queries import convenings_of_organization
from pog.core.identity import Actor
from pog.organizations.models import Organization
from pog.organizations.panels import add_panel


@add_panel("convenings", "convenings/_panel.html", order=20)
def convenings_here(_actor: Actor, organization: Organization) -> dict[str, Any]:
    return {"convenings": convenings_of_organization(organization.id)}
