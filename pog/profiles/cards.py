"""What the live parts of profile pages show, as nobody in particular."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pog.core.database import db
from pog.profiles.hooks import Count, registered_counts
from pog.profiles.lineage import Descent, Spans, compare_with_upstream, descent_of, spans
from pog.profiles.models import Attribute, Grouping, Profile, Revision
from pog.profiles.queries import (
    attributes_in_order,
    load_whole,
    revision_of,
    sections,
)
from pog.profiles.wording import CHANGE_WORDS, DESCENT_BADGES, DESCENT_WORDS

Context = dict[str, Any]  # what a template is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One attribute in a list: its number, what became of its source, and its counts."""

    number: int
    attribute: Attribute
    descent: Descent | None
    counts: tuple[tuple[Count, int], ...]


@dataclass(frozen=True, slots=True)
class CardSection:
    grouping: Grouping | None
    cards: tuple[Card, ...]


def attributes_context(profile_id: uuid.UUID) -> Context | None:
    """For the region "attributes" of the topic "profile:<id>"."""
    if db.session.get(Profile, profile_id) is None:
        return None
    profile = load_whole(profile_id)
    return {
        "profile": profile,
        "card_sections": card_sections(profile),
        "descent_words": DESCENT_WORDS,
        "descent_badges": DESCENT_BADGES,
    }


def card_sections(profile: Profile) -> list[CardSection]:
    comparison = compare_with_upstream(profile)
    rows = comparison.rows if comparison else ()
    descents = {row.attribute.id: row for row in rows if row.attribute is not None}
    counts = [(count, count.of(profile.id)) for count in registered_counts()]
    found, number = [], 0
    for section in sections(profile):
        cards = []
        for attribute in section.attributes:
            number += 1
            cards.append(card(number, attribute, descents, counts))
        found.append(CardSection(section.grouping, tuple(cards)))
    return found


def card(
    number: int,
    attribute: Attribute,
    descents: Mapping[uuid.UUID, Descent],
    counts: list[tuple[Count, Mapping[uuid.UUID, int]]],
) -> Card:
    return Card(
        number=number,
        attribute=attribute,
        descent=descents.get(attribute.id),
        counts=tuple((count, numbers.get(attribute.id, 0)) for count, numbers in counts),
    )


def attribute_context(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> Context | None:
    """For the regions "attribute-<id>" and "attribute-now-<id>" of "profile:<id>"."""
    attribute = db.session.get(Attribute, attribute_id)
    if attribute is None or attribute.profile_id != profile_id:
        return None
    profile = load_whole(profile_id)
    ordered = attributes_in_order(profile)
    newest, changed = last_change(attribute)
    upstream = profile.upstream_edition
    return {
        "profile": profile,
        "attribute": attribute,
        "number": ordered.index(attribute) + 1 if attribute in ordered else None,
        "levels": levels(attribute),
        "newest": newest,
        "changed": changed,
        "descent": descent_of(attribute),
        "source_line": upstream.source_line if upstream else None,
        "change_words": CHANGE_WORDS,
        "descent_words": DESCENT_WORDS,
        "descent_badges": DESCENT_BADGES,
    }


def last_change(attribute: Attribute) -> tuple[Revision | None, Spans | None]:
    """The newest revision, and what it changed in the statement when it changed it."""
    newest = revision_of(attribute, attribute.revision)
    before = revision_of(attribute, attribute.revision - 1)
    if newest is None or before is None or newest.statement == before.statement:
        return newest, None
    return newest, spans(before.statement, newest.statement)


def levels(attribute: Attribute) -> list[tuple[str, list[str]]]:
    """The indicators by level, in the order of the first of each."""
    found: dict[str, list[str]] = {}
    for indicator in attribute.indicators:
        found.setdefault(indicator.level, []).append(indicator.text)
    return list(found.items())
