"""The relationships that build no tree, as associations."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pog.core.i18n import _n
from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.remarks import Remark
from pog.standards.learning_commons.frameworks import CHILD, cell, key_of, names_of
from pog.standards.learning_commons.tables import ITEM, RELATIONSHIP, Cells, Table
from pog.standards.learning_commons.values import address_of, kept, left_over
from pog.standards.sheets.reading import as_uuid, moment

RELATIONS: Final = {
    "buildsTowards": "precedes",
    "relatesTo": "isRelatedTo",
    "hasPart": "ext:hasPart",
}
CROSSWALK: Final = "hasStandardAlignment"
STRONG: Final = 0.6
"""So much of their learning components in common is called strong by the publisher."""
_USED: Final = frozenset(
    {
        "identifier", "relationshipType", "description", "sourceEntity", "sourceEntityKey",
        "sourceEntityValue", "targetEntity", "targetEntityKey", "targetEntityValue",
        "dateModified",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class End:
    """What a link leads to: a statement of the framework, or of another one in the files."""

    key: str
    title: str
    address: str

    @property
    def node(self) -> JsonObject:
        return {"title": self.title, "identifier": self.key, "uri": self.address}


def end_of(cells: Cells) -> End:
    """Named by its code: the text of another framework may not travel with this one."""
    key = key_of(cells)
    return End(key, cells.get("statementCode") or key, address_of(cells, key))


@dataclass(slots=True)
class Links:
    """The links at the statements of a framework; `left_out` counts those that lead nowhere."""

    associations: list[JsonObject]
    leading_out: list[int]
    """Places in the list of those whose other end is another framework's."""
    left_out: Counter[str]
    led_out: Counter[str]

    def remarks(self, where: str) -> Iterator[Remark]:
        for kind, number in sorted(self.led_out.items()):
            yield Remark(
                where,
                _n(
                    "%(kind)s: %(num)d row leads to a statement of another framework; "
                    "it is kept as a link that leads out.",
                    "%(kind)s: %(num)d rows lead to statements of other frameworks; "
                    "they are kept as links that lead out.",
                    number,
                    kind=kind,
                ),
            )
        for kind, number in sorted(self.left_out.items()):
            yield Remark(
                where,
                _n(
                    "%(kind)s: %(num)d row has an end that is no statement in these files; "
                    "it was left out.",
                    "%(kind)s: %(num)d rows have an end that is no statement in these files; "
                    "they were left out.",
                    number,
                    kind=kind,
                ),
            )


def links_in(tables: Sequence[Table], inside: Mapping[str, End], shared: Cells) -> Links:
    """Every link that touches a statement of the framework, `inside` by either identifier."""
    rows = list(_touching(tables, inside))
    ends = dict(inside) | _elsewhere(
        tables, {name for one in rows for name in ends_of(one)}, inside
    )
    found = Links([], [], Counter(), Counter())
    for cells in rows:
        kind = cells["relationshipType"]
        source, target = (ends.get(name) for name in ends_of(cells))
        if source is None or target is None:
            found.left_out[kind] += 1
            continue
        if not all(name in inside for name in ends_of(cells)):
            found.led_out[kind] += 1
            found.leading_out.append(len(found.associations))
        found.associations.append(_association(cells, source, target, shared))
    return found


def ends_of(cells: Cells) -> tuple[str, str]:
    source, target = cells.get("sourceEntityValue", ""), cells.get("targetEntityValue", "")
    return source.lower(), target.lower()


def _touching(tables: Sequence[Table], inside: Mapping[str, End]) -> Iterator[Cells]:
    for table in tables:
        if table.kind != RELATIONSHIP:
            continue
        kind = table.place("relationshipType")
        places = table.place("sourceEntityValue"), table.place("targetEntityValue")
        for _number, row in table.rows():
            if cell(row, kind) not in ("", CHILD) and any(
                cell(row, place).lower() in inside for place in places
            ):
                yield table.cells(row)


def _elsewhere(
    tables: Sequence[Table], names: set[str], inside: Mapping[str, End]
) -> dict[str, End]:
    """The statements of other frameworks that links lead to, by either identifier."""
    outside = names - set(inside)
    found: dict[str, End] = {}
    if not outside:
        return found
    for table in tables:
        if table.kind != ITEM:
            continue
        places = table.place("caseIdentifierUUID"), table.place("identifier")
        for _number, row in table.rows():
            if any(cell(row, place).lower() in outside for place in places):
                cells = table.cells(row)
                found |= dict.fromkeys(names_of(cells), end_of(cells))
    return found


def _association(cells: Cells, source: End, target: End, shared: Cells) -> JsonObject:
    kind = type_of(cells)
    made = mint(NAMESPACE, "learning commons", kind, source.key, target.key)
    key = as_uuid(cells.get("identifier") or str(made))
    return kept(
        {
            "identifier": key,
            "uri": f"urn:uuid:{key}",
            "associationType": kind,
            "originNodeURI": source.node,
            "destinationNodeURI": target.node,
            "lastChangeDateTime": moment(cells.get("dateModified", "")),
            **left_over(cells, _USED, shared),
        }
    )


def type_of(cells: Cells) -> str:
    """Our nearest relation; one that nobody knows is passed on under its own name."""
    said = cells["relationshipType"]
    if said == CROSSWALK:
        try:
            share = float(cells["jaccard"])
        except (KeyError, ValueError):
            return "isRelatedTo"
        return "ext:majorRelated" if share >= STRONG else "ext:minorRelated"
    return RELATIONS.get(said) or "ext:" + re.sub(r"[^A-Za-z0-9._-]", "", said)
