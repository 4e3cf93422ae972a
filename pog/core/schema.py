"""Bringing a database to the newest schema. The steps lie in migrations/."""

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
    with writing(), engine.begin() as connection:
        command.upgrade(migration_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    with writing(), engine.begin() as connection:
        command.downgrade(migration_config(connection), revision)


def newest() -> str | None:
    """The name of the last step there is."""
    return ScriptDirectory.from_config(migration_config()).get_current_head()


def reached(engine: Engine) -> str | None:
    """The name of the last step the database took."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
