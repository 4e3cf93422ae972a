"""Taking an import back as a whole."""

import json
import uuid
import zlib

from sqlalchemy import delete, func, insert, select, update

from pog.alignments.models import Alignment
from pog.core.batches import in_batches
from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Conflict
from pog.core.i18n import _, _n
from pog.core.work import publish
from pog.frameworks.events import FrameworkKept
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.frameworks.services import AT_ONCE
from pog.imports import models
from pog.imports.editions import forget_edition
from pog.imports.models import FrameworkImport
from pog.imports.queries import newest_import_of


def undo(done: FrameworkImport) -> None:
    """The framework as it was before; one that is new goes away again.

    Refused while somebody relies on what the import brought, or after a newer import.
    """
    framework = done.framework
    if done.state != models.DONE or framework is None:
        raise Conflict(_("There is nothing to undo here."))
    db.session.refresh(framework, with_for_update=True)
    newest = newest_import_of(framework.id)
    if newest is not None and newest.id != done.id:
        raise Conflict(_("The framework was updated again since. Undo that update first."))
    if done.is_update:
        _take_back(done, framework)
    else:
        _remove(framework)
        done.framework_id = None
    done.state, done.before = models.UNDONE, None
    db.session.flush()


def _refuse_aligned(condition: object) -> None:
    number = db.session.scalar(
        select(func.count(Alignment.id)).where(
            Alignment.competency_id.in_(select(Competency.id).where(condition))  # type: ignore[arg-type]  # a column expression
        )
    )
    if number:
        raise Conflict(
            _n(
                "%(num)s alignment points at what this import brought. Remove it first.",
                "%(num)s alignments point at what this import brought. Remove them first.",
                number,
            )
        )


def _remove(framework: Framework) -> None:
    _refuse_aligned(Competency.framework_id == framework.id)
    key = framework.id
    for table in (FrameworkAssociation, Competency):
        db.session.execute(delete(table).where(table.framework_id == key))
    forget_edition(framework)
    db.session.expire(framework)
    db.session.delete(framework)
    db.session.flush()


def _take_back(done: FrameworkImport, framework: Framework) -> None:
    before = json.loads(zlib.decompress(done.before or b""))
    added = [uuid.UUID(key) for key in before["added"]]
    for some in in_batches(added, 500):
        _refuse_aligned(Competency.id.in_(some))
    for row in before["rows"]:
        values = {key: value for key, value in row.items() if key != "id"}
        parent = values["parent_id"]
        values["parent_id"] = uuid.UUID(parent) if parent else None
        db.session.execute(
            update(Competency).where(Competency.id == uuid.UUID(row["id"])).values(values)
        )
    for some in in_batches(added, 500):
        db.session.execute(delete(Competency).where(Competency.id.in_(some)))
    _take_links_back(before["links"], framework)
    for name, value in before["framework"].items():
        setattr(framework, name, value)
    framework.changed_at = now()
    db.session.flush()
    db.session.expire_all()
    publish(FrameworkKept(framework_id=framework.id))


def _take_links_back(before: Json, framework: Framework) -> None:
    for some in in_batches(before["added"], 500):
        db.session.execute(
            delete(FrameworkAssociation).where(
                FrameworkAssociation.framework_id == framework.id,
                FrameworkAssociation.source_id.in_(some),
            )
        )
    rows = [
        {**row, "id": uuid.UUID(row["id"]), "framework_id": framework.id}
        for row in before["changed_or_removed"]
    ]
    for some in in_batches([row["id"] for row in rows], 500):
        db.session.execute(delete(FrameworkAssociation).where(FrameworkAssociation.id.in_(some)))
    for batch in in_batches(rows, AT_ONCE):
        db.session.execute(insert(FrameworkAssociation), batch)
