"""Ways that crosswalks offer from profiles and frameworks."""

from collections.abc import Iterable

from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.frameworks.hooks import links_from_the_library
from pog.profiles.hooks import links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


@links_from_profiles
def to_the_crosswalk(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("From framework to framework"),
            endpoint="crosswalks.through",
            values={"profile_id": profile.id},
            icon="next",
        )
        yield Link(
            text=_("New editions of frameworks"),
            endpoint="crosswalks.outdated",
            values={"profile_id": profile.id},
            icon="history",
        )


@links_from_the_library
def to_the_crosswalks() -> Iterable[Link]:
    yield Link(text=_("Crosswalks"), endpoint="crosswalks.index")
