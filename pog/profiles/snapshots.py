"""Reads the content of an edition: a profile as it was published, independent of today's tables."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pog.core.database import Json

NOTHING: Final[frozenset[str]] = frozenset()
PROFILE_FIELDS: Final = ("title", "core_statement", "context_note", "usage_rules")
"""What a profile says of itself as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    level: str
    text: str
    untranslated: frozenset[str] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeState:
    """An attribute as an edition has it."""

    id: uuid.UUID
    name: str
    statement: str
    code: str | None
    verified: bool
    indicators: tuple[IndicatorState, ...]
    untranslated: frozenset[str] = NOTHING
    """The fields that stand in the original language, for want of a translation."""
    outdated: frozenset[str] = NOTHING
    """The fields whose translation says what the original said earlier."""

    @property
    def progression(self) -> tuple[tuple[str, tuple[IndicatorState, ...]], ...]:
        """Its indicators by level, in the order in which the levels first come."""
        levels = dict.fromkeys(one.level for one in self.indicators)
        return tuple(
            (level, tuple(one for one in self.indicators if one.level == level)) for level in levels
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingState:
    """A grouping as an edition has it; without name and id it holds what is in no grouping."""

    id: uuid.UUID | None
    name: str | None
    attributes: tuple[AttributeState, ...]
    untranslated: frozenset[str] = NOTHING


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
    """Its own language first, then those it has translations in."""
    groupings: tuple[GroupingState, ...]
    untranslated: frozenset[str] = NOTHING

    @property
    def own_language(self) -> str:
        return self.languages[0]

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
    languages = languages_in(content)
    wanted = language if language in languages else languages[0]
    return Snapshot(
        title=_in(content, "title", wanted),
        label=str(content.get("label", "profile")),
        kind=str(content.get("kind", "graduate")),
        language=wanted,
        issuer=str(content.get("issuer", "")),
        place=str(content.get("place") or content.get("issuer", "")),
        year=content.get("year"),
        core_statement=_in(content, "core_statement", wanted),
        context_note=_in(content, "context_note", wanted),
        usage_rules=_in(content, "usage_rules", wanted),
        purposes=tuple(content.get("purposes", ())),
        statements=content.get("statements"),
        languages=languages,
        groupings=tuple(_groupings(content, wanted, languages[0])),
        untranslated=_untranslated(content, PROFILE_FIELDS, wanted, languages[0]),
    )


def untranslated_in(snapshot: Snapshot) -> int:
    """How many texts stand in the original language for want of a translation."""
    things: list[Snapshot | GroupingState | AttributeState | IndicatorState] = [snapshot]
    things += [*snapshot.groupings, *snapshot.attributes]
    things += [one for attribute in snapshot.attributes for one in attribute.indicators]
    return sum(len(one.untranslated) for one in things)


def canonical(content: Json) -> bytes:
    """The one way to write this content down, so that anyone can repeat its hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def hash_of(content: Json) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def languages_in(content: Json) -> tuple[str, ...]:
    """Its own language, and all that any text of it is translated into."""
    own = str(content.get("language", "en"))
    found: set[str] = set()
    for node in nodes_of(content):
        found |= set(node.get("translations", {}))
    return (own, *sorted(found - {own}))


def nodes_of(content: Json) -> Iterator[Json]:
    """Everything in a content that has texts: itself, groupings, attributes, indicators."""
    yield content
    for grouping in content.get("groupings", ()):
        yield grouping
        for attribute in grouping.get("attributes", ()):
            yield attribute
            yield from attribute.get("indicators", ())


def _untranslated(
    node: Mapping[str, Any], fields: Iterable[str], wanted: str, own: str
) -> frozenset[str]:
    if wanted == own:
        return NOTHING
    said = node.get("translations", {}).get(wanted, {})
    return frozenset(name for name in fields if node.get(name) and not said.get(name))


def _in(fields: Mapping[str, Any], name: str, language: str) -> str:
    translated = fields.get("translations", {}).get(language, {}).get(name)
    return str(translated or fields.get(name) or "")


def _groupings(content: Json, language: str, own: str) -> Iterator[GroupingState]:
    for grouping in content.get("groupings", ()):
        yield GroupingState(
            id=uuid.UUID(grouping["id"]) if grouping.get("id") else None,
            name=_in(grouping, "name", language) or None,
            attributes=tuple(_attribute(a, language, own) for a in grouping.get("attributes", ())),
            untranslated=_untranslated(grouping, ("name",), language, own),
        )


def _attribute(fields: Mapping[str, Any], language: str, own: str) -> AttributeState:
    return AttributeState(
        id=uuid.UUID(fields["id"]),
        name=_in(fields, "name", language),
        statement=_in(fields, "statement", language),
        code=fields.get("code"),
        verified=bool(fields.get("verified", True)),
        indicators=tuple(
            IndicatorState(
                level=i.get("level", ""),
                text=_in(i, "text", language),
                untranslated=_untranslated(i, ("text",), language, own),
            )
            for i in fields.get("indicators", ())
        ),
        untranslated=_untranslated(fields, ("name", "statement"), language, own),
        outdated=frozenset(fields.get("outdated", {}).get(language, ())),
    )
