"""The step that keeps votes apart: votes of before stay, those of table cards are known as such."""

import uuid

import sqlalchemy as sa

from pog.config import resources
from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import fill
from tests.migrations.test_migration_steps import engine
from tests.migrations.test_vote_at_tables import BALLOT, SEAT, rows_of_a_ballot

__all__ = ["engine"]

[AFTER] = [path.name[:4] for path in resources().glob("migrations/*_keep_votes_apart.py")]
BEFORE = f"{int(AFTER) - 1:04}"


def rows_of_a_table(connection):
    """A second seat that has a card, and its vote; and the two groups a convening may have."""
    rows_of_a_ballot(connection)
    tables = sa.MetaData()
    names = ["participants", "votes", "tables", "table_cards", "stakeholder_groups"]
    tables.reflect(connection, only=names)
    convening_id = uuid.UUID(str(connection.execute(sa.text("SELECT id FROM convenings")).scalar()))
    about = {"convening_id": convening_id}
    seat, table = uuid.uuid4(), uuid.uuid4()
    fill(connection, tables.tables["participants"], {**about, "id": seat, "nickname": "Card 1"})
    fill(connection, tables.tables["tables"], {**about, "id": table, "number": 1})
    given = {"id": uuid.uuid4(), "table_id": table, "participant_id": seat, "number": 1}
    fill(connection, tables.tables["table_cards"], given)
    given = {"id": uuid.uuid4(), "ballot_id": BALLOT, "participant_id": seat, "marks": {"x": 1}}
    fill(connection, tables.tables["votes"], given)
    for name in ("Students", "Families"):
        given = {**about, "id": uuid.uuid4(), "name": name, "letter": name[0]}
        fill(connection, tables.tables["stakeholder_groups"], given)


def asked(engine, statement):
    with engine.begin() as connection:
        return connection.execute(sa.text(statement)).all()


def test_votes_of_before_stay_and_know_how_they_came(engine):
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        rows_of_a_table(connection)
    upgrade(engine, AFTER)
    rows = asked(engine, "SELECT participant_id, channel FROM votes")
    assert sorted(channel for _seat, channel in rows) == ["phone", "table"]
    [channel] = [channel for seat, channel in rows if uuid.UUID(str(seat)) == SEAT]
    assert channel == "phone"
    [row] = asked(engine, "SELECT secret, group_ids, link_key FROM ballots")
    assert (bool(row.secret), row.group_ids in ("[]", []), row.link_key) == (False, True, None)
    rows = asked(engine, "SELECT name, students FROM stakeholder_groups ORDER BY name")
    assert [(name, bool(students)) for name, students in rows] == [
        ("Families", False),
        ("Students", True),
    ]
    assert asked(engine, "SELECT count(*) FROM secret_votes") == [(0,)]
    downgrade(engine, BEFORE)
    assert asked(engine, "SELECT count(*) FROM votes") == [(2,)]
