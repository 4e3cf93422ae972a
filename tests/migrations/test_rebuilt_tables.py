"""A step that rebuilds a table on SQLite keeps the rows that point to it."""

import pytest
import sqlalchemy as sa
from alembic import command

from pog.core import schema
from pog.core.database import prepare_engine


@pytest.fixture
def engine():
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    prepare_engine(engine)
    yield engine
    engine.dispose()


def rebuild(config, revision):
    """What a batch step does: a new table, the rows, the old one dropped, the name taken."""
    connection = config.attributes["connection"]
    for statement in (
        "CREATE TABLE fresh (id INTEGER PRIMARY KEY)",
        "INSERT INTO fresh SELECT id FROM halls WHERE id < 100",
        "DROP TABLE halls",
        "ALTER TABLE fresh RENAME TO halls",
    ):
        connection.exec_driver_sql(statement)


@pytest.fixture
def halls(engine, monkeypatch):
    monkeypatch.setattr(command, "upgrade", rebuild)
    with schema.writing(), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE halls (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE seats (hall INTEGER REFERENCES halls ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO halls VALUES (1), (2)")
        connection.exec_driver_sql("INSERT INTO seats VALUES (1), (2)")
    return engine


def test_rows_that_point_to_a_rebuilt_table_stay(halls):
    schema.upgrade(halls)
    with halls.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_step_that_leaves_rows_pointing_nowhere_changes_nothing(halls):
    with schema.writing(), halls.begin() as connection:
        connection.exec_driver_sql("INSERT INTO halls VALUES (100)")
        connection.exec_driver_sql("INSERT INTO seats VALUES (100)")
    with pytest.raises(RuntimeError, match="point nowhere"):
        schema.upgrade(halls)
    with halls.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM halls").scalar() == 3
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
