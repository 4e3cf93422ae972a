"""A migrated, empty database for each test, in milliseconds, on SQLite and on PostgreSQL."""

import os
import shutil
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from pog.core.database import prepare_engine
from pog.core.schema import upgrade
from tests.services import postgresql_is_installed

DATABASES = tuple(os.environ.get("POG_TEST_DATABASES", "sqlite,postgresql").split(","))

# One statement on the server: asking about forty tables one by one would take longer than a test.
EMPTY_ALL_TABLES = """
DO $$
DECLARE this text; used boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR this IN SELECT quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || this || ')' INTO used;
    IF used THEN EXECUTE 'DELETE FROM ' || this; END IF;
  END LOOP;
END $$
"""


class TestDatabase(Protocol):
    """A database that can be made empty again; what the migrations put in stays."""

    __test__ = False
    url: str

    def reset(self) -> None: ...


def migrate(url: str) -> None:
    """Bring an empty database to the newest schema, the way `pog serve` does."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    prepare_engine(engine)
    upgrade(engine)


class SqliteFile:
    """A file that is copied anew from the migrated one."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.db"
        self.path = folder / "test.db"
        migrate(f"sqlite:///{self.template}")
        self.url = f"sqlite:///{self.path}"

    def reset(self) -> None:
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)


class PostgresqlDatabase:
    """A database whose used tables are emptied."""

    def __init__(self, server_url: str) -> None:
        self.url = create_database(server_url, "pog_test")
        migrate(self.url)
        self.engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT", pool_size=1)

    def reset(self) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"BEGIN; {EMPTY_ALL_TABLES}; COMMIT")

    def close(self) -> None:
        self.engine.dispose()


def create_database(server_url: str, name: str) -> str:
    """Create an empty database on the server and return its address."""
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)


def why_not(database: str) -> str | None:
    """Why tests cannot run on this database here, or None when they can."""
    if database == "postgresql" and not postgresql_is_installed():
        return "PostgreSQL is not installed"
    return None
