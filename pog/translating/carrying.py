"""Translations follow the texts they belong to: into a clone, and from a source later on."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from pog.core.database import Json, db
from pog.core.i18n import TEXT_LANGUAGES
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Edition, Profile
from pog.profiles.recording import hold, profile_changed
from pog.profiles.snapshots import PROFILE_FIELDS
from pog.translating.models import Translation
from pog.translating.queries import beside, newest_translations
from pog.translating.services import write
from pog.translating.texts import (
    TRANSLATED,
    Line,
    Text,
    text_of_grouping,
    texts_of_attribute,
    texts_of_whole,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A translation that the source has for a text that is ours, word for word."""

    text: Text
    language: str
    words: str
    original: str
    """What the source made it from; other than our text where it is out of date there."""


def take_translations_along(
    content: Json, ours: Mapping[uuid.UUID, Attribute], source: str
) -> None:
    """What an edition says of these attributes in other languages is theirs here, too.

    With a new clone come the translations of what the profile says of itself.
    """
    attribute = next(iter(ours.values()), None)
    if attribute is None:
        return
    profile = attribute.profile
    known = select(Translation.id).where(Translation.profile_id == profile.id).limit(1)
    is_new = db.session.scalar(known) is None
    offered = list(offered_for(profile, content, ours, with_whole=is_new))
    take(profile, offered, Author(name=source))


def follow_source(profile: Profile, attribute: Attribute | None, edition: Edition) -> None:
    """After words were taken over from a source: its translations of just these words.

    Of one attribute, or of what the profile says of itself.
    """
    ours = {attribute.source_id: attribute} if attribute and attribute.source_id else {}
    offered = offered_for(profile, edition.content, ours, with_whole=attribute is None)
    take(profile, list(offered), Author(name=edition.source_line))


def take_from_source(profile: Profile, language: str, *, author: Author) -> int:
    """Take over what the edition it came from has for texts without a good translation here."""
    hold(profile)
    offered = [one for one, _line in open_offers(profile, language)]
    taken = take(profile, offered, author)
    if taken:
        profile_changed(profile)
    return taken


def open_offers(profile: Profile, language: str) -> list[tuple[Offered, Line]]:
    """What the source has and we have not, each with our line."""
    edition = profile.upstream_edition
    if edition is None:
        return []
    ours = {a.source_id: a for a in profile.attributes if a.source_id is not None}
    offered = [
        one
        for one in offered_for(profile, edition.content, ours, with_whole=True)
        if one.language == language and one.original == one.text.original
    ]
    lines = beside([one.text for one in offered], newest_translations(profile, language))
    pairs = zip(offered, lines, strict=True)
    return [(one, line) for one, line in pairs if line.state != TRANSLATED]


def take(profile: Profile, offered: list[Offered], author: Author) -> int:
    """Store those whose text has no good translation yet; how many there were."""
    taken = 0
    for language in sorted({one.language for one in offered}):
        here = [one for one in offered if one.language == language]
        known = newest_translations(profile, language)
        lines = list(beside([one.text for one in here], known))
        for one, line in zip(here, lines, strict=True):
            is_better = line.number == 0 or one.original == one.text.original
            if line.state != TRANSLATED and is_better:
                write(profile, language, line, one.words, one.original, author)
                taken += 1
    return taken


def offered_for(
    profile: Profile,
    content: Json,
    ours: Mapping[uuid.UUID, Attribute],
    *,
    with_whole: bool = False,
) -> Iterator[Offered]:
    """Every translation in the content of a text that reads the same here.

    A clone in the source's second language has the source's own words as its translation.
    """
    own = str(content.get("language", "en"))
    if with_whole:
        for text in texts_of_whole(profile):
            if text.field in PROFILE_FIELDS and text.subject_id == profile.id:
                yield from of_text(text, content, own, profile.language)
    groupings = {g.source_id: g for g in profile.groupings if g.source_id is not None}
    for said in content.get("groupings", ()):
        inside = [
            (one, ours[uuid.UUID(one["id"])])
            for one in said.get("attributes", ())
            if uuid.UUID(one["id"]) in ours
        ]
        grouping = groupings.get(uuid.UUID(said["id"])) if said.get("id") else None
        if grouping is not None and inside:
            yield from of_text(text_of_grouping(grouping), said, own, profile.language)
        for node, attribute in inside:
            yield from of_attribute(attribute, node, own, profile.language)


def of_attribute(attribute: Attribute, node: Json, own: str, mine: str) -> Iterator[Offered]:
    indicators = {words_in(one, "text", own, mine): one for one in node.get("indicators", ())}
    for text in texts_of_attribute(attribute):
        said = indicators.get(text.original) if text.field == "text" else node
        if said is not None:
            yield from of_text(text, said, own, mine)


def of_text(text: Text, node: Json, own: str, mine: str) -> Iterator[Offered]:
    translations = node.get("translations", {})
    if words_in(node, text.field, own, mine) != text.original:
        return
    older = node.get("outdated", {})
    for language, said in translations.items():
        words = said.get(text.field)
        if language in (own, mine) or language not in TEXT_LANGUAGES or not words:
            continue
        made_from = older.get(language, {}).get(text.field) if mine == own else None
        yield Offered(text, language, str(words), str(made_from or text.original))
    if mine != own and translations.get(mine, {}).get(text.field) and node.get(text.field):
        yield Offered(text, own, str(node[text.field]), text.original)


def words_in(node: Json, field: str, own: str, mine: str) -> str:
    """What the source says in the language our profile is written in."""
    if mine != own and (said := node.get("translations", {}).get(mine, {}).get(field)):
        return str(said)
    return str(node.get(field) or "")
