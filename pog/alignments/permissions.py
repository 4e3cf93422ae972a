"""Who may see alignments, make them and judge them."""

from sqlalchemy import select

from pog.alignments.models import Alignment, WorkingGroup, WorkingGroupMember
from pog.comments.subjects import SubjectKind, add_subject
from pog.convenings.phases import ALIGNING, what_is_open
from pog.convenings.seats import seats_on_profile
from pog.core.database import db
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.frameworks.models import SECTORS
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE

ALIGN_PROFILE = Permission("profile.align", Profile)
ALIGN_ATTRIBUTE = Permission("attribute.align", Attribute)
JUDGE_PROFILE = Permission("profile.judge-alignments", Profile)
"""Endorse and decline alignments."""
VIEW_ALIGNMENT = Permission("alignment.view", Alignment)
CHANGE_ALIGNMENT = Permission("alignment.change", Alignment)
JUDGE_ALIGNMENT = Permission("alignment.judge", Alignment)
ENDORSE_ALIGNMENT = Permission("alignment.endorse", Alignment)
ENDORSE_IN_PROFILE = Permission("profile.endorse-alignments", Profile)
"""Endorse alignments to at least one sector."""


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


@ENDORSE_ALIGNMENT.granted_by
def those_who_endorse_its_sector(actor: Actor, alignment: Alignment) -> bool:
    sectors = sectors_endorsed_by(actor, alignment.attribute.profile)
    return alignment.competency.framework.sector in sectors


@ENDORSE_IN_PROFILE.granted_by
def those_who_endorse_a_sector(actor: Actor, profile: Profile) -> bool:
    return bool(sectors_endorsed_by(actor, profile))


def sectors_endorsed_by(actor: Actor, profile: Profile) -> frozenset[str]:
    """The sectors whose alignments the actor may endorse; looked up once per request.

    A sector's working group endorses. Where none is named, those who judge alignments do.
    """
    key = ("endorses", profile.id)
    if key not in actor.known:
        actor.known[key] = _sectors_endorsed_by(actor, profile)
    found: frozenset[str] = actor.known[key]
    return found


def _sectors_endorsed_by(actor: Actor, profile: Profile) -> frozenset[str]:
    rows = db.session.execute(
        select(
            WorkingGroup.sector,
            WorkingGroupMember.person_id,
            WorkingGroupMember.stakeholder_group_id,
        )
        .join(WorkingGroupMember)
        .where(WorkingGroup.profile_id == profile.id)
    ).all()
    my_groups = {
        seat.group_id
        for seat in seats_on_profile(actor, profile.id)
        if seat.group_id is not None and seat.role != "observer"
    }
    mine = {
        sector
        for sector, person_id, group_id in rows
        if (person_id is not None and person_id == actor.person_id) or group_id in my_groups
    }
    unnamed = set(SECTORS) - {sector for sector, _person, _group in rows}
    return frozenset(mine | (unnamed if JUDGE_PROFILE.allows(actor, profile) else set()))


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
