"""Who may read comments, write them, answer them and hide them.

Whether the room is commenting at this moment is not asked here: the services do, so that
somebody who comes too late keeps their text and reads why.
"""

from pog.comments.models import Comment
from pog.comments.own import wrote
from pog.comments.writing import writing_seat
from pog.convenings.seats import sat_on_profile, seats_on_profile
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE, VIEW_PROFILE

COMMENT_ON_PROFILE = Permission("profile.comment", Profile)
COMMENT_ON_ATTRIBUTE = Permission("attribute.comment", Attribute)
VIEW_COMMENT = Permission("comment.view", Comment)
TAKE_UP_COMMENT = Permission("comment.take-up", Comment)
"""Reply to it and agree with it."""
MODERATE_COMMENTS = Permission("profile.moderate-comments", Profile)
"""Answer comments and hide them."""
MODERATE_COMMENT = Permission("comment.moderate", Comment)
REPORT_COMMENT = Permission("comment.report", Comment)
"""Ask a facilitator to look at it."""
VIEW_MATRIX = Permission("profile.view-matrix", Profile)


@COMMENT_ON_PROFILE.granted_by
def members_comment(actor: Actor, profile: Profile) -> bool:
    return profile.organization_id in actor.organization_ids


@COMMENT_ON_PROFILE.granted_by
def seats_comment(actor: Actor, profile: Profile) -> bool:
    return writing_seat(actor, profile.id) is not None


@COMMENT_ON_PROFILE.granted_by
def former_seats_are_told_why_not(actor: Actor, profile: Profile) -> bool:
    """After the convening the door stays open, and the service says that it is over."""
    return not seats_on_profile(actor, profile.id) and sat_on_profile(actor, profile.id)


@COMMENT_ON_ATTRIBUTE.granted_by
def with_its_profile(actor: Actor, attribute: Attribute) -> bool:
    return COMMENT_ON_PROFILE.allows(actor, attribute.profile)


@VIEW_COMMENT.granted_by
def readers_of_the_profile(actor: Actor, comment: Comment) -> bool:
    """What waits for a facilitator is read by its author and those who decide about it."""
    if comment.is_held and not (
        wrote(actor, comment) or MODERATE_COMMENTS.allows(actor, comment.profile)
    ):
        return False
    if comment.attribute is not None:
        return VIEW_ATTRIBUTE.allows(actor, comment.attribute)
    return VIEW_PROFILE.allows(actor, comment.profile)


@TAKE_UP_COMMENT.granted_by
def writers_take_it_up(actor: Actor, comment: Comment) -> bool:
    return VIEW_COMMENT.allows(actor, comment) and COMMENT_ON_PROFILE.allows(actor, comment.profile)


@REPORT_COMMENT.granted_by
def readers_with_a_seat_or_an_account_report(actor: Actor, comment: Comment) -> bool:
    known = actor.person_id is not None or bool(seats_on_profile(actor, comment.profile_id))
    return known and VIEW_COMMENT.allows(actor, comment)


@MODERATE_COMMENTS.granted_by
def editors_moderate(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@MODERATE_COMMENTS.granted_by
def facilitators_moderate(actor: Actor, profile: Profile) -> bool:
    return any(seat.role == "facilitator" for seat in seats_on_profile(actor, profile.id))


@MODERATE_COMMENT.granted_by
def moderators_of_the_profile(actor: Actor, comment: Comment) -> bool:
    return MODERATE_COMMENTS.allows(actor, comment.profile)


@VIEW_MATRIX.granted_by
def members_see_the_matrix(actor: Actor, profile: Profile) -> bool:
    return profile.organization_id in actor.organization_ids


@VIEW_MATRIX.granted_by
def seats_see_the_matrix(actor: Actor, profile: Profile) -> bool:
    """Observers, too: what became of every comment is no secret of the house."""
    return sat_on_profile(actor, profile.id)
