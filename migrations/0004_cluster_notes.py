"""cluster notes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme_desks",
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("last_cluster", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_theme_desks_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("convening_id", name=op.f("pk_theme_desks")),
    )
    op.create_table(
        "clusters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attributes.id"],
            name=op.f("fk_clusters_attribute_id_attributes"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_clusters_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
        sa.UniqueConstraint("convening_id", "number", name=op.f("uq_clusters_convening_id_number")),
    )
    op.create_index(op.f("ix_clusters_attribute_id"), "clusters", ["attribute_id"])
    op.create_table(
        "clustered_notes",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("put_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["clusters.id"],
            name=op.f("fk_clustered_notes_cluster_id_clusters"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["notes.id"],
            name=op.f("fk_clustered_notes_note_id_notes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_clustered_notes")),
    )
    op.create_index(op.f("ix_clustered_notes_cluster_id"), "clustered_notes", ["cluster_id"])
    op.create_table(
        "cluster_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_cluster_steps_convening_id_convenings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_cluster_steps_participant_id_participants"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_cluster_steps_person_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_steps")),
        sa.UniqueConstraint(
            "convening_id", "number", name=op.f("uq_cluster_steps_convening_id_number")
        ),
    )
    op.create_index(
        op.f("ix_cluster_steps_convening_id_participant_id"),
        "cluster_steps",
        ["convening_id", "participant_id"],
    )
    op.create_index(op.f("ix_cluster_steps_person_id"), "cluster_steps", ["person_id"])
    op.create_table(
        "attribute_notes",
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attributes.id"],
            name=op.f("fk_attribute_notes_attribute_id_attributes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["notes.id"],
            name=op.f("fk_attribute_notes_note_id_notes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attribute_id", "note_id", name=op.f("pk_attribute_notes")),
    )
    op.create_index(op.f("ix_attribute_notes_note_id"), "attribute_notes", ["note_id"])


def downgrade() -> None:
    op.drop_table("attribute_notes")
    op.drop_table("cluster_steps")
    op.drop_table("clustered_notes")
    op.drop_table("clusters")
    op.drop_table("theme_desks")
