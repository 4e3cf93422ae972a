"""What translations add to profiles: a way to them, and their place in editions and clones."""

from collections.abc import Iterable

from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.hooks import carried_by, completes_content, links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.translating.carrying import take_translations_along
from pog.translating.contents import add_translations

completes_content(add_translations)
carried_by(take_translations_along)


@links_from_profiles
def to_the_translations(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Translations"),
            endpoint="translating.languages",
            values={"profile_id": profile.id},
            icon="globe",
        )
