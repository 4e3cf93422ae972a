"""Makes a package fit for strict readers and remembers, in the file, what it had to change."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from pog.core.i18n import _n
from pog.standards.case.fields import DEFINITION_LISTS, KINDS, PACKAGE_KEYS, JsonObject
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import (
    mark_added,
    remember_extra,
    remember_field,
    remember_identifiers,
)
from pog.standards.case.sources import LONG, Source
from pog.standards.case.surveying import ASSOCIATION, ITEM, survey

Part: TypeAlias = tuple[str, JsonObject | Iterator[JsonObject]]


class Repaired:
    """A package the published schema accepts, written once, one object after the other."""

    def __init__(self, source: Source, now: datetime | None = None) -> None:
        self.source = source
        self.survey = survey(source, now)
        self._changes = _Changes()

    def parts(self) -> Iterator[Part]:
        """The keys of a package in the published order; the long lists are yet to be gone through.

        Each part has to be used up before the next one is asked for.
        """
        yield "CFDocument", self._document()
        yield "CFItems", self._items()
        yield "CFAssociations", self._associations()
        rest = self.survey.rest
        if rest["CFDefinitions"]:
            yield "CFDefinitions", self._definitions()
        else:
            del rest["CFDefinitions"]
        if self.survey.before.get("CFRubrics") != rest.get("CFRubrics"):
            self._changes.field(self.survey.before, rest, "CFRubrics")
        remember_identifiers(rest, self.survey.renamed)
        _keep_only(rest, [name for name in PACKAGE_KEYS if name not in LONG])
        for name in ("CFRubrics", "extensions"):
            if name in rest:
                part = rest[name]
                yield name, iter(part) if isinstance(part, list) else part

    def losses(self) -> list[Loss]:
        """What is not in the file as it was in the package; known once all parts are written."""
        renamed = self.survey.renamed
        return ([_renamed(renamed)] if renamed else []) + self._changes.losses()

    def _document(self) -> JsonObject:
        document: JsonObject = self.survey.rest["CFDocument"]
        self.survey.definitions.repair(document)
        return self._finished("CFDocument", self.survey.before["CFDocument"], document)

    def _items(self) -> Iterator[JsonObject]:
        for raw in self.source.items():
            before, item = self.survey.sound(ITEM, raw)
            self.survey.definitions.repair(item)
            yield self._finished(ITEM, before, item)

    def _associations(self) -> Iterator[JsonObject]:
        found = self.survey
        for place, raw in enumerate(self.source.associations()):
            before, one = found.sound(ASSOCIATION, raw)
            found.tree.repair(place, one)
            found.ends.repair(one)
            found.definitions.repair(one)
            yield self._finished(ASSOCIATION, before, one)
        for place, one in enumerate(found.given, start=found.associations):
            found.tree.repair(place, one)
            found.ends.repair(one)
            yield self._added("CFAssociations", one)

    def _definitions(self) -> JsonObject:
        after: JsonObject = self.survey.rest["CFDefinitions"]
        before = self.survey.before.get("CFDefinitions", {})
        for name, kind in DEFINITION_LISTS.items():
            known = before.get(name, [])
            for place, row in enumerate(after.get(name, [])):
                if place < len(known):
                    self._finished(kind, known[place], row)
                else:
                    self._added(name, row)
        _keep_only(after, [*DEFINITION_LISTS, "extensions"])
        return after

    def _finished(self, kind: str, before: JsonObject, thing: JsonObject) -> JsonObject:
        self._changes.thing(before, thing)
        _keep_only(thing, [rule.name for rule in KINDS[kind]])
        return thing

    def _added(self, name: str, thing: JsonObject) -> JsonObject:
        self._changes.added[name] += 1
        mark_added(thing)
        kind = DEFINITION_LISTS.get(name, ASSOCIATION)
        _keep_only(thing, [rule.name for rule in KINDS[kind]])
        return thing


def _renamed(renamed: dict[str, str]) -> Loss:
    number = len(renamed)
    return Loss(
        "identifier",
        _n(
            "One identifier that is not a UUID was replaced.",
            "%(num)s identifiers that are not UUIDs were replaced.",
            number,
        ),
        number,
        tuple(renamed)[:_SOME],
        restorable=True,
    )


def _keep_only(thing: JsonObject, names: list[str]) -> None:
    """Known fields in the published order; the others move to our notes."""
    extra = {key: thing.pop(key) for key in list(thing) if key not in names}
    if extra:
        remember_extra(thing, extra)
    ordered = {name: thing[name] for name in names if name in thing}
    thing.clear()
    thing.update(ordered)


class _Changes:
    """Finds what the repairs changed, notes it in the objects, and counts it."""

    def __init__(self) -> None:
        self.changed: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        self.where: dict[str, list[str]] = {}

    def losses(self) -> list[Loss]:
        return [self._changed(name) for name in self.changed] + [
            self._added(name) for name in self.added
        ]

    def thing(self, was: JsonObject, now: JsonObject) -> None:
        for name in {**was, **now}:
            if name != "extensions" and was.get(name) != now.get(name):
                self.field(was, now, name)

    def field(self, was: JsonObject, now: JsonObject, name: str) -> None:
        remember_field(now, name, was.get(name), now.get(name))
        if name == "caseVersion":  # that this is 1.1 goes without saying
            return
        self.changed[name] += 1
        where = self.where.setdefault(name, [])
        if len(where) < _SOME:
            where.append(str(now.get("identifier", "$")))

    def _changed(self, name: str) -> Loss:
        number = self.changed[name]
        message = _n(
            "“%(name)s” was written in the published form in one place.",
            "“%(name)s” was written in the published form in %(num)s places.",
            number,
            name=name,
        )
        return Loss(name, message, number, tuple(self.where[name]), restorable=True)

    def _added(self, name: str) -> Loss:
        number = self.added[name]
        message = _n(
            "One object was added to “%(name)s” because the specification asks for it.",
            "%(num)s objects were added to “%(name)s” because the specification asks for them.",
            number,
            name=name,
        )
        return Loss(f"added {name}", message, number, restorable=True)


_SOME = 20
"""Places that are named; more would not be read."""
