"""How a profile looks on paper."""

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.exports.paper.colours import is_colour
from pog.exports.paper.layouts import LAYOUTS
from pog.profiles.models import Profile
from pog.profiles.recording import hold, profile_changed


def choose_look(profile: Profile, *, main: str, accent: str, layout: str = "") -> None:
    """Store the two colours (#rrggbb) and the layout; an empty layout suits itself to the names."""
    hold(profile)
    for colour, field in ((main, "main"), (accent, "accent")):
        if not is_colour(colour):
            raise Refusal(_("Write a color as # and six signs, such as #0f5c4c."), field=field)
    if layout and layout not in LAYOUTS:
        raise Refusal(_("Choose one of the list."), field="layout")
    profile.look = {"main": main.lower(), "accent": accent.lower(), "layout": layout}
    profile_changed(profile)
