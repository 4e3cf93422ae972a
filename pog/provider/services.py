"""Keeping the table of what is published."""

import uuid
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from pog.core.batches import in_batches
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.profiles.models import Edition
from pog.provider import queries
from pog.provider.models import PublishedThing
from pog.provider.packages import (
    document_of_edition,
    is_served,
    parts_of_framework,
    things_in,
)

AT_ONCE: Final = 200
NOWHERE: Final = ""
"""Identifiers are the same whatever the site is called."""


def list_edition(edition: Edition) -> None:
    """Note that all of this edition is published in it, and no longer in older ones."""
    document = document_of_edition(edition.id, NOWHERE, "1.1")
    _note(things_in(document.items()), edition_id=edition.id, framework_id=None)


def list_framework(framework: Framework) -> None:
    """Note what of the framework is published: all of it, or nothing."""
    db.session.execute(delete(PublishedThing).where(PublishedThing.framework_id == framework.id))
    if is_served(framework):
        things = things_in(parts_of_framework(framework, NOWHERE))
        _note(things, edition_id=None, framework_id=framework.id)


def list_what_is_missing() -> None:
    """For databases that published before there was such a table."""
    for edition in queries.unlisted_editions():
        list_edition(edition)
    for framework in queries.unlisted_frameworks():
        list_framework(framework)


def _note(
    things: Iterable[tuple[str, str]],
    *,
    edition_id: uuid.UUID | None,
    framework_id: uuid.UUID | None,
) -> None:
    kinds = {uuid.UUID(identifier): kind for identifier, kind in things}
    # Two who publish at once name the same item types: in one order nobody waits in a circle.
    for some in in_batches(sorted(kinds), AT_ONCE):
        rows = [
            {
                "identifier": key,
                "kind": kinds[key],
                "edition_id": edition_id,
                "framework_id": framework_id,
            }
            for key in some
        ]
        db.session.execute(_insert(rows))


def _insert(rows: Iterable[dict[str, Any]]) -> Any:  # either dialect's insert
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(PublishedThing).values(list(rows))
    return statement.on_conflict_do_update(
        index_elements=[PublishedThing.identifier],
        set_={name: statement.excluded[name] for name in ("kind", "edition_id", "framework_id")},
    )
