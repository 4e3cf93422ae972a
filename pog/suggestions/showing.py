"""Lists of suggestions: what regions show, and all of a profile."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from pog.core.database import db
from pog.profiles.models import Attribute
from pog.suggestions.models import RELEASED, Suggestion, SuggestionMark
from pog.suggestions.queries import (
    UNDECIDED,
    Card,
    bundled,
    cards_of,
    of_one_attribute,
    open_suggestions,
)

PAGE_SIZE = 20
SETTLED_LISTED = 30
FILTERS = ("open", "stale", "accepted", "declined", "all", "waiting")

Context = dict[str, Any]  # what a template is given


# ------------------------------------------------------------------ what regions show
# Rendered once for everybody: nothing here knows who is looking.


def beside_view(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> Context | None:
    """Region `suggestions-at-{id}`: which words of an attribute have suggestions."""
    attribute = _attribute(profile_id, attribute_id)
    if attribute is None:
        return None
    return {
        "attribute": attribute,
        "bundles": bundled(cards_of(open_suggestions(attribute_id))),
    }


def list_view(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> Context | None:
    """Region `suggestions-{id}`: everything suggested for one attribute."""
    attribute = _attribute(profile_id, attribute_id)
    if attribute is None:
        return None
    settled = db.session.scalars(
        of_one_attribute(
            attribute_id,
            RELEASED,
            or_(Suggestion.state != "open", Suggestion.hidden_at.is_not(None)),
        )
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
        .limit(SETTLED_LISTED)
    ).all()
    return {
        "attribute": attribute,
        "bundles": bundled(cards_of(open_suggestions(attribute_id))),
        "settled": cards_of(settled),
    }


def one_view(
    profile_id: uuid.UUID, suggestion_id: uuid.UUID, *, held: bool = False
) -> Context | None:
    """Region `suggestion-{id}`: one suggestion, with how many others are about its words.

    `held`: also while it waits for review, for a page its author or a moderator asked for.
    """
    found = db.session.scalar(
        select(Suggestion)
        .where(Suggestion.id == suggestion_id, Suggestion.profile_id == profile_id)
        .options(joinedload(Suggestion.attribute))
    )
    if found is None or (found.is_held and not held):
        return None
    others = [one for one in open_suggestions(found.attribute_id) if one.id != found.id]
    return {"card": cards_of([found, *others])[0]}


def desk_view(profile_id: uuid.UUID) -> Context | None:
    """Region `suggestions`: the open ones of a whole profile, most supported first."""
    return {"listed": listed(Wanted(profile_id=profile_id))}


def _attribute(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> Attribute | None:
    attribute = db.session.get(Attribute, attribute_id)
    return attribute if attribute is not None and attribute.profile_id == profile_id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which suggestions of a profile a page shows."""

    profile_id: uuid.UUID
    filter: str = "open"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    cards: tuple[Card, ...]
    found: int
    number: int
    pages: int


def listed(wanted: Wanted) -> Page:
    """One page of a profile's suggestions, most supported first, in a fixed number of queries."""
    conditions = _conditions(wanted)
    found = (
        db.session.scalar(
            select(func.count(Suggestion.id))
            .join(Attribute, Attribute.id == Suggestion.attribute_id)
            .where(*conditions)
        )
        or 0
    )
    pages = max(1, -(-found // PAGE_SIZE))
    number = min(max(wanted.page, 1), pages)
    support = (
        select(func.count(SuggestionMark.id))
        .where(SuggestionMark.suggestion_id == Suggestion.id, SuggestionMark.stance == "support")
        .scalar_subquery()
    )
    rows = db.session.scalars(
        select(Suggestion)
        .join(Attribute, Attribute.id == Suggestion.attribute_id)
        .where(*conditions)
        .options(joinedload(Suggestion.attribute))
        .order_by(support.desc(), Suggestion.created_at.desc(), Suggestion.id)
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return Page(cards=tuple(cards_of(rows)), found=found, number=number, pages=pages)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    mine = Suggestion.profile_id == wanted.profile_id
    undecided = and_(*UNDECIDED)
    return {
        "open": [mine, undecided, Attribute.dropped_at.is_(None)],
        # Made on an earlier revision; whether its own words changed, its card says.
        "stale": [
            mine,
            undecided,
            Attribute.dropped_at.is_(None),
            Suggestion.revision_number < Attribute.revision,
        ],
        "waiting": [mine, Suggestion.held_at.is_not(None)],
        "accepted": [mine, RELEASED, Suggestion.state.in_(("accepted", "partly"))],
        "declined": [mine, RELEASED, Suggestion.state == "declined"],
        "all": [mine, RELEASED],
    }[wanted.filter]
