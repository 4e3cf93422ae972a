"""Reads the content of an edition: a profile as it was published, independent of today's tables."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pog.core.database import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    level: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeState:
    """An attribute as an edition has it."""

    id: uuid.UUID
    name: str
    statement: str
    code: str | None
    verified: bool
    indicators: tuple[IndicatorState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingState:
    """A grouping as an edition has it; without name and id it holds what is in no grouping."""

    id: uuid.UUID | None
    name: str | None
    attributes: tuple[AttributeState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The profile an edition holds."""

    title: str
    label: str
    kind: str
    language: str
    issuer: str
    place: str
    year: int | None
    core_statement: str
    context_note: str
    usage_rules: str
    purposes: tuple[str, ...]
    statements: str | None
    """Who wrote the statements of a library entry: "ours" or "issuer"."""
    languages: tuple[str, ...]
    groupings: tuple[GroupingState, ...]

    @property
    def attributes(self) -> tuple[AttributeState, ...]:
        return tuple(a for grouping in self.groupings for a in grouping.attributes)

    @property
    def named_groupings(self) -> tuple[GroupingState, ...]:
        return tuple(g for g in self.groupings if g.name)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many attributes each grouping has."""
        return tuple(len(g.attributes) for g in self.groupings)


def read_snapshot(content: Json, language: str | None = None) -> Snapshot:
    """The content as values; in another language where it has one, field by field."""
    own = str(content.get("language", "en"))
    wanted = language or own
    return Snapshot(
        title=_in(content, "title", wanted),
        label=str(content.get("label", "profile")),
        kind=str(content.get("kind", "graduate")),
        language=wanted if wanted in _languages(content, own) else own,
        issuer=str(content.get("issuer", "")),
        place=str(content.get("place") or content.get("issuer", "")),
        year=content.get("year"),
        core_statement=_in(content, "core_statement", wanted),
        context_note=_in(content, "context_note", wanted),
        usage_rules=_in(content, "usage_rules", wanted),
        purposes=tuple(content.get("purposes", ())),
        statements=content.get("statements"),
        languages=_languages(content, own),
        groupings=tuple(_groupings(content, wanted)),
    )


def canonical(content: Json) -> bytes:
    """The one way to write this content down, so that anyone can repeat its hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def hash_of(content: Json) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _languages(content: Json, own: str) -> tuple[str, ...]:
    others = (language for language in content.get("translations", {}) if language != own)
    return (own, *sorted(others))


def _in(fields: Mapping[str, Any], name: str, language: str) -> str:
    translated = fields.get("translations", {}).get(language, {}).get(name)
    return str(translated or fields.get(name) or "")


def _groupings(content: Json, language: str) -> Iterator[GroupingState]:
    for grouping in content.get("groupings", ()):
        yield GroupingState(
            id=uuid.UUID(grouping["id"]) if grouping.get("id") else None,
            name=_in(grouping, "name", language) or None,
            attributes=tuple(_attribute(a, language) for a in grouping.get("attributes", ())),
        )


def _attribute(fields: Mapping[str, Any], language: str) -> AttributeState:
    return AttributeState(
        id=uuid.UUID(fields["id"]),
        name=_in(fields, "name", language),
        statement=_in(fields, "statement", language),
        code=fields.get("code"),
        verified=bool(fields.get("verified", True)),
        indicators=tuple(
            IndicatorState(level=i.get("level", ""), text=i["text"])
            for i in fields.get("indicators", ())
        ),
    )
