"""A newer file beside the framework that is here: what it would change, before it does."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from pog.core.database import Json, db
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.profiles.lineage import spans
from pog.standards.case.minting import canonical_json
from pog.standards.case.model import CFPackage, Item
from pog.standards.case.serialising import as_json
from pog.standards.case.tree import placed_items

SHOWN: Final = 200
"""As many of a kind are listed; the numbers are of all."""
UNSAID: Final = frozenset({"lastChangeDateTime", "uri", "CFItemAssociationURI"})
"""What may differ without the statement saying anything else."""


@dataclass(slots=True)
class Difference:
    """What a file says otherwise than the rows that are here."""

    added: list[Item] = field(default_factory=list)
    changed: list[tuple[Competency, Item]] = field(default_factory=list)
    moved: list[tuple[Competency, Item]] = field(default_factory=list)
    ended: list[Competency] = field(default_factory=list)
    links_added: int = 0
    links_changed: int = 0
    links_removed: int = 0
    document: list[str] = field(default_factory=list)
    """Fields of the document that are other than before."""

    @property
    def is_empty(self) -> bool:
        parts = (self.added, self.changed, self.moved, self.ended, self.document)
        return not any(parts) and not (self.links_added or self.links_changed or self.links_removed)


def compare(package: CFPackage, framework: Framework) -> Difference:
    """The whole comparison, in two queries."""
    rows = {row.source_id or str(row.id): row for row in rows_of(framework)}
    items = {item.identifier: item for item in package.items}
    found = Difference()
    for identifier, item in items.items():
        row = rows.get(identifier)
        if row is None:
            found.added.append(item)
        elif meaning(as_json(item)) != meaning(row.source_item or {}):
            found.changed.append((row, item))
    found.ended = [row for key, row in rows.items() if key not in items and not has_ended(row)]
    moved = moved_items(package, rows)
    found.moved = [(rows[key], items[key]) for key in items if key in moved]
    _compare_links(package, framework, found)
    _compare_documents(package, framework, found)
    return found


def rows_of(framework: Framework) -> Sequence[Competency]:
    return db.session.scalars(
        select(Competency)
        .where(Competency.framework_id == framework.id)
        .order_by(Competency.position, Competency.id)
    ).all()


def meaning(item: Json) -> str:
    return canonical_json({key: value for key, value in item.items() if key not in UNSAID})


def has_ended(row: Competency) -> bool:
    """Whether it was gone from an earlier file already."""
    return bool((row.source_item or {}).get("statusEndDate"))


def moved_items(package: CFPackage, rows: dict[str, Competency]) -> set[str]:
    """Items under another parent, or in another order among the siblings they had."""
    names = {row.id: key for key, row in rows.items()}
    parents = {
        key: names.get(row.parent_id) if row.parent_id else None for key, row in rows.items()
    }
    moved: set[str] = set()
    siblings: dict[str | None, list[str]] = {}
    for place in placed_items(package):
        key = place.item.identifier
        if key not in rows:
            continue
        if parents[key] != place.parent_identifier:
            moved.add(key)
        else:
            siblings.setdefault(place.parent_identifier, []).append(key)
    for children in siblings.values():
        order = [rows[key].position for key in children]
        kept = longest_rising(order)
        moved.update(key for place, key in enumerate(children) if place not in kept)
    return moved


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising run: what need not move for the others to be in order."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            at.append(place)
        else:
            tails[length], at[length] = number, place
    found: set[int] = set()
    place = at[-1] if at else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def links_of(framework: Framework) -> dict[str, tuple[object, Json]]:
    """Row and content of each link that is here, by the identifier it came with."""
    rows = db.session.execute(
        select(
            FrameworkAssociation.source_id,
            FrameworkAssociation.id,
            FrameworkAssociation.source_association,
        ).where(FrameworkAssociation.framework_id == framework.id)
    )
    return {source_id: (key, content) for source_id, key, content in rows}


def _compare_links(package: CFPackage, framework: Framework, found: Difference) -> None:
    here = links_of(framework)
    there = {one.identifier: one for one in package.associations}
    gone = {row.source_id for row in found.ended}
    for identifier, link in there.items():
        if identifier not in here:
            found.links_added += 1
        elif meaning(as_json(link)) != meaning(here[identifier][1]):
            found.links_changed += 1
    found.links_removed = sum(
        1
        for identifier, (_key, content) in here.items()
        if identifier not in there and not touches(content, gone)
    )


def touches(link: Json, identifiers: set[str | None]) -> bool:
    """Whether either end is one of these: links of what has ended stay with it."""
    ends = (link.get("originNodeURI", {}), link.get("destinationNodeURI", {}))
    return any(end.get("identifier") in identifiers for end in ends)


def _compare_documents(package: CFPackage, framework: Framework, found: Difference) -> None:
    before = (framework.source_document or {}).get("CFDocument", {})
    after = as_json(package.document)
    found.document = sorted(
        key
        for key in {**before, **after}
        if key not in UNSAID and before.get(key) != after.get(key)
    )


def told(difference: Difference) -> Json:
    """The comparison as the page shows it: numbers of all, and the first of each kind."""
    return {
        "counts": {
            "added": len(difference.added),
            "changed": len(difference.changed),
            "moved": len(difference.moved),
            "ended": len(difference.ended),
            "links_added": difference.links_added,
            "links_changed": difference.links_changed,
            "links_removed": difference.links_removed,
        },
        "added": [
            {"code": item.human_coding_scheme, "text": item.full_statement}
            for item in difference.added[:SHOWN]
        ],
        "changed": [
            {
                "code": item.human_coding_scheme,
                "spans": spans(old_text(row), item.full_statement),
                "fields": other_fields(row, item),
            }
            for row, item in difference.changed[:SHOWN]
        ],
        "moved": [
            {"code": item.human_coding_scheme, "text": item.full_statement}
            for _row, item in difference.moved[:SHOWN]
        ],
        "ended": [
            {"code": row.official_code, "text": row.statement or row.name}
            for row in difference.ended[:SHOWN]
        ],
        "document": difference.document,
    }


def old_text(row: Competency) -> str:
    return str((row.source_item or {}).get("fullStatement") or row.statement or row.name)


def other_fields(row: Competency, item: Item) -> list[str]:
    """Which fields beside the statement are other than before."""
    before, after = row.source_item or {}, as_json(item)
    return sorted(
        key
        for key in {**before, **after}
        if key not in UNSAID | {"fullStatement"} and before.get(key) != after.get(key)
    )
