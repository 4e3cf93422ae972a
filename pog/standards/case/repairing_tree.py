"""One parent for every item, one number for every child."""

import uuid
from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import Final

from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import NAMESPACE, mint

_CHILD: Final = "isChildOf"
# A second parent, or one that is somewhere else, still says "is included in".
_INSTEAD: Final = "isPartOf"
_MANY: Final = 2_000_000_000  # close to the largest number allowed


def group_of(association: JsonObject) -> str:
    link = association.get("CFAssociationGroupingURI")
    return str(link.get("identifier", "")) if isinstance(link, dict) else ""


def ends_of(association: JsonObject) -> tuple[str, str]:
    return (
        association["originNodeURI"]["identifier"],
        association["destinationNodeURI"]["identifier"],
    )


class TreeRepairer:
    """Looks at every association in the order of the file, and then puts each of them right.

    Places count associations from 0; parents given to items follow those of the file.
    """

    def __init__(self, document: JsonObject, items: AbstractSet[str]) -> None:
        self.document = document
        self.items = items
        self.given: list[JsonObject] = []
        self._having: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        self._demoted: set[int] = set()
        self._numbers: dict[int, int] = {}
        self._siblings: defaultdict[tuple[str, str], list[tuple[int | None, int]]]
        self._siblings = defaultdict(list)
        self._space = uuid.uuid5(NAMESPACE, document["identifier"])

    def look(self, place: int, association: JsonObject) -> None:
        if association["associationType"] != _CHILD:
            return
        child, parent = ends_of(association)
        group = group_of(association)
        known = parent in self.items or parent == self.document["identifier"]
        if child not in self.items or not known or (child, group) in self._taken:
            self._demoted.add(place)
            return
        self._taken.add((child, group))
        self._having.add(child)
        self._siblings[parent, group].append((association.get("sequenceNumber"), place))

    @property
    def are_there_orphans(self) -> bool:
        return len(self._having) < len(self.items)

    def give_parent(self, item: JsonObject, place: int) -> JsonObject | None:
        """The association that hangs an orphan below the document, after those of the file."""
        if item["identifier"] in self._having:
            return None
        root = self.document
        identifier = str(mint(self._space, _CHILD, item["identifier"]))
        self._siblings[root["identifier"], ""].append((None, place))
        return {
            "identifier": identifier,
            "associationType": _CHILD,
            "uri": f"urn:uuid:{identifier}",
            "originNodeURI": _node(item, item["fullStatement"]),
            "destinationNodeURI": _node(root, root["title"]),
            "lastChangeDateTime": item["lastChangeDateTime"],
        }

    def number_children(self) -> None:
        """Those without a number follow the others; where two have the same, all get new ones."""
        for children in self._siblings.values():
            numbers = [number for number, _place in children if number is not None]
            if len(numbers) == len(children) == len(set(numbers)):
                continue
            children.sort(key=lambda one: (one[0] is None, one[0] or 0))
            clash = len(numbers) != len(set(numbers)) or max(numbers, default=0) > _MANY
            last = 0 if clash else max(numbers, default=0)
            for number, place in children:
                if clash or number is None:
                    last += 1
                    self._numbers[place] = last
        self._siblings.clear()

    def repair(self, place: int, association: JsonObject) -> None:
        if place in self._demoted:
            association["associationType"] = _INSTEAD
        if place in self._numbers:
            association["sequenceNumber"] = self._numbers[place]


def _node(thing: JsonObject, title: str) -> JsonObject:
    return {"title": title[:200], "identifier": thing["identifier"], "uri": thing["uri"]}
