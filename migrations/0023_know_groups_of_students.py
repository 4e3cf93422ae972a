"""know groups of students: those whose names speak of them, as new groups do"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WORDS = ("student", "pupil", "learner", "estudiant", "alumno", "alumna")


def upgrade() -> None:
    groups = sa.table("stakeholder_groups", sa.column("students"), sa.column("name"))
    spoken_of = sa.or_(*(sa.func.lower(groups.c.name).contains(word) for word in WORDS))
    op.execute(groups.update().where(spoken_of).values(students=True))


def downgrade() -> None:
    """Who was taken for students stays: nobody is shown who was not before."""
