"""What a comment can be about beside the profile and its attributes: a table others add lines to.

A higher feature makes its thing a subject with one call, say in its `permissions.py`:

    add_subject(
        SubjectKind(
            kind="suggestion",
            model=Suggestion,
            view=VIEW_SUGGESTION,
            profile_of=lambda one: one.attribute.profile,
            attribute_of=lambda one: one.attribute,
            name_of=lambda one: one.words,
            endpoint="suggestions.show",
            parameter="suggestion_id",
            label=_l("A suggestion"),
        )
    )

and shows the way to its thread, with the number, in a template:

    {% from "comments/link.html" import thread_link %}
    {{ thread_link(profile.id, "suggestion", one.id, counts.get(one.id, 0)) }}

where `counts = comments.queries.counts_about([one.id, ...])` is one query for the whole page.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from pog.core.database import db
from pog.core.i18n import _l
from pog.core.permissions import Permission
from pog.profiles.models import Attribute, Indicator, Profile
from pog.profiles.permissions import VIEW_INDICATOR

Words = Any  # a sentence translated when it is shown; Flask-Babel says nothing about its type
Thing = Any  # each kind is told about things of its own model
NAME_LIMIT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """One kind of thing that can be commented on."""

    kind: str
    model: type
    view: Permission
    """Whoever may see the thing reads what is said about it."""
    profile_of: Callable[[Thing], Profile]
    attribute_of: Callable[[Thing], Attribute | None]
    """The attribute on whose page its comments stand as well."""
    name_of: Callable[[Thing], str]
    endpoint: str
    parameter: str
    """The page the thing is on, and which parameter of its address takes the key."""
    label: Words
    """What such a thing is: "An indicator"."""
    key_of: Callable[[Thing], uuid.UUID] = lambda thing: thing.id
    """The key its page is asked for."""
    closed: Callable[[Thing], Words | None] = lambda thing: None
    """Why it takes no comments at the moment, in a sentence; None when it does."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing and its kind."""

    kind: SubjectKind
    thing: Thing

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(str(self.thing.id))

    @property
    def name(self) -> str:
        """What it is called, short enough for a line."""
        words = " ".join(self.kind.name_of(self.thing).split())
        return words if len(words) <= NAME_LIMIT else words[: NAME_LIMIT - 1] + "…"

    @property
    def profile(self) -> Profile:
        return self.kind.profile_of(self.thing)

    @property
    def attribute(self) -> Attribute | None:
        return self.kind.attribute_of(self.thing)

    @property
    def closed(self) -> Words | None:
        return self.kind.closed(self.thing)

    @property
    def values(self) -> dict[str, uuid.UUID]:
        """What the address of its page is made from."""
        return {self.kind.parameter: self.kind.key_of(self.thing)}


_kinds: dict[str, SubjectKind] = {}


def add_subject(kind: SubjectKind) -> SubjectKind:
    """Make a kind of thing known as a subject."""
    _kinds[kind.kind] = kind
    return kind


def subject_kinds() -> Mapping[str, SubjectKind]:
    return _kinds


def find_subject(kind: str, key: uuid.UUID) -> Subject | None:
    """The thing of this kind with this key."""
    known = _kinds.get(kind)
    if known is None:
        return None
    thing: Thing = db.session.get(known.model, key)
    return None if thing is None else Subject(known, thing)


def kind_label(kind: str | None) -> Words:
    known = _kinds.get(kind or "")
    return known.label if known is not None else ""


def living(wanted: Collection[tuple[str, uuid.UUID]]) -> set[uuid.UUID]:
    """Which of these things are still there: one query for each kind among them."""
    found: set[uuid.UUID] = set()
    for kind, known in _kinds.items():
        keys = {key for name, key in wanted if name == kind}
        if keys:
            column: Any = inspect(known.model).primary_key[0]
            found.update(db.session.scalars(select(column).where(column.in_(keys))))
    return found


add_subject(
    SubjectKind(
        kind="indicator",
        model=Indicator,
        view=VIEW_INDICATOR,
        profile_of=lambda one: one.attribute.profile,
        attribute_of=lambda one: one.attribute,
        name_of=lambda one: one.text,
        endpoint="profiles.attribute",
        parameter="attribute_id",
        key_of=lambda one: one.attribute_id,
        label=_l("An indicator"),
    )
)
