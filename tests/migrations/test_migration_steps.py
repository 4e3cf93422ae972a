"""The steps lie on one straight line, lead to the models, and can be taken back."""

import importlib
import itertools
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pog.app import FEATURES
from pog.config import PACKAGE, resources
from pog.core.database import Model, prepare_engine
from pog.core.schema import downgrade, is_modelled, migration_config, newest, reached, upgrade
from tests.databases import DATABASES, create_database, why_not

importlib.import_module("pog.core.topics")  # its tables belong to no feature
for feature in FEATURES:
    if (PACKAGE / feature / "models.py").exists():
        importlib.import_module(f"pog.{feature}.models")


def steps():
    """All steps, oldest first."""
    scripts = ScriptDirectory.from_config(migration_config())
    return list(reversed(list(scripts.walk_revisions())))


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.postgresql if name == "postgresql" else ())
        for name in DATABASES
    ]
)
def engine(request):
    """An empty database, of each kind."""
    if reason := why_not(request.param):
        pytest.skip(reason)
    if request.param == "sqlite":
        # One connection, in memory: a second one would see an empty database of its own.
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    else:
        server = request.getfixturevalue("postgresql_server")
        engine = sa.create_engine(create_database(server, "pog_steps"), poolclass=sa.NullPool)
    prepare_engine(engine)
    yield engine
    engine.dispose()


def schema_of(engine):
    """Every table with its columns, keys, indexes and checks, in a form that compares.

    All tables are asked for at once, on one connection: one by one it takes minutes for all steps.
    """
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        columns = inspector.get_multi_columns()
        keys = inspector.get_multi_pk_constraint()
        foreign = inspector.get_multi_foreign_keys()
        unique = inspector.get_multi_unique_constraints()
        indexes = inspector.get_multi_indexes()
        checks = inspector.get_multi_check_constraints()
    return {
        table[1]: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], str(c["default"]))
                for c in columns[table]
            ),
            "primary key": keys[table]["constrained_columns"],
            "foreign keys": sorted(
                (k["name"] or "", k["constrained_columns"], k["referred_table"], str(k["options"]))
                for k in foreign[table]
            ),
            "unique": sorted((u["name"] or "", u["column_names"]) for u in unique[table]),
            "indexes": sorted(
                (i["name"] or "", i["column_names"], bool(i["unique"])) for i in indexes[table]
            ),
            "checks": sorted((c["name"] or "", c["sqltext"]) for c in checks[table]),
        }
        for table in columns
        if table[1] != "alembic_version"
    }


def test_steps_lie_on_one_straight_line():
    taken = steps()
    assert taken[0].down_revision is None
    for before, after in itertools.pairwise(taken):
        assert after.down_revision == before.revision
    assert newest() == taken[-1].revision


def test_steps_are_numbered_and_say_what_they_do():
    for number, step in enumerate(steps(), start=1):
        name = step.path.rsplit("/", 1)[-1]
        assert re.fullmatch(rf"{number:04d}_[a-z][a-z0-9_]*\.py", name), name
        assert step.revision == f"{number:04d}"
        assert step.doc, f"{name} has no docstring"


def test_nothing_else_lies_among_the_steps():
    files = {path.name for path in (resources() / "migrations").glob("*.py")}
    assert files == {step.path.rsplit("/", 1)[-1] for step in steps()}


def test_newest_schema_is_what_the_models_say(engine):
    upgrade(engine)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": is_modelled}
        context = MigrationContext.configure(connection, opts=opts)
        differences = compare_metadata(context, Model.metadata)
    assert differences == []


def test_a_new_database_reaches_the_newest_step_and_stays_there(engine):
    assert reached(engine) is None
    upgrade(engine)
    assert reached(engine) == newest()
    upgrade(engine)
    assert reached(engine) == newest()


def test_each_step_up_and_down_again_leaves_the_schema_as_it_was(engine):
    after = schema_of(engine)
    for step in steps():
        before = after
        upgrade(engine, step.revision)
        after = schema_of(engine)
        does_nothing = not step.module.upgrade.__code__.co_names
        assert after != before or does_nothing or moves_rows_alone(step), step.revision
        downgrade(engine, step.down_revision or "base")
        assert schema_of(engine) == before, f"{step.revision} leaves something behind"
        upgrade(engine, step.revision)
        assert schema_of(engine) == after, f"{step.revision} cannot be taken twice"


def moves_rows_alone(step):
    """Such a step has a file of tests of its own, with rows before and after."""
    name = Path(step.path).stem[len("0000_") :]
    return Path(__file__).with_name(f"test_{name}.py").exists()


def test_foreign_keys_hold_in_the_newest_schema(engine):
    """A batch step rebuilds SQLite's tables; each key must still point to one that is there."""
    upgrade(engine)
    inspector = sa.inspect(engine)
    tables = set(inspector.get_table_names())
    for table in tables:
        for key in inspector.get_foreign_keys(table):
            assert key["referred_table"] in tables, (table, key)
