"""choose framework: which one is meant, of a file that holds several"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("framework_imports") as table:
        table.add_column(sa.Column("wanted", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("framework_imports") as table:
        table.alter_column("wanted", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("framework_imports") as table:
        table.drop_column("wanted")
