"""What no schema can see: the tree, the ends, the definitions, the dates."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from pog.core.i18n import _
from pog.standards.case.fields import DEFINED_BY, DEFINITION_LISTS, JsonObject
from pog.standards.case.formats import moment
from pog.standards.case.remarks import Finding
from pog.standards.case.repairing_references import (
    ENDS,
    identified,
    identifiers_in,
    is_real_title,
    linked_definitions,
)
from pog.standards.case.repairing_tree import ends_of, group_of

_CHILD: Final = "isChildOf"


def sense_findings(document: JsonObject, version: str = "1.1") -> list[Finding]:
    """What is wrong between objects of a package whose form is right."""
    return [
        *_repeated_identifiers(document),
        *_tree(document),
        *_numbers(document),
        *_ends(document, version),
        *_item_types(document),
        *_definitions(document),
        *_times(document),
    ]


def _repeated_identifiers(document: JsonObject) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, thing in identified(document):
        first = seen.setdefault(thing["identifier"], path)
        if first != path:
            yield Finding(
                "repeated_identifier",
                path,
                _("The identifier is used before, at %(first)s.", first=first),
            )


def _tree(document: JsonObject) -> Iterator[Finding]:
    root = document["CFDocument"]["identifier"]
    items = {item["identifier"] for item in document.get("CFItems", [])}
    parents: Counter[tuple[str, str]] = Counter()
    children: defaultdict[str, set[str]] = defaultdict(set)
    for place, association in enumerate(document.get("CFAssociations", [])):
        if association["associationType"] != _CHILD:
            continue
        path = f"$.CFAssociations[{place}]"
        child, parent = ends_of(association)
        children[parent].add(child)
        if child not in items:
            yield Finding("foreign_child", path, _("The child is not an item of this package."))
        parents[child, group_of(association)] += 1
        if parents[child, group_of(association)] == 2:  # said once
            yield Finding("several_parents", path, _("The item has more than one parent."))
    yield from _unreached(document, _reached(children, root))
    yield from _circles(children, items)


def _reached(children: dict[str, set[str]], root: str) -> set[str]:
    reached, open_ = {root}, [root]
    while open_:
        new = children.get(open_.pop(), set()) - reached
        reached |= new
        open_.extend(new)
    return reached


def _unreached(document: JsonObject, reached: set[str]) -> Iterator[Finding]:
    for place, item in enumerate(document.get("CFItems", [])):
        if item["identifier"] not in reached:
            yield Finding(
                "unreachable",
                f"$.CFItems[{place}]",
                _("No chain of parents leads from this item to the document."),
            )


def _circles(children: dict[str, set[str]], items: set[str]) -> Iterator[Finding]:
    """Take away what has no parent left, again and again; a circle remains."""
    waiting = Counter(child for many in children.values() for child in many)
    known = set(children) | set(waiting)
    ready = [one for one in known if waiting[one] == 0]
    while ready:
        for child in children.get(ready.pop(), ()):
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    stuck = sorted(one for one, number in waiting.items() if number > 0 and one in items)
    if stuck:
        yield Finding(
            "circle",
            "$.CFAssociations",
            _("The item %(identifier)s is on or below a circle of parents.", identifier=stuck[0]),
        )


def _numbers(document: JsonObject) -> Iterator[Finding]:
    seen: set[tuple[str, str, int]] = set()
    for place, association in enumerate(document.get("CFAssociations", [])):
        if association["associationType"] != _CHILD or "sequenceNumber" not in association:
            continue
        number = association["sequenceNumber"]
        key = ends_of(association)[1], group_of(association), number
        if key in seen:
            yield Finding(
                "repeated_number",
                f"$.CFAssociations[{place}].sequenceNumber",
                _("Two children of the same parent have this number."),
            )
        seen.add(key)


def _ends(document: JsonObject, version: str) -> Iterator[Finding]:
    inside = identifiers_in(document)
    for place, association in enumerate(document.get("CFAssociations", [])):
        for name in ENDS:
            node = association[name]
            path = f"$.CFAssociations[{place}].{name}"
            if node["identifier"] in inside:
                continue
            if version != "1.0" and "targetType" not in node:
                yield Finding(
                    "dangling", path, _("The end is neither in this package nor marked external.")
                )
            if not is_real_title(node["title"]):
                yield Finding("untitled_end", path, _("The end elsewhere has no real title."))


def _item_types(document: JsonObject) -> Iterator[Finding]:
    for place, item in enumerate(document.get("CFItems", [])):
        link = item.get("CFItemTypeURI")
        if link is not None and item.get("CFItemType") != link["title"]:
            yield Finding(
                "other_item_type",
                f"$.CFItems[{place}].CFItemType",
                _("The type of the item is not the title of what CFItemTypeURI points to."),
            )


def _definitions(document: JsonObject) -> Iterator[Finding]:
    definitions = document.get("CFDefinitions", {})
    defined = {
        (name, row["identifier"]) for name in DEFINITION_LISTS for row in definitions.get(name, [])
    }
    for thing, name, link in linked_definitions(document):
        if (DEFINED_BY[name], link["identifier"]) not in defined:
            yield Finding(
                "undefined",
                f"{thing['identifier']}.{name}",
                _("What this points to is not in CFDefinitions."),
            )


def _times(document: JsonObject) -> Iterator[Finding]:
    own = moment(document["CFDocument"]["lastChangeDateTime"])
    for path, thing in identified(document):
        time = moment(thing["lastChangeDateTime"])
        if own and time and time > own:
            yield Finding(
                "younger_than_document",
                f"{path}.lastChangeDateTime",
                _("This changed after the document says anything changed."),
            )
            return
