"""share upward"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profiles") as table:
        table.add_column(
            sa.Column("shares_upward", sa.String(), nullable=False, server_default="editions")
        )
    # From now on the application says it each time.
    with op.batch_alter_table("profiles") as table:
        table.alter_column("shares_upward", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("profiles") as table:
        table.drop_column("shares_upward")
