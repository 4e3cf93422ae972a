"""endorse in working groups, keep crosswalks, name qualifications"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "crosswalks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("imported_from", sa.String(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_crosswalks_organization_id_organizations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalks")),
        sa.UniqueConstraint("key", name=op.f("uq_crosswalks_key")),
    )
    op.create_index(op.f("ix_crosswalks_organization_id"), "crosswalks", ["organization_id"])
    op.create_table(
        "qualifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("for_students", sa.String(), nullable=False),
        sa.Column("for_institutions", sa.String(), nullable=False),
        sa.Column("for_employers", sa.String(), nullable=False),
        sa.Column("level_note", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_qualifications_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifications")),
    )
    op.create_index(op.f("ix_qualifications_profile_id"), "qualifications", ["profile_id"])
    op.create_table(
        "working_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_working_groups_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_groups")),
        sa.UniqueConstraint(
            "profile_id", "sector", name=op.f("uq_working_groups_profile_id_sector")
        ),
    )
    op.create_table(
        "crosswalk_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crosswalk_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_framework", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("source_code", sa.String(), nullable=False),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("target_framework", sa.String(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("target_code", sa.String(), nullable=False),
        sa.Column("target_text", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["crosswalk_id"],
            ["crosswalks.id"],
            name=op.f("fk_crosswalk_links_crosswalk_id_crosswalks"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["competencies.id"],
            name=op.f("fk_crosswalk_links_source_id_competencies"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["competencies.id"],
            name=op.f("fk_crosswalk_links_target_id_competencies"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalk_links")),
    )
    op.create_index(op.f("ix_crosswalk_links_crosswalk_id"), "crosswalk_links", ["crosswalk_id"])
    op.create_index(op.f("ix_crosswalk_links_source_id"), "crosswalk_links", ["source_id"])
    op.create_index(op.f("ix_crosswalk_links_target_id"), "crosswalk_links", ["target_id"])
    op.create_table(
        "qualification_levels",
        sa.Column("qualification_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_qualification_levels_competency_id_competencies"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualifications.id"],
            name=op.f("fk_qualification_levels_qualification_id_qualifications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "qualification_id", "competency_id", name=op.f("pk_qualification_levels")
        ),
    )
    op.create_index(
        op.f("ix_qualification_levels_competency_id"), "qualification_levels", ["competency_id"]
    )
    op.create_table(
        "qualification_attributes",
        sa.Column("qualification_id", sa.Uuid(), nullable=False),
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("extent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attributes.id"],
            name=op.f("fk_qualification_attributes_attribute_id_attributes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualifications.id"],
            name=op.f("fk_qualification_attributes_qualification_id_qualifications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "qualification_id", "attribute_id", name=op.f("pk_qualification_attributes")
        ),
    )
    op.create_index(
        op.f("ix_qualification_attributes_attribute_id"),
        "qualification_attributes",
        ["attribute_id"],
    )
    op.create_table(
        "working_group_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("working_group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("stakeholder_group_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_working_group_members_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_working_group_members_stakeholder_group_id_stakeholder_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_working_group_members_working_group_id_working_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group_members")),
    )
    op.create_index(
        op.f("ix_working_group_members_person_id"), "working_group_members", ["person_id"]
    )
    op.create_index(
        op.f("ix_working_group_members_stakeholder_group_id"),
        "working_group_members",
        ["stakeholder_group_id"],
    )
    op.create_index(
        op.f("ix_working_group_members_working_group_id"),
        "working_group_members",
        ["working_group_id"],
    )
    op.create_table(
        "endorsements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alignment_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alignment_id"],
            ["alignments.id"],
            name=op.f("fk_endorsements_alignment_id_alignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint("alignment_id", "by", name=op.f("uq_endorsements_alignment_id_by")),
    )
    op.add_column("alignment_changes", sa.Column("alignment_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_alignment_changes_alignment_id"), "alignment_changes", ["alignment_id"]
    )
    # Pairs live with their crosswalks from now on; they are loaded anew.
    op.drop_table("published_pairs")
    op.execute("DELETE FROM loaded_seeds WHERE name = 'crosswalks'")


def downgrade() -> None:
    op.execute("DELETE FROM loaded_seeds WHERE name = 'crosswalks'")
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
    op.drop_index(op.f("ix_alignment_changes_alignment_id"), table_name="alignment_changes")
    op.drop_column("alignment_changes", "alignment_id")
    op.drop_table("endorsements")
    op.drop_index(
        op.f("ix_working_group_members_working_group_id"), table_name="working_group_members"
    )
    op.drop_index(
        op.f("ix_working_group_members_stakeholder_group_id"), table_name="working_group_members"
    )
    op.drop_index(op.f("ix_working_group_members_person_id"), table_name="working_group_members")
    op.drop_table("working_group_members")
    op.drop_index(
        op.f("ix_qualification_attributes_attribute_id"), table_name="qualification_attributes"
    )
    op.drop_table("qualification_attributes")
    op.drop_index(op.f("ix_qualification_levels_competency_id"), table_name="qualification_levels")
    op.drop_table("qualification_levels")
    op.drop_index(op.f("ix_crosswalk_links_target_id"), table_name="crosswalk_links")
    op.drop_index(op.f("ix_crosswalk_links_source_id"), table_name="crosswalk_links")
    op.drop_index(op.f("ix_crosswalk_links_crosswalk_id"), table_name="crosswalk_links")
    op.drop_table("crosswalk_links")
    op.drop_table("working_groups")
    op.drop_index(op.f("ix_qualifications_profile_id"), table_name="qualifications")
    op.drop_table("qualifications")
    op.drop_index(op.f("ix_crosswalks_organization_id"), table_name="crosswalks")
    op.drop_table("crosswalks")
