"""keep rounds open, close with next steps"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("convenings") as table:
        table.add_column(sa.Column("follow_up", sa.String(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("names_in_record", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="meeting"))
        table.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # What was there is a meeting without more; from now on the application says it each time.
    with op.batch_alter_table("convenings") as table:
        for name in ("follow_up", "names_in_record", "kind", "listed"):
            table.alter_column(name, server_default=None)
    op.create_table(
        "next_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_next_steps_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_steps")),
    )
    op.create_index(op.f("ix_next_steps_convening_id"), "next_steps", ["convening_id"])
    op.create_table(
        "finished_steps",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_finished_steps_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_finished_steps_activity_id_activities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "activity_id", name=op.f("pk_finished_steps")),
    )
    op.create_index(op.f("ix_finished_steps_activity_id"), "finished_steps", ["activity_id"])


def downgrade() -> None:
    op.drop_table("finished_steps")
    op.drop_table("next_steps")
    with op.batch_alter_table("convenings") as table:
        for name in ("listed", "closes_at", "opens_at", "kind", "names_in_record", "follow_up"):
            table.drop_column(name)
