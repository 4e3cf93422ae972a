"""Who may see alignments, make them and judge them."""

from pog.alignments.models import Alignment
from pog.comments.subjects import SubjectKind, add_subject
from pog.convenings.phases import ALIGNING, what_is_open
from pog.convenings.seats import seats_on_profile
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE

ALIGN_PROFILE = Permission("profile.align", Profile)
ALIGN_ATTRIBUTE = Permission("attribute.align", Attribute)
JUDGE_PROFILE = Permission("profile.judge-alignments", Profile)
"""Endorse and decline alignments."""
VIEW_ALIGNMENT = Permission("alignment.view", Alignment)
CHANGE_ALIGNMENT = Permission("alignment.change", Alignment)
JUDGE_ALIGNMENT = Permission("alignment.judge", Alignment)


@ALIGN_PROFILE.granted_by
def own_editors_align(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@ALIGN_PROFILE.granted_by
def participants_align_while_open(actor: Actor, profile: Profile) -> bool:
    return any(
        seat.role != "observer" and ALIGNING in what_is_open(seat.convening)
        for seat in seats_on_profile(actor, profile.id)
    )


@ALIGN_PROFILE.granted_by
@JUDGE_PROFILE.granted_by
def facilitators_align_and_judge(actor: Actor, profile: Profile) -> bool:
    return any(seat.role == "facilitator" for seat in seats_on_profile(actor, profile.id))


@JUDGE_PROFILE.granted_by
def own_editors_judge(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@ALIGN_ATTRIBUTE.granted_by
def with_its_profile(actor: Actor, attribute: Attribute) -> bool:
    return ALIGN_PROFILE.allows(actor, attribute.profile)


@VIEW_ALIGNMENT.granted_by
def readers_of_its_attribute(actor: Actor, alignment: Alignment) -> bool:
    return VIEW_ATTRIBUTE.allows(actor, alignment.attribute)


@CHANGE_ALIGNMENT.granted_by
def those_who_align(actor: Actor, alignment: Alignment) -> bool:
    return ALIGN_ATTRIBUTE.allows(actor, alignment.attribute)


@JUDGE_ALIGNMENT.granted_by
def those_who_judge(actor: Actor, alignment: Alignment) -> bool:
    return JUDGE_PROFILE.allows(actor, alignment.attribute.profile)


add_subject(
    SubjectKind(
        kind="alignment",
        model=Alignment,
        view=VIEW_ALIGNMENT,
        profile_of=lambda one: one.attribute.profile,
        attribute_of=lambda one: one.attribute,
        name_of=lambda one: str(one.target.get("name") or one.attribute.name),
        endpoint="alignments.history",
        parameter="alignment_id",
        label=_l("An alignment"),
    )
)
