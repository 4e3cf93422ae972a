"""CASE 1.0 from strict 1.1: what it has no room for is left out and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from pog.core.i18n import _n
from pog.standards.case.fields import (
    DEFINITION_LISTS,
    KINDS,
    PACKAGE_LISTS,
    Field,
    JsonObject,
    Shape,
)
from pog.standards.case.formats import TYPES_1_0
from pog.standards.case.relations import losses_of, relation_of
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import NOTES
from pog.standards.case.repairing import Part

_TRANSLATION: Final = "isTranslationOf"
_BOOKKEEPING: Final = frozenset({"repaired", "extra", "added", "identifiers"})
_INNER: Final = {
    Shape.LINK: "LinkURI",
    Shape.LINKS: "LinkURI",
    Shape.NODE: "LinkGenURI",
    Shape.CRITERIA: "CFRubricCriterion",
    Shape.LEVELS: "CFRubricCriterionLevel",
}


class Older:
    """Copies strict 1.1, part by part, without what is new in it, and counts what went."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.kinds: list[str] = []

    def parts(self, parts: Iterator[Part]) -> Iterator[Part]:
        for name, part in parts:
            if not isinstance(part, dict):
                older = self._associations if name == "CFAssociations" else self._rows(name)
                yield name, older(part)
            elif name == "CFDocument":
                yield name, self._object(name, part)
            elif name == "CFDefinitions":
                self._drop_extensions(part)
                yield name, self._definitions(part)
            else:  # the extensions of the package
                self._drop_extensions({name: part})

    def _rows(self, name: str) -> Callable[[Iterable[JsonObject]], Iterator[JsonObject]]:
        kind = PACKAGE_LISTS[name]
        return lambda rows: (self._object(kind, thing) for thing in rows)

    def _definitions(self, definitions: JsonObject) -> JsonObject:
        return {
            name: [self._object(kind, thing) for thing in definitions[name]]
            for name, kind in DEFINITION_LISTS.items()
            if name in definitions
        }

    def _associations(self, rows: Iterable[JsonObject]) -> Iterator[JsonObject]:
        for row in rows:
            if row["associationType"] == _TRANSLATION:
                self.dropped[_TRANSLATION] += 1
                continue
            self._count_relation(row)
            older = self._object("CFAssociation", row)
            if older["associationType"] not in TYPES_1_0:
                older["associationType"] = "isRelatedTo"
            yield older

    def _count_relation(self, row: JsonObject) -> None:
        relation = relation_of(row["associationType"], row.get("extensions", {}))
        if relation is None:
            return
        if relation.verbatim and relation.verbatim not in TYPES_1_0:
            self.unknown[relation.verbatim] += 1
        else:
            self.kinds.append(relation.kind)

    def _object(self, kind: str, thing: JsonObject) -> JsonObject:
        found: JsonObject = {}
        for rule in KINDS[kind]:
            if rule.name not in thing:
                continue
            if rule.shape in (Shape.EXTENSIONS, Shape.EXTENSION_LIST):
                self._drop_extensions(thing)
            elif rule.since_1_1:
                # Ours to write, not theirs to miss.
                self.dropped[rule.name] += rule.name not in ("caseVersion", "targetType")
            else:
                found[rule.name] = self._value(rule, thing[rule.name])
        return found

    def _value(self, rule: Field, value: Any) -> Any:  # JSON
        if rule.shape not in _INNER:
            return value
        if isinstance(value, list):
            return [self._object(_INNER[rule.shape], one) for one in value]
        return self._object(_INNER[rule.shape], value)

    def _drop_extensions(self, thing: JsonObject) -> None:
        """Notes about repairs are reported as repairs, not once more as extensions."""
        extensions = thing.get("extensions", {})
        notes = extensions.get(NOTES) if isinstance(extensions, dict) else None
        only_ours = isinstance(notes, dict) and set(notes) <= _BOOKKEEPING and len(extensions) == 1
        self.dropped["extensions"] += bool(extensions) and not only_ours

    def losses(self) -> list[Loss]:
        return [
            *losses_of(self.kinds, "1.0"),
            *(_unknown(name, number) for name, number in self.unknown.items()),
            *(_dropped(name, number) for name, number in self.dropped.items() if number),
        ]


def _unknown(name: str, number: int) -> Loss:
    message = _n(
        "One link of the type “%(name)s” became isRelatedTo.",
        "%(num)s links of the type “%(name)s” became isRelatedTo.",
        number,
        name=name,
    )
    return Loss(name, message, number)


def _dropped(name: str, number: int) -> Loss:
    if name == _TRANSLATION:
        message = _n(
            "One link to a translation was left out: CASE 1.0 has no word for it.",
            "%(num)s links to translations were left out: CASE 1.0 has no word for them.",
            number,
        )
    else:
        message = _n(
            "“%(name)s” was left out in one place: CASE 1.0 does not know it.",
            "“%(name)s” was left out in %(num)s places: CASE 1.0 does not know it.",
            number,
            name=name,
        )
    return Loss(name, message, number)
