"""A framework as one CSV table with a row for each statement, in the layout `reading` knows."""

import csv
import io
from collections import Counter, defaultdict
from typing import Final

from pog.core.i18n import _
from pog.core.sheets import harmless
from pog.standards.case.model import CFPackage
from pog.standards.case.remarks import Loss
from pog.standards.case.tree import placed_items

COLUMNS: Final = (
    "identifier", "fullStatement", "humanCodingScheme", "sequenceNumber", "abbreviatedStatement",
    "conceptKeywords", "notes", "language", "educationLevel", "CFItemType", "license",
    "isChildOf",
)  # fmt: skip
RELATIONS: Final = (
    "isPartOf", "replacedBy", "exemplar", "hasSkillLevel", "exactMatchOf", "precedes", "isPeerOf",
    "isRelatedTo", "isTranslationOf",
)  # fmt: skip


def write_table(package: CFPackage) -> tuple[bytes, list[Loss]]:
    """The table in UTF-8 with its mark, and what of the package is not in it."""
    ties: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    left: Counter[str] = Counter()
    inside = {item.identifier for item in package.items}
    for one in package.associations:
        kind, origin, other = one.association_type, one.origin, one.destination
        if kind == "isChildOf":
            continue
        if kind in RELATIONS and origin.identifier in inside:
            known = other.identifier in inside or not other.uri
            ties[origin.identifier, kind].append(other.identifier if known else other.uri)
        else:
            left[kind] += 1
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*COLUMNS, *RELATIONS])
    for place in placed_items(package):
        item = place.item
        cells = [
            item.identifier, item.full_statement, item.human_coding_scheme, place.position + 1,
            item.abbreviated_statement, " | ".join(item.concept_keywords), item.notes,
            item.language, " | ".join(item.education_level), item.item_type,
            item.license_uri.title if item.license_uri else None, place.parent_identifier,
            *(" | ".join(ties[item.identifier, kind]) for kind in RELATIONS),
        ]  # fmt: skip
        table.writerow([harmless(cell) for cell in cells])
    losses = [
        Loss(
            "document",
            _("A table holds statements; what the framework says of itself is not in it."),
        )
    ]
    reasons = sum(bool(one.notes) for one in package.associations)
    if reasons:
        losses.append(Loss("reasons", _("A table has no place for reasons."), reasons))
    losses += [
        Loss(
            "association",
            _(
                "%(count)s associations of the type %(name)s are not in the file.",
                count=count,
                name=name,
            ),
            count,
            (name,),
        )
        for name, count in sorted(left.items())
    ]
    return out.getvalue().encode("utf-8-sig"), losses
