"""What comparisons add to profiles: a way to see one beside others."""

from collections.abc import Iterable

from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.hooks import links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


@links_from_profiles
def to_the_comparison(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Compare with others"),
            endpoint="comparisons.compare",
            values={"profile": profile.id},
            icon="map",
        )
