"""What suggestions tell lower floors: lines on "My input", ways from profiles and from results."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pog.ballots.hooks import leads_on
from pog.ballots.models import Ballot
from pog.comments.my_input import Line, adds_to_my_input
from pog.core.database import db
from pog.core.i18n import _, _n
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.hooks import links_from_profiles
from pog.profiles.models import Profile
from pog.suggestions.models import Suggestion
from pog.suggestions.permissions import DECIDE_SUGGESTION
from pog.suggestions.polling import asked_by


@adds_to_my_input
def suggestions_i_made(seats: Sequence[uuid.UUID]) -> Iterable[Line]:
    """Every suggestion of mine, with what became of it."""
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.participant_id.in_(seats), Suggestion.convening_id.is_not(None))
        .options(joinedload(Suggestion.attribute))
        .order_by(Suggestion.created_at, Suggestion.id)
        .limit(200)
    )
    by_convening: dict[uuid.UUID, list[Suggestion]] = defaultdict(list)
    for one in rows:
        if one.convening_id is not None:
            by_convening[one.convening_id].append(one)
    for convening_id, mine in by_convening.items():
        yield Line(
            convening_id=convening_id,
            text=str(_n("You made one suggestion.", "You made %(num)s suggestions.", len(mine))),
            links=tuple(
                Link(
                    text=in_words(one),
                    endpoint="suggestions.show",
                    values={"suggestion_id": one.id},
                )
                for one in mine
            ),
        )


def in_words(one: Suggestion) -> str:
    """The suggestion in one line: “wide” instead of “broad”, and its fate."""
    if not one.quote:
        said = _("“%(words)s” as the description", words=one.words)
    elif not one.words:
        said = _("Without “%(quote)s”", quote=one.quote)
    else:
        said = _("“%(words)s” instead of “%(quote)s”", words=one.words, quote=one.quote)
    return f"{one.attribute.name}: {said}. {fate_of(one)}"


def fate_of(one: Suggestion) -> str:
    """What became of it, in a sentence or two."""
    if one.is_hidden:
        return str(_("Hidden by the facilitator: %(reason)s", reason=one.hidden_reason))
    if one.is_held:
        return str(_("It waits for review."))
    sentences = {
        "open": _("Open."),
        "accepted": _("Accepted in revision %(number)s.", number=one.accepted_revision),
        "partly": _(
            "Partly accepted in revision %(number)s: “%(words)s”.",
            number=one.accepted_revision,
            words=one.accepted_words,
        ),
        "declined": _("Declined."),
        "withdrawn": _("You withdrew it."),
    }
    return " ".join(part for part in (str(sentences[one.state]), one.decision_reason) if part)


@links_from_profiles
def suggestions_of_it(_actor: Actor, profile: Profile) -> Iterable[Link]:
    yield Link(
        text=_("Suggestions"),
        endpoint="suggestions.of_profile",
        values={"profile_id": profile.id},
        icon="draft",
    )


@leads_on
def back_to_the_words(actor: Actor, ballot: Ballot) -> Iterable[Link]:
    """From a result on wordings: accept the one that won, or look at all of them."""
    found = asked_by(ballot)
    if found is None:
        return
    winner = found.suggestion
    if winner is not None and winner.is_open and DECIDE_SUGGESTION.allows(actor, winner):
        yield Link(
            text=_("Accept the words that won"),
            endpoint="suggestions.ask_to_accept",
            values={"suggestion_id": winner.id},
            icon="check",
        )
    yield Link(
        text=_("See these suggestions"),
        endpoint="suggestions.of_attribute",
        values={"attribute_id": found.attribute_id},
        icon="draft",
    )
