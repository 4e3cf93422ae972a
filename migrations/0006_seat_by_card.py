"""seat by card, in several groups, with a hand-over"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant_groups",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_participant_groups_group_id_stakeholder_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_participant_groups_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "group_id", name=op.f("pk_participant_groups")),
    )
    with op.batch_alter_table("participant_groups") as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_groups_group_id"), ["group_id"])

    op.create_table(
        "summonses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_summonses_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summonses")),
    )
    with op.batch_alter_table("summonses") as batch_op:
        batch_op.create_index(batch_op.f("ix_summonses_convening_id"), ["convening_id"])

    op.create_table(
        "cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_cards_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_cards_group_id_stakeholder_groups"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_cards_participant_id_participants"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_cards_code_hash")),
        sa.UniqueConstraint(
            "convening_id", "batch", "number", name=op.f("uq_cards_convening_id_batch_number")
        ),
    )
    with op.batch_alter_table("cards") as batch_op:
        batch_op.create_index(batch_op.f("ix_cards_participant_id"), ["participant_id"])

    op.add_column("convenings", sa.Column("summons_id", sa.Uuid(), nullable=True))
    op.add_column("participants", sa.Column("came_to_id", sa.Uuid(), nullable=True))
    op.add_column("participants", sa.Column("given_up_for_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_participants_given_up_for_id"), "participants", ["given_up_for_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_participants_given_up_for_id"), table_name="participants")
    op.drop_column("participants", "given_up_for_id")
    op.drop_column("participants", "came_to_id")
    op.drop_column("convenings", "summons_id")
    op.drop_table("cards")
    op.drop_table("summonses")
    op.drop_table("participant_groups")
