"""What has to be known about a whole package before the first of its objects is written."""

import copy
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from pog.standards.case.fields import DEFINITION_LISTS, JsonObject
from pog.standards.case.formats import is_datetime, is_uuid, is_uuid_shaped, moment
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.remembering import rename_identifiers
from pog.standards.case.repairing_references import DefinitionRepairer, EndRepairer, identified
from pog.standards.case.repairing_tree import TreeRepairer
from pog.standards.case.repairing_values import ValueRepairer
from pog.standards.case.sources import Source

ITEM, ASSOCIATION = "CFItem", "CFAssociation"
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Survey:
    """Goes through the source until every object can be repaired by itself.

    It keeps identifiers and numbers, but none of the items and associations. `renamed` are
    identifiers that the published pattern refuses, and what stands for them.
    """

    def __init__(self, source: Source, renamed: dict[str, str], fallback_time: str) -> None:
        self.source = source
        self.renamed = renamed
        self.values = ValueRepairer(fallback_time)
        self.before = copy.deepcopy(source.rest)
        """The rest of the package with its identifiers renamed, and below the same repaired."""
        rename_identifiers(self.before, renamed)
        self.rest = self._repaired_rest()
        self.items: set[str] = set()
        self.ends = EndRepairer(self.items)
        self.tree = TreeRepairer(self.rest["CFDocument"], self.items)
        self.definitions = DefinitionRepairer(self.rest.setdefault("CFDefinitions", {}))
        self.given: list[JsonObject] = []
        """Associations that hang orphans below the document."""
        self.associations = 0
        self.came = _Came()
        self.latest = Latest()
        self._go_through()

    def sound(self, kind: str, thing: JsonObject) -> tuple[JsonObject, JsonObject]:
        """An object as it was, and with every field in the published form."""
        rename_identifiers(thing, self.renamed)
        repaired = dict(thing)
        self.values.repair(kind, repaired)
        return thing, repaired

    def _repaired_rest(self) -> JsonObject:
        rest = copy.deepcopy(self.before)
        for kind, thing in (("CFDocument", rest["CFDocument"]), *_defined(rest)):
            self.values.repair(kind, thing)
        if "CFRubrics" in rest:
            rest["CFRubrics"] = self.values.rubrics(rest["CFRubrics"])
        return rest

    def _go_through(self) -> None:
        taken = {self.rest["CFDocument"]["identifier"]}
        self.came.look(self.source.rest["CFDocument"])
        self._look_at(self.rest["CFDocument"])
        for item in self._sound_items():
            self.items.add(item["identifier"])
            self._look_at(item)
        taken |= self.items
        for place, association in enumerate(self.source.associations()):
            self.came.look(association)
            _before, one = self.sound(ASSOCIATION, association)
            taken.add(one["identifier"])
            self._look_at(one)
            self.tree.look(place, one)
            self.ends.look(one)
            self.associations = place + 1
        for _kind, thing in _defined(self.source.rest):
            self.came.look(thing)
        taken.update(thing["identifier"] for _kind, thing in _defined(self.rest))
        tell_rubrics_apart(self.rest, taken)
        for _path, thing in identified(self.rest):
            self.latest.look(thing)
            self.ends.others[thing["identifier"]] = thing
        self._look_again()
        taken.update(one["identifier"] for one in self.given)
        self.tree.number_children()
        self.definitions.define(taken)

    def _sound_items(self) -> Iterator[JsonObject]:
        for item in self.source.items():
            self.came.look(item)
            yield self.sound(ITEM, item)[1]

    def _look_at(self, thing: JsonObject) -> None:
        self.latest.look(thing)
        self.definitions.look(thing)

    def _look_again(self) -> None:
        """At the items, when one needs a parent or gives an end its title."""
        if not self.tree.are_there_orphans and self.ends.untitled.isdisjoint(self.items):
            return
        for item in self._sound_items():
            self.ends.name(item)
            given = self.tree.give_parent(item, self.associations + len(self.given))
            if given is not None:
                self.given.append(given)
                self.ends.look(given)
                self.ends.name(item)


def survey(source: Source, now: datetime | None) -> Survey:
    """Once is enough where identifiers are UUIDs and everything has a time, as is usual."""
    found = Survey(source, {}, "")
    space = uuid.uuid5(NAMESPACE, str(source.rest["CFDocument"].get("identifier", "")))
    renamed = found.came.renamed(space)
    if renamed or found.values.was_without_time:
        found = Survey(source, renamed, found.came.latest.text(now))
    document = found.rest["CFDocument"]
    document["lastChangeDateTime"] = found.latest.text(now)
    document["caseVersion"] = "1.1"
    return found


def _defined(rest: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    for name, kind in DEFINITION_LISTS.items():
        for thing in rest.get("CFDefinitions", {}).get(name, []):
            yield kind, thing


def tell_rubrics_apart(rest: JsonObject, taken: set[str]) -> None:
    """Rubrics are carried as they came, so nobody has looked at their identifiers yet."""
    for path, thing in identified(rest):
        if not path.startswith("$.CFRubrics"):
            continue
        while thing["identifier"] in taken:
            thing["identifier"] = str(mint(NAMESPACE, path, thing["identifier"]))
        taken.add(thing["identifier"])


class _Came:
    """Identifiers and times as they came, which decide what stands for odd and missing ones."""

    def __init__(self) -> None:
        self._identifiers: set[str] = set()
        self.latest = Latest()

    def look(self, thing: JsonObject) -> None:
        self._identifiers.add(thing.get("identifier", ""))
        self.latest.look(thing)

    def renamed(self, space: uuid.UUID) -> dict[str, str]:
        renamed: dict[str, str] = {}
        taken = self._identifiers
        for odd in sorted(one for one in taken if one and not is_uuid(one)):
            lower = odd.lower()
            plain = is_uuid_shaped(odd) and is_uuid(lower) and lower not in taken
            renamed[odd] = lower if plain else str(mint(space, odd))
        return renamed


class Latest:
    """The latest time anything changed, as it is written there; the first one wins a tie."""

    def __init__(self) -> None:
        self._found: tuple[datetime, str] | None = None
        self._last = ""

    def look(self, thing: JsonObject) -> None:
        text = thing.get("lastChangeDateTime")
        if not isinstance(text, str) or text == self._last:
            return
        self._last = text
        read = moment(text) if is_datetime(text) else None
        if read and (self._found is None or read > self._found[0]):
            self._found = read, text

    def text(self, now: datetime | None) -> str:
        if self._found is None:
            return (now or _EARLIEST).astimezone(UTC).isoformat()
        return self._found[1]
