"""Loading published profiles into the library, and cloning from it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pog.core.database import Json, db
from pog.core.errors import Conflict
from pog.core.i18n import _
from pog.library.models import LibraryEntry
from pog.library.places import state_name
from pog.organizations.models import Organization
from pog.profiles.models import Edition, Profile
from pog.profiles.publishing import render_content
from pog.profiles.services import Author, clone_edition
from pog.profiles.snapshots import hash_of


class AttributeFacts(Protocol):
    """One quality of a published profile, as the seeds tell it."""

    @property
    def uuid(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def name_es(self) -> str | None: ...
    @property
    def code(self) -> str | None: ...
    @property
    def statement(self) -> str | None: ...
    @property
    def statement_es(self) -> str | None: ...
    @property
    def verified(self) -> bool: ...


class GroupingFacts(Protocol):
    """A section of a published profile; without a name where it has no sections."""

    @property
    def uuid(self) -> uuid.UUID: ...
    @property
    def name(self) -> str | None: ...
    @property
    def name_es(self) -> str | None: ...
    @property
    def attributes(self) -> Sequence[AttributeFacts]: ...


class EntryFacts(Protocol):
    """A published profile and what is known about it; `seeds/` has the meaning of each field."""

    @property
    def uuid(self) -> uuid.UUID: ...
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def title_es(self) -> str | None: ...
    @property
    def label(self) -> str: ...
    @property
    def label_es(self) -> str | None: ...
    @property
    def level(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def requirement_only(self) -> bool: ...
    @property
    def issuer(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def url(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def sources(self) -> Sequence[str]: ...
    @property
    def history(self) -> Sequence[str]: ...
    @property
    def verified(self) -> bool: ...
    @property
    def verified_note(self) -> str | None: ...
    @property
    def grouping_verified(self) -> bool: ...
    @property
    def complete(self) -> bool: ...
    @property
    def acronym(self) -> str | None: ...
    @property
    def notes(self) -> str | None: ...
    @property
    def usage_rules(self) -> str | None: ...
    @property
    def usage_rules_es(self) -> str | None: ...
    @property
    def core_statement(self) -> str | None: ...
    @property
    def core_statement_es(self) -> str | None: ...
    @property
    def statements(self) -> str | None: ...
    @property
    def translations(self) -> str | None: ...
    @property
    def groupings(self) -> Sequence[GroupingFacts]: ...


@dataclass(slots=True)
class Loaded:
    """How many entries came in, changed, or were there already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def load_entries(published: Iterable[EntryFacts]) -> Loaded:
    """Bring the library to the state of these profiles. Loading the same twice changes nothing.

    A changed text becomes a new edition of the entry: clones keep the one they came from.
    """
    outcome = Loaded()
    for facts in published:
        entry = db.session.get(LibraryEntry, facts.id)
        content = content_of(facts)
        if entry is None:
            entry = LibraryEntry(id=facts.id, edition=edition_of(content, 1))
            db.session.add(entry)
            outcome.added += 1
        elif entry.edition.content_hash != hash_of(content):
            entry.edition = edition_of(content, entry.edition.number + 1)
            outcome.changed += 1
        else:
            outcome.unchanged += 1
        describe(entry, facts)
    db.session.flush()
    return outcome


def edition_of(content: Json, number: int) -> Edition:
    return Edition(
        number=number,
        content=content,
        content_hash=hash_of(content),
        rendered=render_content(content),
        published_by=content["issuer"],
    )


def describe(entry: LibraryEntry, facts: EntryFacts) -> None:
    entry.title = facts.title
    entry.label = facts.label
    entry.state = facts.state
    entry.level = facts.level
    entry.issuer = facts.issuer
    entry.year = facts.year
    entry.url = facts.url
    entry.licence = facts.licence
    entry.sources = list(facts.sources)
    entry.history = list(facts.history)
    entry.verified = facts.verified
    entry.verified_note = facts.verified_note
    entry.complete = facts.complete
    entry.notes = facts.notes
    entry.details = {
        "acronym": facts.acronym,
        "requirement_only": facts.requirement_only,
        "grouping_verified": facts.grouping_verified,
        "statements": facts.statements,
        "translations": facts.translations,
        "label_es": facts.label_es,
    }


def content_of(facts: EntryFacts) -> Json:
    """The entry's edition: the same document a published profile has."""
    return {
        "id": str(facts.uuid),
        "entry": facts.id,
        "title": facts.title,
        "label": facts.label,
        "kind": "graduate",
        "language": "en",
        "issuer": facts.issuer,
        "place": state_name(facts.state) if facts.level == "state" else facts.issuer,
        "level": facts.level,
        "year": facts.year,
        "url": facts.url,
        "core_statement": facts.core_statement or "",
        "usage_rules": facts.usage_rules or "",
        "statements": facts.statements,
        "translations": spanish(
            title=facts.title_es,
            core_statement=facts.core_statement_es,
            usage_rules=facts.usage_rules_es,
        ),
        "groupings": [
            {
                "id": str(grouping.uuid) if grouping.name else None,
                "name": grouping.name,
                "translations": spanish(name=grouping.name_es),
                "attributes": [attribute_content(a) for a in grouping.attributes],
            }
            for grouping in facts.groupings
        ],
    }


def attribute_content(facts: AttributeFacts) -> Json:
    return {
        "id": str(facts.uuid),
        "name": facts.name,
        "code": facts.code,
        "statement": facts.statement or "",
        "verified": facts.verified,
        "indicators": [],
        "translations": spanish(name=facts.name_es, statement=facts.statement_es),
    }


def spanish(**fields: str | None) -> Json:
    given = {name: text for name, text in fields.items() if text}
    return {"es": given} if given else {}


def clone_entry(
    entry: LibraryEntry,
    organization: Organization,
    author: Author,
    *,
    title: str | None = None,
    language: str | None = None,
) -> Profile:
    """Start a draft from a library entry; what is only a reference cannot be cloned."""
    refuse_reference(entry)
    return clone_edition(entry.edition, organization, author, title=title, language=language)


def refuse_reference(entry: LibraryEntry) -> None:
    if not entry.complete:
        raise Conflict(
            _(
                "“%(title)s” is only a reference: its attributes are not all known here, "
                "so it cannot be cloned.",
                title=entry.title,
            )
        )
