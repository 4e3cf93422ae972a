"""Finding the translations that count."""

import uuid
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import and_, func, select

from pog.core.database import db
from pog.profiles.models import Profile
from pog.profiles.queries import sections
from pog.translating.models import Translation
from pog.translating.texts import (
    Counts,
    Line,
    Part,
    Text,
    count,
    texts_of,
    texts_of_attribute,
    texts_of_whole,
)


def newest_translations(profile: Profile, language: str | None = None) -> Sequence[Translation]:
    """The newest state of each text, in one language or in all."""
    key = (Translation.subject_id, Translation.field, Translation.language)
    newest = (
        select(*key, func.max(Translation.number).label("number"))
        .where(Translation.profile_id == profile.id)
        .group_by(*key)
    )
    if language is not None:
        newest = newest.where(Translation.language == language)
    last = newest.subquery()
    return db.session.scalars(
        select(Translation).join(
            last,
            and_(
                Translation.subject_id == last.c.subject_id,
                Translation.field == last.c.field,
                Translation.language == last.c.language,
                Translation.number == last.c.number,
            ),
        )
    ).all()


def beside(texts: Iterable[Text], translations: Iterable[Translation]) -> Iterator[Line]:
    """Each text with its translation out of those of one language.

    An indicator that was made anew by restoring a revision finds the one of its words.
    """
    known = {(one.subject_id, one.field): one for one in translations}
    by_words = {
        (one.attribute_id, one.field, one.original): one for one in known.values() if one.text
    }
    for text in texts:
        found = known.get(text.key)
        if found is None and text.field == "text":
            found = by_words.get((text.attribute_id, text.field, text.original))
        yield Line(text, found)


def parts_of(profile: Profile, language: str) -> list[Part]:
    """The whole profile beside its translation, in the order people read it."""
    translations = newest_translations(profile, language)
    parts = [Part(None, tuple(beside(texts_of_whole(profile), translations)))]
    for section in sections(profile):
        for attribute in section.attributes:
            lines = tuple(beside(texts_of_attribute(attribute), translations))
            parts.append(Part(attribute, lines))
    return parts


def counts_of(profile: Profile, language: str) -> Counts:
    translations = newest_translations(profile, language)
    return count(list(beside(texts_of(profile), translations)))


def languages_of(profile: Profile) -> list[str]:
    """Those it is translated into, as far as it is; never its own."""
    found = {one.language for one in newest_translations(profile) if one.text}
    return sorted(found - {profile.language})


def counts_by_language(profile: Profile, texts: Iterable[Text]) -> list[tuple[str, Counts]]:
    """How far these texts are in each language that any text of the profile is translated into."""
    by_language: dict[str, list[Translation]] = {}
    for one in newest_translations(profile):
        if one.language != profile.language:
            by_language.setdefault(one.language, []).append(one)
    wanted = list(texts)
    return [
        (language, count(list(beside(wanted, found))))
        for language, found in sorted(by_language.items())
        if any(one.text for one in found)
    ]


def state_numbered(key: tuple[uuid.UUID, str], language: str, number: int) -> Translation | None:
    subject_id, field = key
    return db.session.scalar(
        select(Translation).where(
            Translation.subject_id == subject_id,
            Translation.field == field,
            Translation.language == language,
            Translation.number == number,
        )
    )


def recent_translations(
    profile: Profile, language: str, *, start: int = 0, limit: int = 30
) -> Sequence[Translation]:
    """What was written last, newest first, a page at a time."""
    return db.session.scalars(
        select(Translation)
        .where(Translation.profile_id == profile.id, Translation.language == language)
        .order_by(Translation.at.desc(), Translation.number.desc(), Translation.id)
        .offset(start)
        .limit(limit)
    ).all()


def states_before(rows: Sequence[Translation]) -> dict[uuid.UUID, Translation]:
    """For each of these the state before it, in one query."""
    if not rows:
        return {}
    wanted = {(one.subject_id, one.field, one.language, one.number - 1): one.id for one in rows}
    found = db.session.scalars(
        select(Translation).where(
            Translation.subject_id.in_({one.subject_id for one in rows}),
            Translation.number.in_({one.number - 1 for one in rows}),
        )
    )
    keyed = {(one.subject_id, one.field, one.language, one.number): one for one in found}
    return {wanted[key]: one for key, one in keyed.items() if key in wanted}
