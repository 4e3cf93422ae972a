"""list what is published: each identifier with the edition or framework it stands in"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_things",
        sa.Column("identifier", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_published_things_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["frameworks.id"],
            name=op.f("fk_published_things_framework_id_frameworks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("identifier", name=op.f("pk_published_things")),
    )
    with op.batch_alter_table("published_things", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_things_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_published_things_framework_id"), ["framework_id"], unique=False
        )
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    frameworks = sa.table("frameworks", sa.column("created_at"), sa.column("changed_at"))
    op.execute(frameworks.update().values(changed_at=frameworks.c.created_at))
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.alter_column("changed_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.drop_column("changed_at")
    op.drop_table("published_things")
