"""show in frames: who may show a profile on pages of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("embedding", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.alter_column("embedding", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_column("embedding")
