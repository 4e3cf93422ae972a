"""What exports add to profiles: the way to the files."""

from collections.abc import Iterable

from pog.core.i18n import _
from pog.core.identity import Actor
from pog.profiles.hooks import Link, links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


@links_from_profiles
def to_the_files(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        here = {"profile_id": profile.id}
        yield Link(text=_("Export"), endpoint="exports.menu", values=here, icon="download")
        yield Link(text=_("Print"), endpoint="exports.print", values=here, icon="print")
