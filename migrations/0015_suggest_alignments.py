"""suggest alignments: published pairs to follow, and what was dismissed"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crosswalk", sa.String(), nullable=False),
        sa.Column("source_framework", sa.String(), nullable=False),
        sa.Column("source_code", sa.String(), nullable=True),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("target_framework", sa.String(), nullable=False),
        sa.Column("target_code", sa.String(), nullable=True),
        sa.Column("target_text", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("citation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_pairs")),
    )
    op.create_table(
        "dismissed_matches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attributes.id"],
            name=op.f("fk_dismissed_matches_attribute_id_attributes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_dismissed_matches_competency_id_competencies"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_dismissed_matches_person_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_matches")),
        sa.UniqueConstraint(
            "attribute_id",
            "competency_id",
            name=op.f("uq_dismissed_matches_attribute_id_competency_id"),
        ),
    )
    with op.batch_alter_table("dismissed_matches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dismissed_matches_competency_id"), ["competency_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("dismissed_matches")
    op.drop_table("published_pairs")
