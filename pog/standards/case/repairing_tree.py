"""One parent for every item, one number for every child."""

import uuid
from collections import defaultdict
from typing import Final

from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import NAMESPACE, mint

_CHILD: Final = "isChildOf"
# A second parent, or one that is somewhere else, still says "is included in".
_INSTEAD: Final = "isPartOf"


def repair_tree(package: JsonObject) -> None:
    _keep_first_parents(package)
    _give_parents(package)
    _number_children(package)


def group_of(association: JsonObject) -> str:
    link = association.get("CFAssociationGroupingURI")
    return str(link.get("identifier", "")) if isinstance(link, dict) else ""


def ends_of(association: JsonObject) -> tuple[str, str]:
    return (
        association["originNodeURI"]["identifier"],
        association["destinationNodeURI"]["identifier"],
    )


def _keep_first_parents(package: JsonObject) -> None:
    items = {item["identifier"] for item in package.get("CFItems", [])}
    parents = items | {package["CFDocument"]["identifier"]}
    taken: set[tuple[str, str]] = set()
    for association in package.get("CFAssociations", []):
        if association["associationType"] != _CHILD:
            continue
        child, parent = ends_of(association)
        place = child, group_of(association)
        if child not in items or parent not in parents or place in taken:
            association["associationType"] = _INSTEAD
        else:
            taken.add(place)


def _give_parents(package: JsonObject) -> None:
    document = package["CFDocument"]
    associations = package.setdefault("CFAssociations", [])
    having = {ends_of(one)[0] for one in associations if one["associationType"] == _CHILD}
    space = uuid.uuid5(NAMESPACE, document["identifier"])
    for item in package.get("CFItems", []):
        if item["identifier"] not in having:
            identifier = str(mint(space, _CHILD, item["identifier"]))
            associations.append({
                "identifier": identifier,
                "associationType": _CHILD,
                "uri": f"urn:uuid:{identifier}",
                "originNodeURI": _node(item, item["fullStatement"]),
                "destinationNodeURI": _node(document, document["title"]),
                "lastChangeDateTime": item["lastChangeDateTime"],
            })  # fmt: skip


def _node(thing: JsonObject, title: str) -> JsonObject:
    return {"title": title[:200], "identifier": thing["identifier"], "uri": thing["uri"]}


def _number_children(package: JsonObject) -> None:
    """Siblings without a number follow the others; where two have the same, all are renumbered."""
    siblings: defaultdict[tuple[str, str], list[JsonObject]] = defaultdict(list)
    for association in package["CFAssociations"]:
        if association["associationType"] == _CHILD:
            siblings[ends_of(association)[1], group_of(association)].append(association)
    for children in siblings.values():
        numbers = [one["sequenceNumber"] for one in children if "sequenceNumber" in one]
        if len(numbers) == len(children) == len(set(numbers)):
            continue
        children.sort(key=lambda one: ("sequenceNumber" not in one, one.get("sequenceNumber", 0)))
        clash = len(numbers) != len(set(numbers)) or max(numbers, default=0) > _MANY
        last = 0 if clash else max(numbers, default=0)
        for child in children:
            if clash or "sequenceNumber" not in child:
                last += 1
                child["sequenceNumber"] = last


_MANY: Final = 2_000_000_000  # close to the largest number allowed
