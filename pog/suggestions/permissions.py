"""Who may read suggestions, make them, mark them and decide about them.

Whether it is the time for it is not asked here: the services do, so that somebody who comes too
late keeps their words and reads why.
"""

from pog.comments.permissions import MODERATE_COMMENTS
from pog.comments.subjects import SubjectKind, add_subject
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE
from pog.convenings.seats import sat_on_profile, seats_on_profile
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import EDIT_ATTRIBUTE, PUBLISH_PROFILE, VIEW_ATTRIBUTE
from pog.suggestions.models import Suggestion
from pog.suggestions.queries import is_own, open_convenings, suggesting_seat

SUGGEST = Permission("attribute.suggest", Attribute)
VIEW_SUGGESTION = Permission("suggestion.view", Suggestion)
MARK_SUGGESTION = Permission("suggestion.mark", Suggestion)
WITHDRAW_SUGGESTION = Permission("suggestion.withdraw", Suggestion)
DECIDE_SUGGESTION = Permission("suggestion.decide", Suggestion)
"""Accept it, decline it, undo that."""
REBASE_SUGGESTION = Permission("suggestion.rebase", Suggestion)
MODERATE_SUGGESTION = Permission("suggestion.moderate", Suggestion)
SET_SUGGESTION_RULES = Permission("profile.set-suggestion-rules", Profile)
PUT_WORDS_TO_VOTE = Permission("attribute.put-to-vote", Attribute)


@SUGGEST.granted_by
def members_suggest(actor: Actor, attribute: Attribute) -> bool:
    return attribute.profile.organization_id in actor.organization_ids


@SUGGEST.granted_by
def seats_suggest(actor: Actor, attribute: Attribute) -> bool:
    return suggesting_seat(actor, attribute.profile_id) is not None


@SUGGEST.granted_by
def former_seats_are_told_why_not(actor: Actor, attribute: Attribute) -> bool:
    """After the convening the door stays open, and the service says that it is over."""
    key = attribute.profile_id
    return not seats_on_profile(actor, key) and sat_on_profile(actor, key)


@VIEW_SUGGESTION.granted_by
def readers_of_the_attribute(actor: Actor, suggestion: Suggestion) -> bool:
    if suggestion.is_held and not is_own(actor, suggestion):
        return MODERATE_COMMENTS.allows(actor, suggestion.profile)
    return VIEW_ATTRIBUTE.allows(actor, suggestion.attribute)


@MARK_SUGGESTION.granted_by
def those_who_suggest_mark(actor: Actor, suggestion: Suggestion) -> bool:
    return VIEW_SUGGESTION.allows(actor, suggestion) and SUGGEST.allows(actor, suggestion.attribute)


add_subject(
    SubjectKind(
        kind="suggestion",
        model=Suggestion,
        view=VIEW_SUGGESTION,
        profile_of=lambda one: one.profile,
        attribute_of=lambda one: one.attribute,
        name_of=lambda one: one.hidden_reason if one.is_hidden else one.words or one.quote,
        endpoint="suggestions.show",
        parameter="suggestion_id",
        label=_l("A suggestion"),
        closed=lambda one: _l("This suggestion was hidden.") if one.is_hidden else None,
    )
)


@WITHDRAW_SUGGESTION.granted_by
def authors_withdraw(actor: Actor, suggestion: Suggestion) -> bool:
    return is_own(actor, suggestion)


@DECIDE_SUGGESTION.granted_by
def editors_decide(actor: Actor, suggestion: Suggestion) -> bool:
    return VIEW_SUGGESTION.allows(actor, suggestion) and EDIT_ATTRIBUTE.allows(
        actor, suggestion.attribute
    )


@REBASE_SUGGESTION.granted_by
def editors_rebase(actor: Actor, suggestion: Suggestion) -> bool:
    return DECIDE_SUGGESTION.allows(actor, suggestion)


@REBASE_SUGGESTION.granted_by
def authors_rebase(actor: Actor, suggestion: Suggestion) -> bool:
    return is_own(actor, suggestion)


@MODERATE_SUGGESTION.granted_by
def with_the_comments(actor: Actor, suggestion: Suggestion) -> bool:
    return MODERATE_COMMENTS.allows(actor, suggestion.profile)


@SET_SUGGESTION_RULES.granted_by
def publishers_set_them(actor: Actor, profile: Profile) -> bool:
    return PUBLISH_PROFILE.allows(actor, profile)


@PUT_WORDS_TO_VOTE.granted_by
def facilitators_ask_the_room(actor: Actor, attribute: Attribute) -> bool:
    return bool(rooms_to_ask(actor, attribute.profile))


def rooms_to_ask(actor: Actor, profile: Profile) -> list[Convening]:
    """The open convenings on the profile in which the actor runs ballots."""
    return [one for one in open_convenings(profile.id) if FACILITATE.allows(actor, one)]
