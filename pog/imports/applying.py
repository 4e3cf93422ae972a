"""An update as the comparison showed it, with everything that it takes to undo it."""

import json
import uuid
import zlib
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from pog.core.batches import in_batches
from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.work import publish
from pog.frameworks.events import FrameworkKept
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.frameworks.services import (
    AT_ONCE,
    association_row,
    competency_rows,
    document_fields,
    keep_associations,
)
from pog.imports.comparing import Difference, has_ended, links_of, meaning, rows_of, touches
from pog.standards.case.model import CFPackage
from pog.standards.case.serialising import as_json

COLUMNS: Final = (
    "parent_id",
    "source_id",
    "code",
    "official_code",
    "name",
    "statement",
    "position",
    "level",
    "item_type",
    "source_item",
)
LINK_COLUMNS: Final = (
    "source_id",
    "kind",
    "origin",
    "destination",
    "sequence_number",
    "source_association",
)


def apply(package: CFPackage, framework: Framework, difference: Difference) -> bytes:
    """Change the framework to what the package says; the packed way back.

    What left the file is kept with an end date: alignments may point at it.
    """
    before: Json = {"framework": _keep_document(package, framework), "rows": [], "added": []}
    rows = {row.source_id or str(row.id): row for row in rows_of(framework)}
    wanted = competency_rows(package, framework.id, {key: row.id for key, row in rows.items()})
    new = [row for row in wanted if row["source_id"] not in rows]
    before["added"] = [str(row["id"]) for row in new]
    for some in in_batches(new, AT_ONCE):
        db.session.execute(insert(Competency), some)
    changed = [row for row in wanted if row["source_id"] in rows]
    changed += _ended(difference, len(wanted))
    for row in changed:
        stored = rows[row["source_id"]]
        values = {name: row[name] for name in COLUMNS if name in row}
        if any(getattr(stored, name) != value for name, value in values.items()):
            before["rows"].append(_kept(stored, COLUMNS))
            for name, value in values.items():
                setattr(stored, name, value)
    before["links"] = _change_links(package, framework, difference)
    framework.changed_at = now()
    db.session.flush()
    publish(FrameworkKept(framework_id=framework.id))
    return zlib.compress(json.dumps(before).encode(), 6)


def _keep_document(package: CFPackage, framework: Framework) -> Json:
    values = document_fields(package)
    before = {name: getattr(framework, name) for name in values}
    for name, value in values.items():
        setattr(framework, name, value)
    return before


def _ended(difference: Difference, after: int) -> list[Json]:
    """Those that left the file: with today's date, behind the others."""
    today = now().date().isoformat()
    return [
        {
            "source_id": row.source_id or str(row.id),
            "position": after + number,
            "source_item": {**(row.source_item or {}), "statusEndDate": today},
        }
        for number, row in enumerate(difference.ended)
    ]


def _kept(row: Any, columns: tuple[str, ...]) -> Json:  # a row of one of two tables
    found = {name: getattr(row, name) for name in columns} | {"id": row.id}
    return {key: str(v) if isinstance(v, uuid.UUID) else v for key, v in found.items()}


def _change_links(package: CFPackage, framework: Framework, difference: Difference) -> Json:
    here = links_of(framework)
    there = {one.identifier: one for one in package.associations}
    stay = {row.source_id for row in rows_of(framework) if has_ended(row)}
    stay |= {row.source_id for row in difference.ended}
    gone = [
        key
        for identifier, (key, content) in here.items()
        if identifier not in there and not touches(content, stay)
    ]
    other = {
        key: association_row(there[identifier], framework.id)
        for identifier, (key, content) in here.items()
        if identifier in there and meaning(as_json(there[identifier])) != meaning(content)
    }
    kept = _links_named([*gone, *other])
    for some in in_batches(gone, AT_ONCE):
        db.session.execute(delete(FrameworkAssociation).where(FrameworkAssociation.id.in_(some)))
    for key, values in other.items():
        db.session.execute(
            update(FrameworkAssociation).where(FrameworkAssociation.id == key).values(values)
        )
    new = [one for identifier, one in there.items() if identifier not in here]
    for batch in in_batches(new, AT_ONCE):
        keep_associations(framework.id, batch)
    return {"changed_or_removed": kept, "added": [one.identifier for one in new]}


def _links_named(keys: list[Any]) -> list[Json]:  # identifiers of rows
    return [
        _kept(row, LINK_COLUMNS)
        for some in in_batches(keys, 500)
        for row in db.session.scalars(
            select(FrameworkAssociation).where(FrameworkAssociation.id.in_(some))
        )
    ]
