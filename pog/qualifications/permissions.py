"""Who may read and change qualifications: readers of their profile, and those who judge its map."""

from pog.alignments.permissions import JUDGE_PROFILE
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.permissions import VIEW_PROFILE
from pog.qualifications.models import Qualification

VIEW_QUALIFICATION = Permission("qualification.view", Qualification)
CHANGE_QUALIFICATION = Permission("qualification.change", Qualification)


@VIEW_QUALIFICATION.granted_by
def readers_of_its_profile(actor: Actor, qualification: Qualification) -> bool:
    return VIEW_PROFILE.allows(actor, qualification.profile)


@CHANGE_QUALIFICATION.granted_by
def editors_of_its_profile(actor: Actor, qualification: Qualification) -> bool:
    return JUDGE_PROFILE.allows(actor, qualification.profile)
