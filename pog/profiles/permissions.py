"""Who may see, change and publish a profile."""

from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Adoption, Attribute, Grouping, Indicator, Profile

VIEW_PROFILE = Permission("profile.view", Profile)
EDIT_PROFILE = Permission("profile.edit", Profile)
"""Change wording, order and groupings. Convenings add their participants while drafting."""
PUBLISH_PROFILE = Permission("profile.publish", Profile)
"""Publish editions, change state and settings."""
VIEW_ATTRIBUTE = Permission("attribute.view", Attribute)
EDIT_ATTRIBUTE = Permission("attribute.edit", Attribute)
VIEW_GROUPING = Permission("grouping.view", Grouping)
EDIT_GROUPING = Permission("grouping.edit", Grouping)
WITHDRAW_ADOPTION = Permission("adoption.withdraw", Adoption)
VIEW_INDICATOR = Permission("indicator.view", Indicator)
EDIT_INDICATOR = Permission("indicator.edit", Indicator)


@VIEW_PROFILE.granted_by
def own_members_see_it(actor: Actor, profile: Profile) -> bool:
    return profile.organization_id in actor.organization_ids


@EDIT_PROFILE.granted_by
def own_editors_change_it(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@PUBLISH_PROFILE.granted_by
def own_editors_publish_it(actor: Actor, profile: Profile) -> bool:
    return actor.has_role(profile.organization_id, "admin", "editor")


@VIEW_ATTRIBUTE.granted_by
def with_its_profile(actor: Actor, attribute: Attribute) -> bool:
    return VIEW_PROFILE.allows(actor, attribute.profile)


@EDIT_ATTRIBUTE.granted_by
def by_editors_of_its_profile(actor: Actor, attribute: Attribute) -> bool:
    return EDIT_PROFILE.allows(actor, attribute.profile)


@VIEW_GROUPING.granted_by
def grouping_with_its_profile(actor: Actor, grouping: Grouping) -> bool:
    return VIEW_PROFILE.allows(actor, grouping.profile)


@EDIT_GROUPING.granted_by
def grouping_by_editors_of_its_profile(actor: Actor, grouping: Grouping) -> bool:
    return EDIT_PROFILE.allows(actor, grouping.profile)


@VIEW_INDICATOR.granted_by
def indicator_with_its_attribute(actor: Actor, indicator: Indicator) -> bool:
    return VIEW_ATTRIBUTE.allows(actor, indicator.attribute)


@EDIT_INDICATOR.granted_by
def indicator_by_editors_of_its_attribute(actor: Actor, indicator: Indicator) -> bool:
    return EDIT_ATTRIBUTE.allows(actor, indicator.attribute)


@WITHDRAW_ADOPTION.granted_by
def by_who_publishes_its_profile(actor: Actor, adoption: Adoption) -> bool:
    return PUBLISH_PROFILE.allows(actor, adoption.profile)
