"""Reading suggestions: beside their words, in lists, one alone, all of a profile."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from pog.comments.writing import writing_seat
from pog.convenings.attendance import CONTRIBUTED, counts_as
from pog.convenings.models import Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.i18n import _n
from pog.core.identity import Actor
from pog.profiles.anchoring import anchor_at
from pog.profiles.hooks import Count, counts_on_attributes
from pog.profiles.models import Attribute, Revision
from pog.suggestions.models import FOR_MINUTES, RELEASED, Suggestion, SuggestionMark
from pog.suggestions.placing import Placed, Spans, place, preview, together

UNDECIDED = (Suggestion.state == "open", Suggestion.hidden_at.is_(None), RELEASED)
LISTED = 100
"""Open ones shown on an attribute's page; a hundred on one statement is more than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A suggestion as everybody sees it: where it stands, and how many are for and against it."""

    placed: Placed
    attribute: Attribute
    support: int
    keep: int
    others: int = 0
    """How many other open ones are about the same words."""

    @property
    def suggestion(self) -> Suggestion:
        return self.placed.suggestion

    @property
    def spans(self) -> Spans:
        """How it would read in today's text; words that have changed since stand alone."""
        one = self.suggestion
        if one.is_open and self.placed.fits:
            return preview(self.placed.text, self.placed.anchor, one.words)
        return preview(one.quote, anchor_at(one.quote, 0, len(one.quote)), shown_words(one))

    @property
    def tone(self) -> int:
        letter = self.suggestion.group_letter
        return 1 if not letter else (ord(letter[0]) - ord("A")) % 8 + 1


def shown_words(suggestion: Suggestion) -> str:
    """The words that entered, when other ones did than were suggested."""
    entered = suggestion.accepted_words
    return entered if suggestion.state == "partly" and entered is not None else suggestion.words


# ------------------------------------------------------------------ who, and where from


def suggesting_seat(actor: Actor, profile_id: uuid.UUID) -> Participant | None:
    """The seat an actor suggests from: the one they would comment from."""
    return writing_seat(actor, profile_id)


def is_own(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the actor made it, from their account or from a seat they still have."""
    if suggestion.person_id is not None and suggestion.person_id == actor.person_id:
        return True
    seat = suggesting_seat(actor, suggestion.profile_id)
    return seat is not None and suggestion.participant_id == seat.id


def open_convenings(profile_id: uuid.UUID) -> Sequence[Convening]:
    return db.session.scalars(
        select(Convening)
        .where(Convening.profile_id == profile_id, Convening.closed_at.is_(None))
        .order_by(Convening.created_at.desc(), Convening.id)
        .limit(20)
    ).all()


def made_lately(*, person_id: uuid.UUID | None, participant_id: uuid.UUID | None) -> int:
    """How many suggestions somebody made in the last minutes."""
    mine = (
        Suggestion.participant_id == participant_id
        if participant_id is not None
        else Suggestion.person_id == person_id
    )
    since = now() - timedelta(minutes=FOR_MINUTES)
    return (
        db.session.scalar(
            select(func.count(Suggestion.id)).where(mine, Suggestion.created_at > since)
        )
        or 0
    )


def mark_of(
    suggestion_id: uuid.UUID, *, person_id: uuid.UUID | None, participant_id: uuid.UUID | None
) -> SuggestionMark | None:
    """The mark somebody gave from their account or from their seat."""
    mine = []
    if person_id is not None:
        mine.append(SuggestionMark.person_id == person_id)
    if participant_id is not None:
        mine.append(SuggestionMark.participant_id == participant_id)
    if not mine:
        return None
    return db.session.scalar(
        select(SuggestionMark)
        .where(SuggestionMark.suggestion_id == suggestion_id, or_(*mine))
        .limit(1)
    )


def next_unmarked(actor: Actor, suggestion: Suggestion) -> Suggestion | None:
    """An open suggestion on the same attribute that the actor has said nothing about yet."""
    seat = suggesting_seat(actor, suggestion.profile_id)
    marked, others = [], []
    if seat is not None:
        marked.append(SuggestionMark.participant_id == seat.id)
        others.append(Suggestion.participant_id.is_distinct_from(seat.id))
    if actor.person_id is not None:
        marked.append(SuggestionMark.person_id == actor.person_id)
        others.append(Suggestion.person_id.is_distinct_from(actor.person_id))
    if not marked:
        return None
    said = select(SuggestionMark.suggestion_id).where(or_(*marked))
    return db.session.scalar(
        of_one_attribute(
            suggestion.attribute_id,
            *UNDECIDED,
            Suggestion.id != suggestion.id,
            Suggestion.id.not_in(said),
            *others,
        )
        .order_by(Suggestion.created_at, Suggestion.id)
        .limit(1)
    )


# ------------------------------------------------------------------ cards


def words_in(attribute: Attribute | Revision, field: str) -> str:
    """What a field of an attribute or of one of its revisions says."""
    return attribute.name if field == "name" else attribute.statement


def base_texts(suggestions: Collection[Suggestion]) -> Mapping[uuid.UUID, str]:
    """For each suggestion the text it was made on, in one query."""
    wanted = {(one.attribute_id, one.revision_number) for one in suggestions}
    if not wanted:
        return {}
    rows = db.session.scalars(
        select(Revision).where(tuple_(Revision.attribute_id, Revision.number).in_(wanted))
    )
    known = {(row.attribute_id, row.number): row for row in rows}
    return {
        one.id: words_in(known[one.attribute_id, one.revision_number], one.field)
        for one in suggestions
        if (one.attribute_id, one.revision_number) in known
    }


def placed_now(suggestions: Collection[Suggestion]) -> list[Placed]:
    """Where each stands in the present words of its attribute."""
    bases = base_texts(suggestions)
    return [
        place(one, bases.get(one.id, ""), words_in(one.attribute, one.field)) for one in suggestions
    ]


def marks_on(ids: Collection[uuid.UUID]) -> Mapping[tuple[uuid.UUID, str], int]:
    """How many gave each mark, by suggestion and stance."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(SuggestionMark.suggestion_id, SuggestionMark.stance, func.count(SuggestionMark.id))
        .where(SuggestionMark.suggestion_id.in_(ids))
        .group_by(SuggestionMark.suggestion_id, SuggestionMark.stance)
    )
    return {(key, stance): number for key, stance, number in rows}


