"""Editions of one framework, where the file says of each whether there is a newer one."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update

from pog.core.database import Json, db
from pog.frameworks.models import Framework
from pog.standards.learning_commons.frameworks import is_older
from pog.standards.learning_commons.values import NOTES

NOTED: Final = ("CFDocument", "extensions", NOTES)
SAME: Final = ("jurisdiction", "academicSubject")


def link_editions(framework: Framework) -> None:
    """Have older editions of the same state and subject point at the only current one."""
    said = noted(framework)
    if not all(said.get(name) for name in SAME):
        return
    kin = _kin(framework, said)
    current = [one for one in kin if not is_older(noted(one))]
    if len(current) != 1:
        return
    for one in kin:
        if one is not current[0] and one.replaced_by_id is None:
            one.replaced_by_id = current[0].id
    db.session.flush()


def forget_edition(framework: Framework) -> None:
    """Nothing is replaced by it any more."""
    db.session.execute(
        update(Framework)
        .where(Framework.replaced_by_id == framework.id)
        .values(replaced_by_id=None)
    )


def noted(framework: Framework) -> Json:
    found: Json = framework.source_document or {}
    for name in NOTED:
        found = found.get(name) or {}
    return found


def _kin(framework: Framework, said: Json) -> Sequence[Framework]:
    """All that the same owner has for this state and subject, itself among them."""
    return db.session.scalars(
        select(Framework).where(
            Framework.organization_id.is_not_distinct_from(framework.organization_id),
            *(Framework.source_document[(*NOTED, name)].as_string() == said[name] for name in SAME),
        )
    ).all()
