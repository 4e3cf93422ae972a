"""Makes a package fit for strict readers and remembers, in the file, what it had to change."""

import copy
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from typing import Final

from pog.core.i18n import _n
from pog.standards.case.fields import DEFINITION_LISTS, KINDS, PACKAGE_KEYS, JsonObject
from pog.standards.case.formats import is_datetime, is_uuid, is_uuid_shaped, moment
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import (
    mark_added,
    remember_extra,
    remember_field,
    remember_identifiers,
    rename_identifiers,
)
from pog.standards.case.repairing_references import identified, repair_definitions, repair_ends
from pog.standards.case.repairing_tree import repair_tree
from pog.standards.case.repairing_values import ValueRepairer

LISTS: Final = ("CFItems", "CFAssociations")


def repair(package: JsonObject, now: datetime | None = None) -> list[Loss]:
    """Change the package, in place, into one the published schema accepts; say what was done."""
    losses: list[Loss] = []
    renamed = _rename_odd_identifiers(package)
    if renamed:
        losses.append(_renamed(renamed))
    before = copy.deepcopy(package)
    values = ValueRepairer(_latest(objects(package), now))
    for kind, thing in objects(package):
        values.repair(kind, thing)
    if "CFRubrics" in package:
        package["CFRubrics"] = values.rubrics(package["CFRubrics"])
        _tell_rubrics_apart(package)
    repair_tree(package)
    repair_ends(package)
    repair_definitions(package)
    package["CFDocument"]["lastChangeDateTime"] = _latest(identified(package), now)
    package["CFDocument"]["caseVersion"] = "1.1"
    losses.extend(_Comparison(before, package).losses())
    for kind, thing in objects(package):
        _keep_only(thing, [rule.name for rule in KINDS[kind]])
    if "CFDefinitions" in package:
        _keep_only(package["CFDefinitions"], [*DEFINITION_LISTS, "extensions"])
    remember_identifiers(package, renamed)
    _keep_only(package, list(PACKAGE_KEYS))
    return losses


def objects(package: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every object with an identity but rubrics, with its kind."""
    yield "CFDocument", package["CFDocument"]
    for name in LISTS:
        for thing in package.get(name, []):
            yield name.removesuffix("s"), thing
    for name, kind in DEFINITION_LISTS.items():
        for thing in package.get("CFDefinitions", {}).get(name, []):
            yield kind, thing


def _rename_odd_identifiers(package: JsonObject) -> dict[str, str]:
    """Identifiers the published pattern refuses get another one; the same one every time."""
    renamed: dict[str, str] = {}
    space = uuid.uuid5(NAMESPACE, str(package["CFDocument"].get("identifier", "")))
    taken = {thing.get("identifier", "") for _kind, thing in objects(package)}
    for odd in sorted(taken):
        if odd and not is_uuid(odd):
            lower = odd.lower()
            plain = is_uuid_shaped(odd) and is_uuid(lower) and lower not in taken
            renamed[odd] = lower if plain else str(mint(space, odd))
    rename_identifiers(package, renamed)
    return renamed


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
        tuple(renamed)[:20],
        restorable=True,
    )


def _tell_rubrics_apart(package: JsonObject) -> None:
    """Rubrics are carried as they came, so nobody has looked at their identifiers yet."""
    taken = {thing["identifier"] for _kind, thing in objects(package)}
    for path, thing in identified(package):
        if not path.startswith("$.CFRubrics"):
            continue
        while thing["identifier"] in taken:
            thing["identifier"] = str(mint(NAMESPACE, path, thing["identifier"]))
        taken.add(thing["identifier"])


def _latest(things: Iterable[tuple[str, JsonObject]], now: datetime | None) -> str:
    """The latest time any of them changed, as it is written there; the first one wins a tie."""
    texts = [thing.get("lastChangeDateTime", "") for _name, thing in things]
    times = [
        (read, text)
        for text in texts
        if isinstance(text, str) and is_datetime(text) and (read := moment(text))
    ]
    if not times:
        return (now or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC).isoformat()
    return max(times, key=itemgetter(0))[1]


def _keep_only(thing: JsonObject, names: list[str]) -> None:
    """Known fields in the published order; the others move to our notes."""
    extra = {key: thing.pop(key) for key in list(thing) if key not in names}
    if extra:
        remember_extra(thing, extra)
    ordered = {name: thing[name] for name in names if name in thing}
    thing.clear()
    thing.update(ordered)


class _Comparison:
    """Finds what the repairs changed, notes it in the objects, and counts it."""

    def __init__(self, before: JsonObject, after: JsonObject) -> None:
        self.before = before
        self.after = after
        self.changed: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        self.where: dict[str, list[str]] = {}

    def losses(self) -> list[Loss]:
        self._object(self.before["CFDocument"], self.after["CFDocument"])
        for name in LISTS:
            self._rows(name, self.before, self.after)
        for name in DEFINITION_LISTS:
            self._rows(
                name, self.before.get("CFDefinitions", {}), self.after.get("CFDefinitions", {})
            )
        if self.before.get("CFRubrics") != self.after.get("CFRubrics"):
            self._field(self.before, self.after, "CFRubrics")
        return [self._changed(name) for name in self.changed] + [
            self._added(name) for name in self.added
        ]

    def _rows(self, name: str, before: JsonObject, after: JsonObject) -> None:
        old, new = before.get(name, []), after.get(name, [])
        for was, now in zip(old, new, strict=False):
            self._object(was, now)
        for now in new[len(old) :]:
            mark_added(now)
            self.added[name] += 1

    def _object(self, was: JsonObject, now: JsonObject) -> None:
        for name in {**was, **now}:
            if name != "extensions" and was.get(name) != now.get(name):
                self._field(was, now, name)

    def _field(self, was: JsonObject, now: JsonObject, name: str) -> None:
        remember_field(now, name, was.get(name), now.get(name))
        if name == "caseVersion":  # that this is 1.1 goes without saying
            return
        self.changed[name] += 1
        self.where.setdefault(name, []).append(str(now.get("identifier", "$")))

    def _changed(self, name: str) -> Loss:
        number = self.changed[name]
        message = _n(
            "“%(name)s” was written in the published form in one place.",
            "“%(name)s” was written in the published form in %(num)s places.",
            number,
            name=name,
        )
        return Loss(name, message, number, tuple(self.where[name][:20]), restorable=True)

    def _added(self, name: str) -> Loss:
        number = self.added[name]
        message = _n(
            "One object was added to “%(name)s” because the specification asks for it.",
            "%(num)s objects were added to “%(name)s” because the specification asks for them.",
            number,
            name=name,
        )
        return Loss(f"added {name}", message, number, restorable=True)
