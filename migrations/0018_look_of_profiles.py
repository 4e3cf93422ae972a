"""look of profiles"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profiles") as table:
        table.add_column(sa.Column("look", sa.JSON(), nullable=False, server_default="{}"))
    # From now on the application says it each time.
    with op.batch_alter_table("profiles") as table:
        table.alter_column("look", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("profiles") as table:
        table.drop_column("look")
