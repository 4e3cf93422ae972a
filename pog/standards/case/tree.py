"""The tree that isChildOf makes of a package."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.model import Association, CFPackage, Item
from pog.standards.case.remarks import Remark

TREE_DEPTH_LIMIT: Final = 100
CHILD: Final = "isChildOf"


@dataclass(frozen=True, slots=True)
class Placed:
    """An item where it stands: parents come before their children."""

    item: Item
    parent_identifier: str | None  # None: directly under the document
    depth: int
    position: int  # among its siblings, from 0


def placed_items(package: CFPackage) -> list[Placed]:
    """Every item once, in reading order; items without a parent follow at the top level.

    An item with several parents stands under the first that is reached.
    """
    walk = _Walk(package)
    walk.under(package.document.identifier)
    for item in package.items:
        walk.orphan(item)
    return walk.found


class _Walk:
    def __init__(self, package: CFPackage) -> None:
        self.items = {item.identifier: item for item in package.items}
        self.children = children_of(package)
        self.has_parent = {one.origin.identifier for many in self.children.values() for one in many}
        self.found: list[Placed] = []
        self.placed: set[str] = set()
        self.top = 0

    def orphan(self, item: Item) -> None:
        if item.identifier not in self.has_parent:
            self._place(item.identifier, None, 0, self.top)

    def under(self, root: str) -> None:
        for child in self.children.get(root, []):
            self._place(child.origin.identifier, None, 0, self.top)

    def _place(self, identifier: str, parent: str | None, depth: int, position: int) -> None:
        stack = [(identifier, parent, depth, position)]
        while stack:
            here, above, level, order = stack.pop()
            if here in self.placed or here not in self.items:
                continue
            self.placed.add(here)
            self.top += above is None
            self.found.append(Placed(self.items[here], above, level, order))
            below = self.children.get(here, [])
            stack.extend(
                (child.origin.identifier, here, level + 1, number)
                for number, child in reversed(list(enumerate(below)))
            )


def children_of(package: CFPackage) -> dict[str, list[Association]]:
    """Parent > its isChildOf associations in order, for parents and children of this package."""
    inside = {item.identifier for item in package.items}
    parents = inside | {package.document.identifier}
    found: defaultdict[str, list[Association]] = defaultdict(list)
    for association in package.associations:
        if (
            association.association_type == CHILD
            and association.origin.identifier in inside
            and association.destination.identifier in parents
        ):
            found[association.destination.identifier].append(association)
    for children in found.values():
        children.sort(key=_order)
    return dict(found)


def _order(association: Association) -> tuple[bool, int]:
    """Unnumbered ones follow the numbered, in the order of the file."""
    number = association.sequence_number
    return number is None, number or 0


def check_tree(package: CFPackage) -> None:
    """Refuse a tree that bites its tail or is deeper than anybody could read."""
    depth = _depths(package)
    stuck = [item for item in package.items if item.identifier not in depth]
    if stuck:
        raise Unreadable(
            _(
                "This framework goes round in circles: the item %(identifier)s is a child "
                "of itself or of one of its own children.",
                identifier=stuck[0].identifier[:100],
            )
        )
    if max(depth.values(), default=0) > TREE_DEPTH_LIMIT:
        raise Unreadable(
            _(
                "This framework has more than %(limit)s levels of items below each other.",
                limit=TREE_DEPTH_LIMIT,
            )
        )


def _depths(package: CFPackage) -> dict[str, int]:
    """How deep each item stands at most; those on a circle and below it are left out."""
    children = children_of(package)
    waiting = {item.identifier: 0 for item in package.items}
    for parent, links in children.items():
        for link in links:
            if parent != package.document.identifier:
                waiting[link.origin.identifier] += 1
    depth = {identifier: 1 for identifier, number in waiting.items() if number == 0}
    ready = list(depth)
    while ready:
        here = ready.pop()
        for link in children.get(here, []):
            child = link.origin.identifier
            depth[child] = max(depth.get(child, 0), depth[here] + 1)
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    return {identifier: level for identifier, level in depth.items() if waiting[identifier] == 0}


def remarks_on_ends(package: CFPackage) -> Iterator[Remark]:
    """What is loose about the tree: no parent, several parents, no order, ends elsewhere."""
    inside = {item.identifier for item in package.items} | {package.document.identifier}
    parents: defaultdict[tuple[str, str], int] = defaultdict(int)
    for place, association in enumerate(package.associations):
        where = f"$.CFAssociations[{place}]"
        ends = {association.origin.identifier, association.destination.identifier}
        if association.association_type == CHILD:
            parents[association.origin.identifier, association.group] += 1
            if association.sequence_number is None:
                yield Remark(where, _("The child has no sequence number; the file's order counts."))
            if not ends <= inside:
                yield Remark(where, _("A parent or child is not in this file."))
        elif not ends <= inside:
            yield Remark(where, _("One end of the association is not in this file."))
    having = {identifier for identifier, _group in parents}
    for place, item in enumerate(package.items):
        if item.identifier not in having:
            yield Remark(f"$.CFItems[{place}]", _("The item has no parent; it stands at the top."))
    for (identifier, _group), number in parents.items():
        if number > 1:
            yield Remark(
                "$.CFAssociations",
                _(
                    "The item %(identifier)s has %(number)s parents.",
                    identifier=identifier[:100],
                    number=number,
                ),
            )
