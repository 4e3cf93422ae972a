"""Step 0012: alignments of before join whole attributes; competencies of before are found."""

import uuid

import sqlalchemy as sa

from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import WHAT, fill, rows_before
from tests.migrations.test_migration_steps import engine

__all__ = ["engine"]

FRAMEWORK, COMPETENCY, ATTRIBUTE, FIRST, SECOND = (uuid.uuid4() for _ in range(5))
TABLES = ["frameworks", "competencies", "attributes", "alignments", "alignment_changes"]


def tables_of(connection):
    tables = sa.MetaData()
    tables.reflect(connection, only=TABLES)
    return tables.tables


def rows_of_an_alignment(connection):
    rows_before(connection)
    tables = tables_of(connection)
    fill(connection, tables["frameworks"], {"id": FRAMEWORK, "title": "Skills", "sector": "k12"})
    given = {"id": COMPETENCY, "framework_id": FRAMEWORK, "name": "Listening closely"}
    fill(connection, tables["competencies"], given)
    fill(connection, tables["attributes"], {"id": ATTRIBUTE, "profile_id": WHAT, "name": "Ear"})
    pair = {"attribute_id": ATTRIBUTE, "competency_id": COMPETENCY, "relation": "exact"}
    fill(connection, tables["alignments"], {"id": FIRST, "state": "proposed", **pair})
    fill(connection, tables["alignment_changes"], {"id": uuid.uuid4(), "change": "added", **pair})


def column(engine, sql):
    with engine.begin() as connection:
        return [value for (value,) in connection.execute(sa.text(sql))]


def same(value, key):
    return uuid.UUID(str(value)) == key


def test_what_was_aligned_is_the_whole_attribute_and_is_found(engine):
    upgrade(engine, "0011")
    with engine.begin() as connection:
        rows_of_an_alignment(connection)
    upgrade(engine, "0012")
    for table in ("alignments", "alignment_changes"):
        (subject,) = column(engine, f"SELECT subject_id FROM {table}")
        assert same(subject, ATTRIBUTE)
    assert column(engine, "SELECT edition FROM frameworks") == [""]
    if engine.dialect.name == "sqlite":
        asked = "SELECT count(*) FROM competency_index WHERE competency_index MATCH 'listening'"
    else:
        asked = "SELECT count(*) FROM competency_index WHERE words @@ 'listening'"
    assert column(engine, asked) == [1]


def test_on_the_way_back_one_alignment_of_a_pair_stays(engine):
    upgrade(engine, "0011")
    with engine.begin() as connection:
        rows_of_an_alignment(connection)
    upgrade(engine, "0012")
    with engine.begin() as connection:
        given = {"id": SECOND, "attribute_id": ATTRIBUTE, "subject_id": uuid.uuid4()}
        given |= {"competency_id": COMPETENCY, "state": "proposed", "relation": "peer"}
        given |= {"created_at": sa.text("'2999-01-01 00:00:00'")}
        fill(connection, tables_of(connection)["alignments"], given)
    downgrade(engine, "0011")
    (kept,) = column(engine, "SELECT id FROM alignments")
    assert same(kept, FIRST)
