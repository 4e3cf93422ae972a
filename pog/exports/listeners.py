"""What exports add to profiles and frameworks: the way to the files, and parts in public."""

from collections.abc import Iterable

from pog.core.i18n import _, _l
from pog.core.identity import Actor
from pog.core.links import Link
from pog.exports.public_parts import attendance_of, map_of
from pog.frameworks.hooks import links_from_frameworks
from pog.frameworks.models import Framework
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.profiles.hooks import PublicPart, links_from_profiles, shows_in_public
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE


@links_from_profiles
def to_the_files(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        here = {"profile_id": profile.id}
        yield Link(text=_("Export"), endpoint="exports.menu", values=here, icon="download")
        yield Link(text=_("Print"), endpoint="exports.print", values=here, icon="print")


@links_from_frameworks
def to_the_files_of_frameworks(actor: Actor, framework: Framework) -> Iterable[Link]:
    if VIEW_FRAMEWORK.allows(actor, framework):
        here = {"framework_id": framework.id}
        yield Link(
            text=_("Export"), endpoint="exports.framework_menu", values=here, icon="download"
        )


shows_in_public(
    PublicPart(
        part="exports/_public_map.html",
        of=map_of,
        order=10,
        anchor="map",
        label=_l("Map"),
        icon="map",
    )
)
shows_in_public(
    PublicPart(
        part="exports/_who_took_part.html",
        of=attendance_of,
        order=20,
        anchor="who-took-part",
        label=_l("Who took part"),
        icon="people",
    )
)
