"""Every end of an association has a title, every link to a definition finds it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from pog.standards.case.fields import (
    DEFINED_BY,
    DEFINITION_LISTS,
    PACKAGE_LISTS,
    JsonObject,
)
from pog.standards.case.formats import is_uuid
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.repairing_values import plain_text

# What servers write when they do not know what is at the other end.
PLACEHOLDERS: Final = frozenset({
    "", "destination node", "origin node", "unknown", "untitled", "null", "none", "n/a",
})  # fmt: skip
ENDS: Final = ("originNodeURI", "destinationNodeURI")


def is_real_title(title: str) -> bool:
    return title.strip().lower() not in PLACEHOLDERS


def identifiers_in(package: JsonObject) -> dict[str, JsonObject]:
    """Everything an association can point to without leaving the package."""
    return {
        thing["identifier"]: thing
        for path, thing in identified(package)
        if not path.startswith("$.CFAssociations")
    }


def identified(package: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Path and object of everything that has an identity of its own."""
    yield "$.CFDocument", package["CFDocument"]
    for name in PACKAGE_LISTS:
        yield from _rows(package, name, "$")
    for name in DEFINITION_LISTS:
        yield from _rows(package.get("CFDefinitions", {}), name, "$.CFDefinitions")


def _rows(holder: JsonObject, name: str, path: str) -> Iterator[tuple[str, JsonObject]]:
    for place, row in enumerate(holder.get(name, [])):
        here = f"{path}.{name}[{place}]"
        yield here, row
        if name in _INSIDE:
            yield from _rows(row, _INSIDE[name], here)


_INSIDE: Final = {
    "CFRubrics": "CFRubricCriteria",
    "CFRubricCriteria": "CFRubricCriterionLevels",
}


class EndRepairer:
    """Ends in the package are named by what they are, ends elsewhere are marked as such."""

    def __init__(self, items: AbstractSet[str]) -> None:
        self.items = items
        self.others: dict[str, JsonObject] = {}
        """Everything else an association can point to without leaving the package."""
        self.untitled: set[str] = set()
        """Ends whose title says nothing."""
        self._titles: dict[str, str] = {}

    def look(self, association: JsonObject) -> None:
        for name in ENDS:
            if not is_real_title(association[name]["title"]):
                self.untitled.add(association[name]["identifier"])

    def name(self, item: JsonObject) -> None:
        """Note what an end is called by the item that is there."""
        if item["identifier"] in self.untitled:
            self._titles[item["identifier"]] = title_of(item)

    def repair(self, association: JsonObject) -> None:
        for name in ENDS:
            node = association[name]
            key = node["identifier"]
            if key not in self.items and key not in self.others:
                node.setdefault("targetType", "CASE" if is_uuid(key) else "ext:external")
            if not is_real_title(node["title"]):
                node["title"] = self._titles.get(key) or title_of(self.others.get(key) or node)


def title_of(thing: JsonObject) -> str:
    for name in ("title", "humanCodingScheme", "fullStatement", "description"):
        title = plain_text(str(thing.get(name, "")))  # an item's "title" has not been repaired
        if is_real_title(title):
            return title[:200]
    return plain_text(f"Item {thing['identifier']}")


class DefinitionRepairer:
    """Defines what is linked but not defined, and names item types as their definition does."""

    def __init__(self, definitions: JsonObject) -> None:
        self.definitions = definitions
        self._linked: dict[tuple[str, str], tuple[JsonObject, str]] = {}
        self._renamed: dict[tuple[str, str], str] = {}
        self._defined = {
            (name, row["identifier"]): row
            for name in DEFINITION_LISTS
            for row in definitions.get(name, [])
        }

    def look(self, thing: JsonObject) -> None:
        for name, link in links_of(thing):
            place = DEFINED_BY[name], link["identifier"]
            if place not in self._linked:
                self._linked[place] = link, thing["lastChangeDateTime"]

    def define(self, taken: set[str]) -> None:
        """Once everything was looked at; `taken` are the identifiers that mean something else."""
        for (name, key), (link, changed_at) in self._linked.items():
            identifier = key
            if (name, key) not in self._defined and key in taken:
                identifier = self._renamed[name, key] = str(mint(NAMESPACE, name, key))
            if (name, identifier) not in self._defined:
                row = _definition(name, {**link, "identifier": identifier}, changed_at)
                self._defined[name, identifier] = row
                self.definitions.setdefault(name, []).append(row)
                taken.add(identifier)
        self._linked.clear()

    def repair(self, thing: JsonObject) -> None:
        for name, link in links_of(thing):
            key = link["identifier"]
            link["identifier"] = self._renamed.get((DEFINED_BY[name], key), key)
        if "CFItemTypeURI" in thing:
            _name_type(thing, self._defined["CFItemTypes", thing["CFItemTypeURI"]["identifier"]])


def _name_type(item: JsonObject, definition: JsonObject) -> None:
    """Servers cut the titles of links; what the definition confirms is kept."""
    link = item["CFItemTypeURI"]
    if item.get("CFItemType") == definition["title"]:
        link["title"] = item["CFItemType"]
    else:
        item["CFItemType"] = link["title"]


def linked_definitions(package: JsonObject) -> Iterator[tuple[JsonObject, str, JsonObject]]:
    """Each (object, field, link) that has to resolve in CFDefinitions."""
    things = [
        package["CFDocument"],
        *package.get("CFItems", []),
        *package.get("CFAssociations", []),
    ]
    for thing in things:
        for name, link in links_of(thing):
            yield thing, name, link


def links_of(thing: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Each (field, link) of one object that has to resolve in CFDefinitions."""
    for name in DEFINED_BY:
        value = thing.get(name)
        for link in value if isinstance(value, list) else [value]:
            if isinstance(link, dict):
                yield name, link


def _definition(name: str, link: JsonObject, changed_at: str) -> JsonObject:
    found: JsonObject = {
        "identifier": link["identifier"],
        "uri": link["uri"],
        "title": link["title"],
    }
    if name == "CFLicenses":
        found["licenseText"] = link["title"]
    if name == "CFItemTypes":
        found["description"] = link["title"]
    if name in ("CFConcepts", "CFSubjects", "CFItemTypes"):
        found["hierarchyCode"] = "1"
    return found | {"lastChangeDateTime": changed_at}
