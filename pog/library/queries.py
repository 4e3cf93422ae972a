"""Finding library entries."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pog.core.database import db
from pog.library.models import LibraryEntry
from pog.profiles.models import Edition, Profile


def all_entries() -> Sequence[LibraryEntry]:
    """Every entry with its edition, by state and year."""
    return db.session.scalars(
        select(LibraryEntry)
        .options(joinedload(LibraryEntry.edition))
        .order_by(LibraryEntry.state, LibraryEntry.year, LibraryEntry.title)
    ).all()


def find_entries(
    *,
    words: str = "",
    state: str = "",
    level: str = "",
    verified: bool = False,
    complete: bool = False,
) -> list[LibraryEntry]:
    """Entries of a state and level that hold all the words, in their title or attributes.

    The library is small (tens of entries), so the words are looked for here: what people
    type for accents and case works the same on every database.
    """
    wanted = words.casefold().split()
    return [
        entry
        for entry in all_entries()
        if (not state or entry.state == state)
        and (not level or entry.level == level)
        and (not verified or entry.verified)
        and (not complete or entry.complete)
        and all(word in searchable(entry) for word in wanted)
    ]


def searchable(entry: LibraryEntry) -> str:
    content = entry.edition.content
    words = [entry.title, entry.issuer, str(content.get("place", "")), str(entry.year or "")]
    words += [str(content.get("translations", {}).get("es", {}).get("title", ""))]
    for grouping in content.get("groupings", ()):
        words.append(grouping.get("name") or "")
        for attribute in grouping.get("attributes", ()):
            words += [attribute["name"], attribute.get("statement", "")]
            words += attribute.get("translations", {}).get("es", {}).values()
    return "\n".join(words).casefold()


def entry_by_id(entry_id: str) -> LibraryEntry | None:
    return db.session.scalar(
        select(LibraryEntry)
        .where(LibraryEntry.id == entry_id)
        .options(joinedload(LibraryEntry.edition))
    )


def entries_by_ids(ids: Sequence[str]) -> list[LibraryEntry]:
    """These entries in the order asked for; unknown ones are left out."""
    found = {
        entry.id: entry
        for entry in db.session.scalars(
            select(LibraryEntry)
            .where(LibraryEntry.id.in_(ids))
            .options(joinedload(LibraryEntry.edition))
        )
    }
    return [found[entry_id] for entry_id in dict.fromkeys(ids) if entry_id in found]


def published_edition(edition_id: uuid.UUID) -> Edition | None:
    """An edition of a profile, with its profile."""
    return db.session.scalar(
        select(Edition)
        .where(Edition.id == edition_id, Edition.profile_id.is_not(None))
        .options(joinedload(Edition.profile).joinedload(Profile.organization))
    )
