"""Making an upstream change here: words, indicators, places, additions and removals."""

import uuid

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.markup import COMMENT_LIMIT
from pog.lineage.changes import (
    CORE_STATEMENT,
    INDICATORS,
    NAME,
    PLACE,
    PRESENCE,
    STATEMENT,
    Place,
    UpstreamChange,
)
from pog.lineage.offers import Offer
from pog.profiles.authors import Author
from pog.profiles.cloning import clone_attribute
from pog.profiles.diffing import common_pairs
from pog.profiles.hooks import carry_along, settle_words
from pog.profiles.models import (
    INDICATOR_LIMIT,
    Attribute,
    Edition,
    Grouping,
    Indicator,
    Profile,
)
from pog.profiles.queries import attributes_in_order
from pog.profiles.recording import (
    clean_name,
    clean_prose,
    clean_short,
    put_in_order,
    record,
    refuse_namesake,
    renumber,
)
from pog.profiles.revising import reword
from pog.translating.carrying import follow_source

UPDATED = "updated"
"""The change its revision tells: upstream's words were taken over."""


def apply(
    profile: Profile, offer: Offer, words: str, author: Author, reason: str, edition: Edition
) -> Attribute | None:
    """Make the change with these words; returns our attribute, or None for the profile itself.

    `edition` is the one the change came with. The caller holds the profile.
    """
    change, attribute = offer.change, offer.attribute
    if change.is_addition:
        return add(profile, offer, words, author, reason, edition)
    if attribute is None:
        change_profile(profile, change.field, words)
    else:
        change_attribute(profile, attribute, change, words, author, reason)
    follow_source(profile, attribute, edition)
    return attribute


def change_attribute(
    profile: Profile,
    attribute: Attribute,
    change: UpstreamChange,
    words: str,
    author: Author,
    reason: str,
) -> None:
    settle_words(attribute)
    if change.field == PRESENCE:
        attribute.dropped_at = now()
        record(attribute, "dropped", author, reason)
        renumber(profile)
    elif change.field == PLACE:
        assert change.place is not None  # a move tells where to
        put_where(profile, attribute, change.place)
        record(attribute, "moved", author, reason)
    elif change.field == INDICATORS:
        set_indicators(attribute, words)
        record(attribute, UPDATED, author, reason)
    else:
        reword(
            attribute,
            words if change.field == NAME else attribute.name,
            words if change.field == STATEMENT else attribute.statement,
        )
        record(attribute, UPDATED, author, reason)


def change_profile(profile: Profile, field: str, words: str) -> None:
    if field == CORE_STATEMENT:
        text, html = clean_prose(words, field=field, limit=COMMENT_LIMIT)
        profile.core_statement, profile.core_statement_html = text, html
    else:
        profile.usage_rules = clean_short(words, field=field, limit=COMMENT_LIMIT)


def add(
    profile: Profile, offer: Offer, name: str, author: Author, reason: str, edition: Edition
) -> Attribute:
    """Take an attribute over that upstream added, under its name or another."""
    source, place = offer.change.attribute, offer.change.place
    assert source is not None  # an addition tells what was added
    assert place is not None
    name = clean_name(name, field="text")
    try:
        refuse_namesake(profile, name)
    except Refusal as refusal:
        refusal.field = "text"
        raise
    attribute = clone_attribute(profile, None, source, len(profile.attributes) + 1)
    attribute.name = name
    db.session.flush()
    db.session.expire(profile, ["attributes"])
    put_where(profile, attribute, place)
    record(attribute, "cloned", author, reason)
    carry_along(edition.content, {source.id: attribute}, edition.source_line)
    return attribute


def put_where(profile: Profile, attribute: Attribute, place: Place) -> None:
    """Put our attribute where upstream has its source: after the nearest one before it we have."""
    attribute.grouping = grouping_like(profile, place)
    db.session.flush()
    ordered = [a for a in attributes_in_order(profile) if a is not attribute]
    ours = {a.source_id: a for a in ordered if a.grouping_id == attribute.grouping_id}
    before = next((ours[one.id] for one in place.before if one.id in ours), None)
    if before is not None:
        at = ordered.index(before) + 1
    else:
        at = next(
            (n for n, a in enumerate(ordered) if a.grouping_id == attribute.grouping_id),
            len(ordered),
        )
    ordered.insert(at, attribute)
    put_in_order(ordered)
    renumber(profile)


def grouping_like(profile: Profile, place: Place) -> Grouping | None:
    """Our grouping for upstream's: the one cloned from it, one of its name, or a new one."""
    if place.grouping_name is None:
        return None
    known = next((g for g in profile.groupings if g.source_id == place.grouping_id), None)
    if known is None:
        wanted = place.grouping_name.casefold()
        known = next((g for g in profile.groupings if g.name.casefold() == wanted), None)
    if known is None:
        known = Grouping(
            id=uuid.uuid4(),
            profile_id=profile.id,
            name=place.grouping_name,
            position=len(profile.groupings),
            source_id=place.grouping_id,
        )
        db.session.add(known)
        db.session.flush()
        db.session.expire(profile, ["groupings"])
    return known


def set_indicators(attribute: Attribute, lines: str) -> None:
    """Give the attribute these indicators; those that stay keep their rows.

    A row is what alignments and comments hold on to, so one that is only reworded keeps it too.
    """
    wanted = [tuple(line.split("\t", 1)) for line in lines.splitlines() if line.strip()]
    pairs = [(w[0], w[1]) if len(w) == 2 else ("", w[0]) for w in wanted]
    if any(len(text) > INDICATOR_LIMIT for _level, text in pairs):
        raise Refusal(
            _("An indicator has at most %(limit)s characters.", limit=INDICATOR_LIMIT),
            field="text",
        )
    old = list(attribute.indicators)
    kept = common_pairs(
        [f"{one.level}\t{' '.join(one.text.split())}" for one in old],
        [f"{level}\t{text}" for level, text in pairs],
    )
    rows: dict[int, Indicator] = {new: old[before] for before, new in kept}
    spare = [one for number, one in enumerate(old) if number not in {before for before, _ in kept}]
    for number, (level, text) in enumerate(pairs):
        if number not in rows:
            row = spare.pop(0) if spare else Indicator()
            row.level, row.text = level, text
            rows[number] = row
    attribute.indicators = [rows[number] for number in range(len(pairs))]
    for position, row in enumerate(attribute.indicators):
        row.position = position
