"""keep texts written together"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coedited_texts",
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column("shown_number", sa.Integer(), nullable=False),
        sa.Column("cut_number", sa.Integer(), nullable=False),
        sa.Column("typists", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attributes.id"],
            name=op.f("fk_coedited_texts_attribute_id_attributes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attribute_id", name=op.f("pk_coedited_texts")),
    )
    op.create_table(
        "text_updates",
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["coedited_texts.attribute_id"],
            name=op.f("fk_text_updates_attribute_id_coedited_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attribute_id", "number", name=op.f("pk_text_updates")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("contributors", sa.JSON(), nullable=False, server_default="[]")
        )
    # Only rows of before need it: later ones say themselves who wrote them.
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.alter_column("contributors", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_column("contributors")
    op.drop_table("text_updates")
    op.drop_table("coedited_texts")
