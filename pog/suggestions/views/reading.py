"""The pages one reads suggestions on."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.comments.permissions import MODERATE_COMMENTS
from pog.comments.queries import counts_about
from pog.core.i18n import _
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE, VIEW_PROFILE
from pog.suggestions import queries, showing
from pog.suggestions.deciding import why_not_undone
from pog.suggestions.forms import RulesForm
from pog.suggestions.models import Suggestion
from pog.suggestions.permissions import (
    DECIDE_SUGGESTION,
    MARK_SUGGESTION,
    MODERATE_SUGGESTION,
    PUT_WORDS_TO_VOTE,
    REBASE_SUGGESTION,
    SET_SUGGESTION_RULES,
    SUGGEST,
    VIEW_SUGGESTION,
)
from pog.suggestions.polling import ballots_on
from pog.suggestions.services import set_rules
from pog.suggestions.timing import on_in_open_rounds, why_not
from pog.suggestions.views.blueprint import blueprint
from pog.suggestions.wording import FILTER_WORDS
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page


def address_of(suggestion: Suggestion) -> str:
    return url_for("suggestions.show", suggestion_id=suggestion.id)


def suggestions_beside(attribute: Attribute) -> dict[str, Any]:
    """For the attribute's own page: what is suggested for its words, and the way to suggest."""
    who = actor()
    return {
        "bundles": queries.bundled(queries.cards_of(queries.open_suggestions(attribute.id))),
        "may_suggest": SUGGEST.allows(who, attribute) and attribute.dropped_at is None,
        "why_not": why_not(who, attribute.profile),
    }


@blueprint.get("/attributes/<uuid:attribute_id>/suggestions")
@needs(VIEW_ATTRIBUTE)
def of_attribute(attribute: Attribute) -> ResponseReturnValue:
    """All that is suggested for one attribute; those about the same words together."""
    who = actor()
    may_suggest = SUGGEST.allows(who, attribute) and attribute.dropped_at is None
    return page(
        "suggestions/of_attribute.html",
        profile=attribute.profile,
        seat=queries.suggesting_seat(who, attribute.profile_id),
        may_suggest=may_suggest,
        why_not=why_not(who, attribute.profile) if may_suggest else None,
        may_ask=PUT_WORDS_TO_VOTE.allows(who, attribute),
        asked=ballots_on(attribute.id),
        **showing.list_view(attribute.profile_id, attribute.id) or {},
    )


@blueprint.get("/suggestions/<uuid:suggestion_id>")
@needs(VIEW_SUGGESTION)
def show(suggestion: Suggestion) -> ResponseReturnValue:
    return suggestion_page(suggestion)


def suggestion_page(
    suggestion: Suggestion, *, status: int = 200, problem: str | None = None
) -> ResponseReturnValue:
    """One suggestion: what it would change, one's own mark, and what editors do with it."""
    who = actor()
    seat = queries.suggesting_seat(who, suggestion.profile_id)
    mark = queries.mark_of(
        suggestion.id, person_id=who.person_id, participant_id=seat.id if seat else None
    )
    may_decide = DECIDE_SUGGESTION.allows(who, suggestion)
    may_moderate = MODERATE_SUGGESTION.allows(who, suggestion)
    accepted = suggestion.state in ("accepted", "partly")
    return page(
        "suggestions/show.html",
        status=status,
        suggestion=suggestion,
        profile=suggestion.profile,
        attribute=suggestion.attribute,
        seat=seat,
        mark=mark.stance if mark else None,
        is_own=queries.is_own(who, suggestion),
        may_mark=MARK_SUGGESTION.allows(who, suggestion),
        why_not=why_not(who, suggestion.profile),
        may_decide=may_decide,
        may_rebase=REBASE_SUGGESTION.allows(who, suggestion),
        may_moderate=may_moderate,
        why_not_undone=why_not_undone(suggestion) if may_decide and accepted else None,
        following=queries.next_unmarked(who, suggestion),
        problem=problem,
        # Hidden words reach the page of those who may show them again, and no other.
        hidden_words=suggestion.words if may_moderate and suggestion.is_hidden else None,
        thread_count=counts_about([suggestion.id]).get(suggestion.id, 0),
        **showing.one_view(suggestion.profile_id, suggestion.id, held=True) or {},
    )


@blueprint.get("/profiles/<uuid:profile_id>/suggestions")
@needs(VIEW_PROFILE)
def of_profile(profile: Profile) -> ResponseReturnValue:
    """The desk: open suggestions of all attributes, most supported first."""
    who = actor()
    may_moderate = MODERATE_COMMENTS.allows(who, profile)
    filters = {
        name: words for name, words in FILTER_WORDS.items() if may_moderate or name != "waiting"
    }
    chosen = request.args.get("filter", "open")
    wanted = showing.Wanted(
        profile_id=profile.id,
        filter=chosen if chosen in filters else "open",
        page=request.args.get("page", 1, type=int),
    )
    return page(
        "suggestions/of_profile.html",
        profile=profile,
        seat=queries.suggesting_seat(who, profile.id),
        wanted=wanted,
        filters=[
            {
                "text": words,
                "url": url_for("suggestions.of_profile", profile_id=profile.id, filter=name),
                "current": name == wanted.filter,
            }
            for name, words in filters.items()
        ],
        listed=showing.listed(wanted),
        rules=RulesForm(formdata=None, data={"in_open_rounds": on_in_open_rounds(profile)})
        if SET_SUGGESTION_RULES.allows(who, profile)
        else None,
    )


@blueprint.post("/profiles/<uuid:profile_id>/suggestion-rules")
@needs(SET_SUGGESTION_RULES, else_hidden_without=VIEW_PROFILE)
def save_rules(profile: Profile) -> ResponseReturnValue:
    wanted = bool(RulesForm().in_open_rounds.data)
    set_rules(profile.id, in_open_rounds=wanted)
    if wanted:
        notice(_("People in open rounds can suggest other words."))
    else:
        notice(_("Suggestions are off in open rounds. People read why."))
    return go_to(url_for("suggestions.of_profile", profile_id=profile.id))
