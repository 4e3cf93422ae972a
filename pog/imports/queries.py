"""Finding imports, and frameworks that share identifiers with a file."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from pog.core.batches import in_batches
from pog.core.database import Json, db
from pog.frameworks.models import Competency, Framework
from pog.imports.models import DONE, FrameworkImport
from pog.standards.case.model import CFPackage


def newest_import_of(framework_id: uuid.UUID) -> FrameworkImport | None:
    """The last one that counts."""
    return db.session.scalar(
        select(FrameworkImport)
        .where(FrameworkImport.framework_id == framework_id, FrameworkImport.state == DONE)
        .order_by(FrameworkImport.applied_at.desc(), FrameworkImport.id)
        .limit(1)
    )


def imports_of(organization_ids: Collection[uuid.UUID]) -> Sequence[FrameworkImport]:
    return db.session.scalars(
        select(FrameworkImport)
        .where(FrameworkImport.organization_id.in_(organization_ids))
        .options(joinedload(FrameworkImport.job), joinedload(FrameworkImport.framework))
        .order_by(FrameworkImport.created_at.desc())
        .limit(50)
    ).all()


def framework_with_document(identifier: str, organization_id: uuid.UUID | None) -> Framework | None:
    """What the same owner imported of this document before; the last one when there are several."""
    same_owner = (
        Framework.organization_id.is_(None)
        if organization_id is None
        else Framework.organization_id == organization_id
    )
    said = Framework.source_document["CFDocument"]["identifier"].as_string()
    return db.session.scalar(
        select(Framework)
        .where(same_owner, said == identifier)
        .order_by(Framework.created_at.desc())
        .limit(1)
    )


def known_elsewhere(
    package: CFPackage, organization_id: uuid.UUID | None, but: uuid.UUID | None
) -> list[Json]:
    """Other frameworks whose competencies carry identifiers of this package, with one of each."""
    found: dict[uuid.UUID, Json] = {}
    for some in in_batches([item.identifier for item in package.items], 500):
        rows = db.session.execute(
            select(Framework.id, Framework.title, func.count(), func.min(Competency.source_id))
            .join(Competency, Competency.framework_id == Framework.id)
            .where(
                Competency.source_id.in_(some),
                or_(
                    Framework.organization_id.is_(None),
                    Framework.organization_id == organization_id,
                ),
            )
            .group_by(Framework.id, Framework.title)
        )
        for key, title, number, example in rows:
            if key == but:
                continue
            known = found.setdefault(
                key, {"framework": str(key), "title": title, "number": 0, "example": example}
            )
            known["number"] += number
    return sorted(found.values(), key=lambda one: -one["number"])
