"""What an export is made from: a profile as plain values, from a draft or from an edition."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pog.core.database import Json
from pog.core.i18n import spoken
from pog.exports.paper.colours import ACCENT, MAIN

Said = Mapping[str, Mapping[str, str]]
"""Translations: language, field, words."""
NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The upstream attribute one was cloned from."""

    id: uuid.UUID
    name: str
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    id: uuid.UUID
    level: str
    text: str
    translations: Said = field(default_factory=dict)
    outdated: Said = field(default_factory=dict)
    untranslated: frozenset[str] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    id: uuid.UUID
    name: str
    code: str | None
    statement: str
    """Markdown."""
    html: str
    """The statement as it was rendered when it was stored."""
    indicators: tuple[Indicator, ...]
    source: Source | None
    translations: Said = field(default_factory=dict)
    outdated: Said = field(default_factory=dict)
    """Of translations made from earlier words, by language and field: those words."""
    html_in: Mapping[str, str] = field(default_factory=dict)
    """The statement's translations as HTML, by language."""
    untranslated: frozenset[str] = NOTHING
    """In another language than its own: the fields that stand in its own all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A named section; without name and id it holds what is in no grouping."""

    id: uuid.UUID | None
    name: str | None
    attributes: tuple[Attribute, ...]
    translations: Said = field(default_factory=dict)
    outdated: Said = field(default_factory=dict)
    untranslated: frozenset[str] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """An alignment without people; of the target only what may be passed on."""

    id: uuid.UUID
    attribute_id: uuid.UUID
    relation: str
    reason: str
    state: str
    target: Json
    indicator_id: uuid.UUID | None = None
    """The indicator that is aligned; None when it is the whole attribute."""
    indicator: str = ""
    """What that indicator said when it was aligned."""
    evidence: str = ""
    evidence_url: str = ""

    @property
    def framework(self) -> Json:
        found: Json = self.target.get("framework") or {}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    at: datetime
    attribute: str
    number: int
    change: str
    name: str
    statement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """A comment by group, never by name."""

    at: datetime
    attribute: str
    group: str
    stance: str
    text: str
    is_reply: bool
    answer: str
    answer_reason: str
    answer_revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLine:
    """A suggested wording by group, never by name, and its fate."""

    at: datetime
    attribute: str
    field: str
    group: str
    quote: str
    words: str
    reason: str
    based_on: int
    support: int
    keep: int
    state: str
    decision_reason: str
    accepted_words: str
    accepted_revision: int | None
    minority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotLine:
    """One number of a revealed result; what may not be shown was left out before."""

    convening: str
    question: str
    method: str
    round: int
    group: str
    """Empty: the whole room."""
    ballots: int
    option: str
    counted: str
    number: int
    passes: bool | None
    about_revision: int | None = None
    """The attribute's revision that stood on the ballot, and the one its text is at now."""
    revision_now: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """How many of a stakeholder group were wanted, came, contributed and voted."""

    convening: str
    group: str
    target: int
    joined: int
    contributed: int
    voted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How the profile came about; for those who may see the draft."""

    revisions: tuple[RevisionLine, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    suggestions: tuple[SuggestionLine, ...] = ()
    ballots: tuple[BallotLine, ...] = ()
    attendance: tuple[GroupLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPicture:
    """A logo or a piece of art: as SVG, what is in it, and who made it."""

    svg: str
    alt: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a profile looks on paper; it is the profile's own and no part of an edition."""

    main: str = MAIN
    accent: str = ACCENT
    layout: str = ""
    """One of `paper.layouts.LAYOUTS`, or empty: what suits its names."""
    pictures: Mapping[str, PaperPicture] = field(default_factory=dict)
    """By kind; only for documents that show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A whole profile, ready to be written down."""

    id: uuid.UUID
    slug: str
    title: str
    label: str
    kind: str
    language: str
    issuer: str
    level: str
    core_statement: str
    core_html: str
    context_note: str
    usage_rules: str
    purposes: tuple[str, ...]
    upstream: str
    """Where it was cloned from, in a few words; empty when it was not."""
    state: str | None
    """Of a draft; an edition does not change with the state."""
    edition: int | None
    content_hash: str
    notes: str
    at: datetime
    base_url: str
    groupings: tuple[Grouping, ...]
    alignments: tuple[Alignment, ...]
    record: Record | None = field(default=None)
    look: Look = field(default_factory=Look)
    qualifications: tuple[Json, ...] = ()
    """What is awarded, and how far it vouches for which attribute, as editions have it."""
    languages: tuple[str, ...] = ("en",)
    """Its own language first, then those it has translations in."""
    translations: Said = field(default_factory=dict)
    outdated: Said = field(default_factory=dict)
    html_in: Mapping[str, str] = field(default_factory=dict)
    """The core statement's translations as HTML, by language."""
    untranslated: frozenset[str] = NOTHING

    @property
    def own_language(self) -> str:
        return self.languages[0]

    @property
    def spoken(self) -> str:
        """The language of the sentences we add: its own where we have none in this one."""
        return spoken(self.language, self.own_language)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return tuple(a for grouping in self.groupings for a in grouping.attributes)

    def uri(self, key: uuid.UUID | str) -> str:
        """The stable address of a thing."""
        return f"{self.base_url}/uri/{key}"

    @property
    def address(self) -> str:
        """Where everybody can read it, once it is published."""
        base = f"{self.base_url}/p/{self.slug}"
        return base if self.edition is None else f"{base}/editions/{self.edition}"

    def numbered(self) -> Iterator[tuple[int, Attribute]]:
        yield from enumerate(self.attributes, start=1)

    @property
    def frameworks(self) -> list[Json]:
        """Each framework that is aligned to, once, by title."""
        found: dict[str, Json] = {}
        for alignment in self.alignments:
            framework = alignment.framework
            if framework.get("title"):
                found.setdefault(str(framework.get("id") or framework["title"]), framework)
        return sorted(found.values(), key=lambda one: str(one["title"]))

    @property
    def names(self) -> Mapping[uuid.UUID, str]:
        return {a.id: a.name for a in self.attributes}
