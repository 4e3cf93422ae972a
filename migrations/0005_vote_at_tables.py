"""vote at tables, and with dots on clusters"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("options") as batch_op:
        batch_op.add_column(sa.Column("cluster_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_options_cluster_id_clusters"),
            "clusters",
            ["cluster_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_table(
        "tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scribe_id", sa.Uuid(), nullable=True),
        sa.Column("last_card", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_tables_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scribe_id"],
            ["participants.id"],
            name=op.f("fk_tables_scribe_id_participants"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tables")),
        sa.UniqueConstraint("convening_id", "number", name=op.f("uq_tables_convening_id_number")),
        sa.UniqueConstraint("scribe_id", name=op.f("uq_tables_scribe_id")),
    )
    op.create_table(
        "table_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["tables.id"],
            name=op.f("fk_table_cards_table_id_tables"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_table_cards_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_cards")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_table_cards_participant_id")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_table_cards_table_id_number")),
    )
    op.create_table(
        "card_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["ballots.id"],
            name=op.f("fk_card_entries_ballot_id_ballots"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["table_cards.id"],
            name=op.f("fk_card_entries_card_id_table_cards"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_entries")),
    )
    with op.batch_alter_table("card_entries") as batch_op:
        batch_op.create_index(batch_op.f("ix_card_entries_ballot_id"), ["ballot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_entries_card_id"), ["card_id"], unique=False)
    op.create_table(
        "count_sheets",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("handed_out", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "handed_out >= 0 AND blank >= 0 AND spoiled >= 0",
            name=op.f("ck_count_sheets_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["ballots.id"],
            name=op.f("fk_count_sheets_ballot_id_ballots"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["tables.id"],
            name=op.f("fk_count_sheets_table_id_tables"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ballot_id", "table_id", name=op.f("pk_count_sheets")),
    )
    with op.batch_alter_table("count_sheets") as batch_op:
        batch_op.create_index(batch_op.f("ix_count_sheets_table_id"), ["table_id"], unique=False)


def downgrade() -> None:
    op.drop_table("count_sheets")
    op.drop_table("card_entries")
    op.drop_table("table_cards")
    op.drop_table("tables")
    with op.batch_alter_table("options") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_options_cluster_id_clusters"), type_="foreignkey")
        batch_op.drop_column("cluster_id")
