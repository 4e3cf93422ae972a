"""moderate comments: more subjects, hold for review, reports, a log; answers that changed"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COMMENT_COLUMNS = ("subject_kind", "subject_id", "subject_name", "held_at")


def upgrade() -> None:
    with op.batch_alter_table("convenings") as table:
        table.add_column(
            sa.Column("hold_comments", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # Nothing was held before; from now on the application says it each time.
    with op.batch_alter_table("convenings") as table:
        table.alter_column("hold_comments", server_default=None)
    with op.batch_alter_table("comments") as table:
        table.add_column(sa.Column("subject_kind", sa.String(), nullable=True))
        table.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("subject_name", sa.String(), nullable=True))
        table.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_comments_subject_id_created_at", ["subject_id", "created_at"])
    with op.batch_alter_table("dispositions") as table:
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("answer_before", sa.String(), nullable=True))
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (participant_id IS NULL)",
            name=op.f("ck_reports_person_or_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_reports_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_reports_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_reports_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "comment_id", "person_id", name=op.f("uq_reports_comment_id_person_id")
        ),
        sa.UniqueConstraint(
            "comment_id", "participant_id", name=op.f("uq_reports_comment_id_participant_id")
        ),
    )
    op.create_table(
        "moderation_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("convening_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_moderation_log_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["convening_id"],
            ["convenings.id"],
            name=op.f("fk_moderation_log_convening_id_convenings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_moderation_log_comment_id_comments"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_log")),
    )
    op.create_index("ix_moderation_log_profile_id_at", "moderation_log", ["profile_id", "at"])
    op.create_index(op.f("ix_moderation_log_convening_id"), "moderation_log", ["convening_id"])
    op.create_index(op.f("ix_moderation_log_comment_id"), "moderation_log", ["comment_id"])
    # What was hidden before the log began stands in it, too.
    comments = sa.table(
        "comments",
        *(sa.column(name) for name in ("id", "profile_id", "convening_id")),
        *(sa.column(name) for name in ("hidden_at", "hidden_by", "hidden_reason")),
    )
    log = sa.table(
        "moderation_log",
        *(sa.column(name) for name in ("id", "profile_id", "convening_id", "comment_id")),
        *(sa.column(name) for name in ("action", "by", "reason", "at")),
    )
    op.execute(
        log.insert().from_select(
            ["id", "profile_id", "convening_id", "comment_id", "action", "by", "reason", "at"],
            sa.select(
                comments.c.id,  # once each, so the key of the comment serves as the line's
                comments.c.profile_id,
                comments.c.convening_id,
                comments.c.id,
                sa.literal("hidden"),
                sa.func.coalesce(comments.c.hidden_by, ""),
                sa.func.coalesce(comments.c.hidden_reason, ""),
                comments.c.hidden_at,
            ).where(comments.c.hidden_at.is_not(None)),
        )
    )


def downgrade() -> None:
    op.drop_table("moderation_log")
    op.drop_table("reports")
    with op.batch_alter_table("dispositions") as table:
        table.drop_column("answer_before")
        table.drop_column("changed_at")
    # What waits for a facilitator was never shown; without the column it would be.
    op.execute("DELETE FROM comments WHERE held_at IS NOT NULL")
    with op.batch_alter_table("comments") as table:
        table.drop_index("ix_comments_subject_id_created_at")
        for name in reversed(COMMENT_COLUMNS):
            table.drop_column(name)
    with op.batch_alter_table("convenings") as table:
        table.drop_column("hold_comments")
