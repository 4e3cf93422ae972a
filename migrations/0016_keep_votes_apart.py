"""keep votes apart from voters, with quorums, groups and a record"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PLAIN = ("secret", "group_ids", "group_codes")


def upgrade() -> None:
    with op.batch_alter_table("ballots") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.add_column(
            sa.Column("secret", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("link_key", sa.String(), nullable=True))
        table.add_column(sa.Column("group_ids", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("group_codes", sa.JSON(), nullable=False, server_default="[]"))
        for name in (
            "quorum_percent",
            "quorum_number",
            "pass_percent",
            "pass_groups",
            "shown_each",
            "could_vote",
        ):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.create_index(op.f("ix_ballots_series_id"), ["series_id"])
    with op.batch_alter_table("options") as table:
        table.add_column(sa.Column("source_kind", sa.String(), nullable=True))
        table.add_column(sa.Column("source_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("votes") as table:
        table.add_column(sa.Column("channel", sa.String(), nullable=False, server_default="phone"))
    with op.batch_alter_table("stakeholder_groups") as table:
        table.add_column(
            sa.Column("students", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE votes SET channel = 'table' "
        "WHERE participant_id IN (SELECT participant_id FROM table_cards)"
    )
    groups = sa.table("stakeholder_groups", sa.column("students"), sa.column("name"))
    op.execute(
        groups.update().where(groups.c.name.in_(["Students", "Estudiantes"])).values(students=True)
    )
    # What was there says it by itself; from now on the application says it each time.
    with op.batch_alter_table("ballots") as table:
        for name in PLAIN:
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("votes") as table:
        table.alter_column("channel", server_default=None)
    with op.batch_alter_table("stakeholder_groups") as table:
        table.alter_column("students", server_default=None)
    lay_tables()


def lay_tables() -> None:
    op.create_table(
        "voters",
        *seat_and_ballot("voters"),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_voters_participant_id"), "voters", ["participant_id"])
    op.create_table(
        "secret_votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        belongs_to("ballots", "ballot_id", "secret_votes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_votes")),
        sa.UniqueConstraint("link", name=op.f("uq_secret_votes_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_secret_votes_ballot_id"), "secret_votes", ["ballot_id"])
    op.create_table(
        "portions",
        *seat_and_ballot("portions"),
        sa.Column("options", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_portions_participant_id"), "portions", ["participant_id"])
    op.create_table(
        "ballot_log",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        belongs_to("ballots", "ballot_id", "ballot_log"),
        sa.PrimaryKeyConstraint("ballot_id", "number", name=op.f("pk_ballot_log")),
    )


def seat_and_ballot(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        belongs_to("ballots", "ballot_id", table),
        belongs_to("participants", "participant_id", table),
        sa.PrimaryKeyConstraint("ballot_id", "participant_id", name=op.f(f"pk_{table}")),
    ]


def belongs_to(other: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for name in ("ballot_log", "portions", "secret_votes", "voters"):
        op.drop_table(name)
    with op.batch_alter_table("stakeholder_groups") as table:
        table.drop_column("students")
    with op.batch_alter_table("votes") as table:
        table.drop_column("channel")
    with op.batch_alter_table("options") as table:
        table.drop_column("source_id")
        table.drop_column("source_kind")
    with op.batch_alter_table("ballots") as table:
        table.drop_index(op.f("ix_ballots_series_id"))
        for name in (
            "could_vote",
            "shown_each",
            "pass_groups",
            "pass_percent",
            "quorum_number",
            "quorum_percent",
            "group_codes",
            "group_ids",
            "link_key",
            "secret",
            "series_id",
        ):
            table.drop_column(name)
