"""Step 0007: what was there before is a meeting, and stays one on the way back."""

import uuid

import sqlalchemy as sa

from pog.core.schema import downgrade, upgrade
from tests.migrations.test_migration_steps import engine

__all__ = ["engine"]

WHO, WHAT, WHEN = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def rows_before(connection):
    tables = sa.MetaData()
    tables.reflect(connection, only=["organizations", "profiles", "convenings"])
    given = {"id": WHO, "name": "Riverbend", "slug": "riverbend", "level": "district"}
    fill(connection, tables.tables["organizations"], given)
    given = {"id": WHAT, "organization_id": WHO, "slug": "p", "title": "Portrait"}
    fill(connection, tables.tables["profiles"], given)
    given = {"id": WHEN, "organization_id": WHO, "profile_id": WHAT, "title": "Spring evening"}
    fill(connection, tables.tables["convenings"], {**given, "outcome": "Nine.", "join_code": "A"})


def fill(connection, table, given):
    """A row with what the test says and something sensible in every other column."""
    values = {}
    for column in table.columns:
        kind = str(column.type).upper()
        if column.name in given:
            values[column.name] = given[column.name]
        elif column.nullable:
            values[column.name] = None
        elif "BOOL" in kind:
            values[column.name] = False
        elif "UUID" in kind or "CHAR(32)" in kind:
            values[column.name] = uuid.uuid4()
        elif "INT" in kind:
            values[column.name] = 5
        elif "JSON" in kind:
            values[column.name] = []
        elif "TIME" in kind:
            values[column.name] = sa.func.now()
        else:
            values[column.name] = ""
    if connection.dialect.name == "sqlite":  # read back from the database, it knows no such type
        values = {k: v.hex if isinstance(v, uuid.UUID) else v for k, v in values.items()}
    connection.execute(table.insert().values(**values))


def the_convening(engine):
    with engine.begin() as connection:
        return dict(connection.execute(sa.text("SELECT * FROM convenings")).mappings().one())


def test_a_convening_of_before_is_a_meeting_and_keeps_its_outcome(engine):
    upgrade(engine, "0006")
    with engine.begin() as connection:
        rows_before(connection)
    upgrade(engine, "0007")
    row = the_convening(engine)
    assert (row["kind"], row["title"], row["outcome"]) == ("meeting", "Spring evening", "Nine.")
    assert (row["opens_at"], row["closes_at"], bool(row["listed"])) == (None, None, False)
    assert (row["follow_up"], bool(row["names_in_record"])) == ("", False)
    downgrade(engine, "0006")
    row = the_convening(engine)
    assert (row["title"], row["outcome"]) == ("Spring evening", "Nine.")
    assert "kind" not in row
