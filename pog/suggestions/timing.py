"""Whether suggestions are on for somebody at this moment, and why not, in one sentence."""

from pog.convenings.models import Convening
from pog.convenings.phases import PHASES, SUGGESTING, what_is_open
from pog.core.database import db
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.profiles.models import Profile
from pog.suggestions.models import SuggestionRules
from pog.suggestions.queries import suggesting_seat


def takes_suggestions(convening: Convening) -> bool:
    """The agenda says when; in an open round the profile has a say, too."""
    return SUGGESTING in what_is_open(convening) and (
        not convening.is_open_round or on_in_open_rounds(convening.profile)
    )


def on_in_open_rounds(profile: Profile) -> bool:
    rules = db.session.get(SuggestionRules, profile.id)
    return rules is None or rules.in_open_rounds


def why_not(actor: Actor, profile: Profile) -> str | None:
    """Why the actor can suggest and mark nothing now; None when they can."""
    if profile.organization_id in actor.organization_ids:
        return None
    seat = suggesting_seat(actor, profile.id)
    if seat is None:
        return str(_("Suggestions are for those with a seat in a convening that goes on."))
    if seat.role == "facilitator" or takes_suggestions(seat.convening):
        return None
    return why_closed(seat.convening)


def why_closed(convening: Convening) -> str:
    if convening.is_open_round:
        if convening.window == "ahead":
            return str(_("Suggestions are off: this open round has not begun yet."))
        if not convening.takes_input:
            return str(_("Suggestions are off: this open round is over."))
        if SUGGESTING in what_is_open(convening):
            return str(_("Suggestions are off in open rounds here. Write a comment instead."))
        return str(_("Suggestions are off in this open round. Write a comment instead."))
    step = convening.current_activity
    if step is None:
        return str(_("Suggestions are off: the facilitator has not started yet."))
    return str(
        _(
            "Suggestions are off while the room is at “%(step)s”. "
            "They are on when the room drafts or comments.",
            step=PHASES[step.kind].name,
        )
    )
