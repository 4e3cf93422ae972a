"""Step 0005: options of ballots that were there before stay, about no cluster, both ways."""

import uuid

import sqlalchemy as sa

from pog.core.schema import downgrade, upgrade
from tests.migrations.test_keep_rounds_open import fill, rows_before
from tests.migrations.test_migration_steps import engine

__all__ = ["engine"]

BALLOT, OPTION, VOTE, SEAT = (uuid.uuid4() for _ in range(4))


def rows_of_a_ballot(connection):
    rows_before(connection)
    tables = sa.MetaData()
    tables.reflect(connection, only=["convenings", "participants", "ballots", "options", "votes"])
    convening_id = uuid.UUID(str(connection.execute(sa.text("SELECT id FROM convenings")).scalar()))
    about = {"convening_id": convening_id}
    fill(connection, tables.tables["participants"], {**about, "id": SEAT, "nickname": "Heron"})
    fill(connection, tables.tables["ballots"], {**about, "id": BALLOT, "question": "Which?"})
    given = {"id": OPTION, "ballot_id": BALLOT, "name": "Courage", "wording": "Dares."}
    fill(connection, tables.tables["options"], given)
    given = {"id": VOTE, "ballot_id": BALLOT, "participant_id": SEAT, "marks": {"x": 1}}
    fill(connection, tables.tables["votes"], given)


def the_option(engine):
    with engine.begin() as connection:
        option = connection.execute(sa.text("SELECT * FROM options")).mappings().one()
        votes = connection.execute(sa.text("SELECT count(*) FROM votes")).scalar()
    return dict(option), votes


def test_options_and_votes_of_before_stay(engine):
    upgrade(engine, "0004")
    with engine.begin() as connection:
        rows_of_a_ballot(connection)
    upgrade(engine, "0005")
    option, votes = the_option(engine)
    assert (option["name"], option["wording"], option["cluster_id"]) == ("Courage", "Dares.", None)
    assert votes == 1
    downgrade(engine, "0004")
    option, votes = the_option(engine)
    assert (option["name"], "cluster_id" in option, votes) == ("Courage", False, 1)
