"""Step 0010: what was hidden before stands in the log; what waits is not shown on the way back."""

import uuid

import sqlalchemy as sa

from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import WHAT, WHEN, WHO, fill
from tests.migrations.test_migration_steps import engine

__all__ = ["engine"]


def rows_before(connection):
    tables = sa.MetaData()
    tables.reflect(connection, only=["organizations", "profiles", "convenings", "comments"])
    known = tables.tables
    fill(connection, known["organizations"], {"id": WHO, "slug": "riverbend"})
    fill(connection, known["profiles"], {"id": WHAT, "organization_id": WHO, "slug": "p"})
    given = {"id": WHEN, "organization_id": WHO, "profile_id": WHAT, "join_code": "A"}
    fill(connection, known["convenings"], given)
    said = {"profile_id": WHAT, "convening_id": WHEN}
    fill(connection, known["comments"], {**said, "id": uuid.uuid4(), "body": "Shown"})
    hidden = {"hidden_at": sa.func.now(), "hidden_reason": "Names a person.", "hidden_by": "Ana"}
    fill(connection, known["comments"], {**said, "id": uuid.uuid4(), "body": "Hidden", **hidden})


def rows(engine, statement):
    with engine.begin() as connection:
        return connection.execute(sa.text(statement)).all()


def test_the_log_begins_with_what_was_hidden(engine):
    upgrade(engine, "0009")
    with engine.begin() as connection:
        rows_before(connection)
    upgrade(engine, "0010")
    lines = rows(engine, 'SELECT action, "by", reason FROM moderation_log')
    assert [tuple(line) for line in lines] == [("hidden", "Ana", "Names a person.")]
    assert len(rows(engine, "SELECT id FROM comments WHERE held_at IS NULL")) == 2
    with engine.begin() as connection:
        now = "UPDATE comments SET held_at = CURRENT_TIMESTAMP WHERE body = 'Shown'"
        connection.execute(sa.text(now))
    downgrade(engine, "0009")
    assert [row.body for row in rows(engine, "SELECT body FROM comments")] == ["Hidden"]
