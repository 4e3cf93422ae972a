"""suggest words: suggestions, their marks and rules"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("first_revision_number", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("group_letter", sa.String(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("accepted_words", sa.String(), nullable=True),
        sa.Column("accepted_start", sa.Integer(), nullable=True),
        sa.Column("accepted_revision", sa.Integer(), nullable=True),
        sa.Column("is_minority", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=True),
        sa.Column("hidden_by", sa.String(), nullable=True),
        foreign_key("suggestions", "profile_id", "profiles", "CASCADE"),
        foreign_key("suggestions", "attribute_id", "attributes", "CASCADE"),
        foreign_key("suggestions", "convening_id", "convenings", "SET NULL"),
        foreign_key("suggestions", "person_id", "people", "SET NULL"),
        foreign_key("suggestions", "participant_id", "participants", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    for columns in (
        ["profile_id", "created_at"],
        ["attribute_id", "created_at"],
        ["convening_id"],
        ["person_id"],
        ["participant_id"],
    ):
        op.create_index(f"ix_suggestions_{'_'.join(columns)}", "suggestions", columns)
    op.create_table(
        "suggestion_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("stance", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (participant_id IS NULL)",
            name=op.f("ck_suggestion_marks_person_or_participant"),
        ),
        foreign_key("suggestion_marks", "suggestion_id", "suggestions", "CASCADE"),
        foreign_key("suggestion_marks", "person_id", "people", "CASCADE"),
        foreign_key("suggestion_marks", "participant_id", "participants", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_marks")),
        sa.UniqueConstraint(
            "suggestion_id", "person_id", name=op.f("uq_suggestion_marks_suggestion_id_person_id")
        ),
        sa.UniqueConstraint(
            "suggestion_id",
            "participant_id",
            name=op.f("uq_suggestion_marks_suggestion_id_participant_id"),
        ),
    )
    op.create_table(
        "suggestion_rules",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("in_open_rounds", sa.Boolean(), nullable=False),
        foreign_key("suggestion_rules", "profile_id", "profiles", "CASCADE"),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_suggestion_rules")),
    )


def foreign_key(table: str, column: str, other: str, then: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=then)


def downgrade() -> None:
    op.drop_table("suggestion_rules")
    op.drop_table("suggestion_marks")
    op.drop_table("suggestions")
