"""Who may see, take part in and run a convening; and what that opens on its profile."""

from pog.convenings.models import Activity, Convening
from pog.convenings.phases import DRAFTING, what_is_open
from pog.convenings.seats import sat_on_profile, seat_of, seats_on_profile
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Profile
from pog.profiles.permissions import EDIT_PROFILE, VIEW_PROFILE

CONVENE = Permission("profile.convene", Profile)
"""Set up convenings that work on a profile."""
WITH_STEP = (Convening.current_activity,)
VIEW_CONVENING = Permission("convening.view", Convening, along=WITH_STEP)
TAKE_PART = Permission("convening.take-part", Convening, along=WITH_STEP)
"""Comment, vote, say one is ready: everybody with a seat but observers."""
FACILITATE = Permission("convening.facilitate", Convening, along=WITH_STEP)
WITH_CONVENING = (Activity.convening,)
VIEW_ACTIVITY = Permission("activity.view", Activity, along=WITH_CONVENING)
RUN_ACTIVITY = Permission("activity.run", Activity, along=WITH_CONVENING)


@CONVENE.granted_by
def own_editors_convene(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@VIEW_CONVENING.granted_by
def those_with_a_seat_see_it(actor: Actor, convening: Convening) -> bool:
    return seat_of(actor, convening.id) is not None


@VIEW_CONVENING.granted_by
def members_see_it(actor: Actor, convening: Convening) -> bool:
    return convening.organization_id in actor.organization_ids


@TAKE_PART.granted_by
def seats_take_part(actor: Actor, convening: Convening) -> bool:
    seat = seat_of(actor, convening.id)
    return seat is not None and seat.role != "observer"


@FACILITATE.granted_by
def facilitators_run_it(actor: Actor, convening: Convening) -> bool:
    seat = seat_of(actor, convening.id)
    return seat is not None and seat.role == "facilitator"


@FACILITATE.granted_by
def admins_run_it(actor: Actor, convening: Convening) -> bool:
    return actor.has_role(convening.organization_id, "admin")


@VIEW_ACTIVITY.granted_by
def with_its_convening(actor: Actor, activity: Activity) -> bool:
    return VIEW_CONVENING.allows(actor, activity.convening)


@RUN_ACTIVITY.granted_by
def by_facilitators(actor: Actor, activity: Activity) -> bool:
    return FACILITATE.allows(actor, activity.convening)


@VIEW_PROFILE.granted_by
def participants_read_it(actor: Actor, profile: Profile) -> bool:
    return bool(seats_on_profile(actor, profile.id))


@VIEW_PROFILE.granted_by
def participants_read_it_afterwards(actor: Actor, profile: Profile) -> bool:
    return sat_on_profile(actor, profile.id)


@EDIT_PROFILE.granted_by
def participants_draft_while_open(actor: Actor, profile: Profile) -> bool:
    return any(
        seat.role != "observer" and DRAFTING in what_is_open(seat.convening)
        for seat in seats_on_profile(actor, profile.id)
    )


@EDIT_PROFILE.granted_by
def facilitators_draft_always(actor: Actor, profile: Profile) -> bool:
    return any(seat.role == "facilitator" for seat in seats_on_profile(actor, profile.id))
