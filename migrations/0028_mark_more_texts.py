"""mark more texts: words of names, indicators and core statements can be quoted, too"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("passages") as table:
        table.drop_constraint("fk_passages_attribute_id_attributes", type_="foreignkey")
        table.drop_constraint("uq_passages_attribute_id_number", type_="unique")
        table.alter_column("attribute_id", new_column_name="text_id")
    with op.batch_alter_table("passages") as table:
        table.create_unique_constraint(op.f("uq_passages_text_id_number"), ["text_id", "number"])
    with op.batch_alter_table("marked_texts") as table:
        table.drop_constraint("fk_marked_texts_attribute_id_attributes", type_="foreignkey")
        table.alter_column("attribute_id", new_column_name="text_id")


def downgrade() -> None:
    """Comments on other texts stay, without their quotes."""
    attributes = sa.table("attributes", sa.column("id"))
    for name in ("passages", "marked_texts"):
        table = sa.table(name, sa.column("text_id"))
        op.execute(table.delete().where(table.c.text_id.not_in(sa.select(attributes.c.id))))
    with op.batch_alter_table("passages") as table:
        table.drop_constraint("uq_passages_text_id_number", type_="unique")
        table.alter_column("text_id", new_column_name="attribute_id")
    with op.batch_alter_table("passages") as table:
        table.create_unique_constraint(
            op.f("uq_passages_attribute_id_number"), ["attribute_id", "number"]
        )
        table.create_foreign_key(
            op.f("fk_passages_attribute_id_attributes"),
            "attributes",
            ["attribute_id"],
            ["id"],
            ondelete="CASCADE",
        )
    with op.batch_alter_table("marked_texts") as table:
        table.alter_column("text_id", new_column_name="attribute_id")
    with op.batch_alter_table("marked_texts") as table:
        table.create_foreign_key(
            op.f("fk_marked_texts_attribute_id_attributes"),
            "attributes",
            ["attribute_id"],
            ["id"],
            ondelete="CASCADE",
        )
