"""Step 0002: revisions of before were written by one person each, and come back as they were."""

import uuid

import sqlalchemy as sa

from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import fill
from tests.migrations.test_migration_steps import engine

__all__ = ["engine"]

WHO, WHAT, QUALITY, REVISION = (uuid.uuid4() for _ in range(4))


def rows_before(connection):
    names = ["organizations", "profiles", "attributes", "revisions"]
    tables = sa.MetaData()
    tables.reflect(connection, only=names)
    given = {"id": WHO, "name": "Riverbend", "slug": "riverbend", "level": "district"}
    fill(connection, tables.tables["organizations"], given)
    given = {"id": WHAT, "organization_id": WHO, "slug": "p", "title": "Portrait"}
    fill(connection, tables.tables["profiles"], given)
    given = {"id": QUALITY, "profile_id": WHAT, "name": "Courage", "statement": "Speaks up."}
    fill(connection, tables.tables["attributes"], given)
    given = {"id": REVISION, "profile_id": WHAT, "attribute_id": QUALITY, "number": 3}
    fill(connection, tables.tables["revisions"], {**given, "author_name": "Ana", "reason": "So."})


def the_revision(engine):
    with engine.begin() as connection:
        return dict(connection.execute(sa.text("SELECT * FROM revisions")).mappings().one())


def test_a_revision_of_before_has_no_contributors(engine):
    upgrade(engine, "0001")
    with engine.begin() as connection:
        rows_before(connection)
    before = the_revision(engine)
    upgrade(engine, "0002")
    row = the_revision(engine)
    assert row.pop("contributors") in ("[]", [])
    assert row == before
    with engine.begin() as connection:
        for table in ("coedited_texts", "text_updates"):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() == 0
    downgrade(engine, "0001")
    assert the_revision(engine) == before
