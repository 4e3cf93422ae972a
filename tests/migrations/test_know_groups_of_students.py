"""The step that knows groups of students by the words in their names."""

import uuid

import sqlalchemy as sa

from pog.config import resources
from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import fill
from tests.migrations.test_migration_steps import engine
from tests.migrations.test_vote_at_tables import rows_of_a_ballot

__all__ = ["engine"]

[AFTER] = [path.name[:4] for path in resources().glob("migrations/*_know_groups_of_students.py")]
BEFORE = f"{int(AFTER) - 1:04}"
NAMES = ("Middle School STUDENTS", "Estudiantes mayores", "Families", "Alumni")


def test_what_speaks_of_students_is_theirs(engine):
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        rows_of_a_ballot(connection)
        tables = sa.MetaData()
        tables.reflect(connection, only=["stakeholder_groups"])
        convening = connection.execute(sa.text("SELECT id FROM convenings")).scalar()
        for name in NAMES:
            given = {
                "id": uuid.uuid4(),
                "convening_id": uuid.UUID(str(convening)),
                "name": name,
                "letter": name[0],
            }
            fill(connection, tables.tables["stakeholder_groups"], given)
    upgrade(engine, AFTER)
    asked = sa.text("SELECT name FROM stakeholder_groups WHERE students ORDER BY name")
    for step in (downgrade, upgrade):
        with engine.begin() as connection:
            found = [row.name for row in connection.execute(asked)]
        assert sorted(found) == sorted(NAMES[:2])
        step(engine, BEFORE if step is downgrade else AFTER)
