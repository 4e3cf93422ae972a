"""The texts of a profile that can be said in another language, in the order people read them."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pog.profiles.diffing import diff_words
from pog.profiles.models import Attribute, Grouping, Profile
from pog.profiles.queries import sections
from pog.profiles.snapshots import PROFILE_FIELDS
from pog.translating.models import Translation

MISSING, OUTDATED, TRANSLATED = "missing", "outdated", "translated"
STATES = (MISSING, OUTDATED, TRANSLATED)

Key = tuple[uuid.UUID, str]
"""The thing a text belongs to, and which text of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text as it is now."""

    subject_id: uuid.UUID
    field: str
    original: str
    attribute_id: uuid.UUID | None = None
    revision: int | None = None
    level: str = ""
    """Of an indicator."""

    @property
    def key(self) -> Key:
        return self.subject_id, self.field


@dataclass(frozen=True, slots=True)
class Line:
    """A text beside its translation."""

    text: Text
    translation: Translation | None

    @property
    def words(self) -> str:
        return self.translation.text if self.translation else ""

    @property
    def number(self) -> int:
        """The state of the translation; 0 when this very text has none."""
        found = self.translation
        return found.number if found and found.subject_id == self.text.subject_id else 0

    @property
    def state(self) -> str:
        if self.translation is None or not self.translation.text:
            return MISSING
        return TRANSLATED if self.translation.original == self.text.original else OUTDATED

    @property
    def changed_since(self) -> list[tuple[str, str]]:
        """What became of the original since it was translated, in words."""
        before = self.translation.original if self.translation else ""
        return [(span.kind.value, span.text) for span in diff_words(before, self.text.original)]


@dataclass(frozen=True, slots=True)
class Part:
    """What is translated and saved together: the profile itself, the groupings, an attribute."""

    attribute: Attribute | None
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """What its part of the page is called in addresses."""
        return str(self.attribute.id) if self.attribute else "profile"


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the translation is."""

    texts: int
    outdated: int
    missing: int

    @property
    def translated(self) -> int:
        """Those that have a translation, also one that is out of date."""
        return self.texts - self.missing


def count(lines: Iterator[Line] | Sequence[Line]) -> Counts:
    states = [line.state for line in lines]
    return Counts(len(states), states.count(OUTDATED), states.count(MISSING))


def texts_of(profile: Profile) -> Iterator[Text]:
    """All of them; what is empty needs no translation."""
    yield from texts_of_whole(profile)
    for section in sections(profile):
        for attribute in section.attributes:
            yield from texts_of_attribute(attribute)


def texts_of_whole(profile: Profile) -> Iterator[Text]:
    """What the profile says of itself, and the names of its groupings."""
    for field in PROFILE_FIELDS:
        if original := getattr(profile, field):
            yield Text(subject_id=profile.id, field=field, original=original)
    for grouping in profile.groupings:
        yield text_of_grouping(grouping)


def text_of_grouping(grouping: Grouping) -> Text:
    return Text(subject_id=grouping.id, field="name", original=grouping.name)


def texts_of_attribute(attribute: Attribute) -> Iterator[Text]:
    def text(subject_id: uuid.UUID, field: str, original: str, level: str = "") -> Text:
        return Text(
            subject_id=subject_id,
            field=field,
            original=original,
            attribute_id=attribute.id,
            revision=attribute.revision,
            level=level,
        )

    yield text(attribute.id, "name", attribute.name)
    if attribute.statement:
        yield text(attribute.id, "statement", attribute.statement)
    for one in attribute.indicators:
        yield text(one.id, "text", one.text, one.level)
