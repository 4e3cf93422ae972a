"""Every end of an association has a title, every link to a definition finds it."""

from collections.abc import Iterator
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


def repair_ends(package: JsonObject) -> None:
    """Ends in the package are named by what they are, ends elsewhere are marked as such."""
    inside = identifiers_in(package)
    for association in package.get("CFAssociations", []):
        for name in ENDS:
            node = association[name]
            here = inside.get(node["identifier"])
            if here is None:
                external = "CASE" if is_uuid(node["identifier"]) else "ext:external"
                node.setdefault("targetType", external)
            if not is_real_title(node["title"]):
                node["title"] = _title(here or node)


def _title(thing: JsonObject) -> str:
    for name in ("title", "humanCodingScheme", "fullStatement", "description"):
        title = plain_text(str(thing.get(name, "")))  # an item's "title" has not been repaired
        if is_real_title(title):
            return title[:200]
    return plain_text(f"Item {thing['identifier']}")


def repair_definitions(package: JsonObject) -> None:
    """Define what is linked but not defined, and name item types as their definition does."""
    definitions = package.setdefault("CFDefinitions", {})
    taken = {thing["identifier"] for _path, thing in identified(package)}
    defined = {
        (name, row["identifier"]): row
        for name in DEFINITION_LISTS
        for row in definitions.get(name, [])
    }
    for thing, field, link in linked_definitions(package):
        name = DEFINED_BY[field]
        if (name, link["identifier"]) not in defined and link["identifier"] in taken:
            link["identifier"] = str(mint(NAMESPACE, name, link["identifier"]))
        place = name, link["identifier"]
        if place not in defined:
            defined[place] = _definition(name, link, thing["lastChangeDateTime"])
            definitions.setdefault(name, []).append(defined[place])
            taken.add(link["identifier"])
    for item in package.get("CFItems", []):
        if "CFItemTypeURI" in item:
            _name_type(item, defined["CFItemTypes", item["CFItemTypeURI"]["identifier"]])
    if not definitions:
        del package["CFDefinitions"]


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
        for name in DEFINED_BY:
            value = thing.get(name)
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict):
                    yield thing, name, link


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