def cards_of(suggestions: Sequence[Suggestion]) -> list[Card]:
    """These suggestions with what belongs to them: two queries, however many they are."""
    marks = marks_on([one.id for one in suggestions])
    placed = placed_now(suggestions)
    beside: dict[uuid.UUID, int] = {}
    for attribute_id in {one.attribute_id for one in suggestions}:
        mine = [p for p in placed if p.suggestion.attribute_id == attribute_id and is_shown(p)]
        for bundle in together(mine):
            beside.update({one.suggestion.id: len(bundle) - 1 for one in bundle})
    return [
        Card(
            placed=one,
            attribute=one.suggestion.attribute,
            support=marks.get((one.suggestion.id, "support"), 0),
            keep=marks.get((one.suggestion.id, "keep"), 0),
            others=beside.get(one.suggestion.id, 0),
        )
        for one in placed
    ]


def is_shown(placed: Placed) -> bool:
    one = placed.suggestion
    return one.is_open and not one.is_hidden and not one.is_held


def of_one_attribute(
    attribute_id: uuid.UUID, *conditions: ColumnElement[bool]
) -> Select[Suggestion]:
    return (
        select(Suggestion)
        .where(Suggestion.attribute_id == attribute_id, *conditions)
        .options(joinedload(Suggestion.attribute))
    )


def open_suggestions(attribute_id: uuid.UUID) -> Sequence[Suggestion]:
    """What is not decided and not hidden, oldest first."""
    return db.session.scalars(
        of_one_attribute(attribute_id, *UNDECIDED)
        .order_by(Suggestion.created_at, Suggestion.id)
        .limit(LISTED)
    ).all()


def bundled(cards: Iterable[Card]) -> list[list[Card]]:
    """Those about overlapping words together, most supported first."""
    by_id = {card.suggestion.id: card for card in cards}
    return [
        sorted((by_id[one.suggestion.id] for one in bundle), key=lambda card: -card.support)
        for bundle in together([card.placed for card in by_id.values()])
    ]


# ------------------------------------------------------------------ told to lower floors


@counts_as(CONTRIBUTED)
def seats_that_suggested(convening_id: uuid.UUID) -> Select[Any]:
    """Seats with a suggestion in the convening."""
    return select(Suggestion.participant_id).where(
        Suggestion.convening_id == convening_id, Suggestion.participant_id.is_not(None)
    )


def counts_by_attribute(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """How many open suggestions each attribute has."""
    rows = db.session.execute(
        select(Suggestion.attribute_id, func.count(Suggestion.id))
        .where(
            Suggestion.profile_id == profile_id,
            *UNDECIDED,
        )
        .group_by(Suggestion.attribute_id)
    )
    return {attribute_id: number for attribute_id, number in rows}


counts_on_attributes(
    Count(
        icon="draft",
        endpoint="suggestions.of_attribute",
        label=lambda number: str(_n("%(num)s suggestion", "%(num)s suggestions", number)),
        of=counts_by_attribute,
        shown_when_none=False,
    )
)
