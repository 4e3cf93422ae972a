"""The step that lets words of more texts be quoted: quotes stay, up and down again."""

import uuid

import sqlalchemy as sa

from pog.config import resources
from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import fill
from tests.migrations.test_migration_steps import engine
from tests.migrations.test_vote_at_tables import rows_of_a_ballot

__all__ = ["engine"]

[AFTER] = [path.name[:4] for path in resources().glob("migrations/*_mark_more_texts.py")]
BEFORE = f"{int(AFTER) - 1:04}"
ATTRIBUTE, COMMENT, OTHER = (uuid.UUID(int=number) for number in (1, 2, 3))


def tables_of(connection):
    tables = sa.MetaData()
    names = ["attributes", "comments", "passages", "marked_texts", "profiles"]
    tables.reflect(connection, only=names)
    return tables.tables


def quotes(engine, column):
    with engine.begin() as connection:
        rows = connection.execute(sa.text(f"SELECT {column}, quote FROM passages")).all()
        texts = connection.execute(sa.text(f"SELECT {column} FROM marked_texts")).all()
    assert {uuid.UUID(str(row[0])) for row in texts} == {uuid.UUID(str(row[0])) for row in rows}
    return {(uuid.UUID(str(row[0])), row.quote) for row in rows}


def test_quotes_stay_where_they_are(engine):
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        rows_of_a_ballot(connection)
        tables = tables_of(connection)
        profile = uuid.UUID(str(connection.execute(sa.text("SELECT id FROM profiles")).scalar()))
        fill(connection, tables["attributes"], {"id": ATTRIBUTE, "profile_id": profile})
        for key in (COMMENT, OTHER):
            about = {"id": key, "profile_id": profile, "attribute_id": None, "parent_id": None}
            fill(connection, tables["comments"], about)
        about = {"comment_id": COMMENT, "attribute_id": ATTRIBUTE, "quote": "clearly"}
        fill(connection, tables["passages"], about)
        fill(connection, tables["marked_texts"], {"attribute_id": ATTRIBUTE})
    upgrade(engine, AFTER)
    assert quotes(engine, "text_id") == {(ATTRIBUTE, "clearly")}
    with engine.begin() as connection:
        tables = tables_of(connection)
        about = {"comment_id": OTHER, "text_id": profile, "quote": "every graduate"}
        fill(connection, tables["passages"], about)
        fill(connection, tables["marked_texts"], {"text_id": profile})
    downgrade(engine, BEFORE)
    assert quotes(engine, "attribute_id") == {(ATTRIBUTE, "clearly")}
