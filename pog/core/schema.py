"""Bringing a database to the newest schema. The steps lie in migrations/."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from pog.config import resources
from pog.core.database import writing

ENVIRONMENT = Path(__file__).resolve().parent / "migrating"


def migration_config(connection: Connection | None = None) -> Config:
    """Alembic's settings; it works on the given connection."""
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", str(resources() / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Take every step that is missing, in one transaction."""
    with _taking_steps(engine) as connection:
        command.upgrade(migration_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    with _taking_steps(engine) as connection:
        command.downgrade(migration_config(connection), revision)


@contextmanager
def _taking_steps(engine: Engine) -> Iterator[Connection]:
    """A transaction in which SQLite's tables can be rebuilt.

    SQLite changes a table by dropping it and filling a new one, and with foreign keys switched on
    dropping deletes what points to its rows. They can only be switched outside a transaction.
    """
    if engine.dialect.name != "sqlite":
        with writing(), engine.begin() as connection:
            yield connection
        return
    with writing(), engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None  # just connected
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                broken = set(connection.exec_driver_sql("PRAGMA foreign_key_check"))
                yield connection
                broken = set(connection.exec_driver_sql("PRAGMA foreign_key_check")) - broken
                if broken:
                    raise RuntimeError(f"A step left rows that point nowhere: {sorted(broken)}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def newest() -> str | None:
    """The name of the last step there is."""
    return ScriptDirectory.from_config(migration_config()).get_current_head()


def reached(engine: Engine) -> str | None:
    """The name of the last step the database took."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_modelled(_thing: object, name: str | None, kind: str, *_: object) -> bool:
    """Whether a table or index that is in the database has to stand in a model as well.

    Full-text indexes are the database's own business: `<table>_index` and what belongs to it.
    """
    return not (name and (name.endswith("_index") or "_index_" in name))
