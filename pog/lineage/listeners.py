"""What lineage adds to profiles: a way to what the source changed."""

from collections.abc import Iterable

from pog.core.i18n import _, _n
from pog.core.identity import Actor
from pog.core.links import Link
from pog.lineage.queries import count_waiting
from pog.profiles.hooks import links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


@links_from_profiles
def to_upstream_changes(actor: Actor, profile: Profile) -> Iterable[Link]:
    if profile.upstream_edition_id is None or not VIEW_PROFILE.allows(actor, profile):
        return
    number = count_waiting(profile)
    yield Link(
        text=_n("%(num)s change in its source", "%(num)s changes in its source", number)
        if number
        else _("Changes in its source"),
        endpoint="lineage.upstream",
        values={"profile_id": profile.id},
        icon="history",
    )


@links_from_profiles
def to_those_below(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Where it lives on"),
            endpoint="lineage.below",
            values={"profile_id": profile.id},
            icon="people",
        )
