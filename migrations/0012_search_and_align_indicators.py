"""search competencies by their words, align indicators, load own texts"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ACCENTED = [
    letter
    for letter in map(chr, range(0xC0, 0x250))
    if unicodedata.normalize("NFKD", letter)[0].isascii()
]
FOLDED = "".join(ACCENTED)
PLAIN = "".join(unicodedata.normalize("NFKD", letter)[0] for letter in ACCENTED)


def upgrade() -> None:
    with op.batch_alter_table("frameworks") as table:
        table.add_column(sa.Column("edition", sa.String(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("earlier_editions", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("frameworks") as table:
        table.alter_column("edition", server_default=None)
        table.alter_column("earlier_editions", server_default=None)
    with op.batch_alter_table("competencies") as table:
        table.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_competencies_replaced_by_id_competencies"),
            "competencies",
            ["replaced_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_competencies_replaced_by_id"), ["replaced_by_id"])
    keep_own_texts()
    align_indicators()
    if op.get_bind().dialect.name == "sqlite":
        index_on_sqlite()
    else:
        index_on_postgresql()


def keep_own_texts() -> None:
    op.create_table(
        "own_text_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("entitlement", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_own_text_sheets_organization_id_organizations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["frameworks.id"],
            name=op.f("fk_own_text_sheets_framework_id_frameworks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_text_sheets")),
    )
    op.create_index(
        op.f("ix_own_text_sheets_organization_id_framework_id"),
        "own_text_sheets",
        ["organization_id", "framework_id"],
    )
    op.create_index(op.f("ix_own_text_sheets_framework_id"), "own_text_sheets", ["framework_id"])
    op.create_table(
        "own_texts",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["own_text_sheets.id"],
            name=op.f("fk_own_texts_sheet_id_own_text_sheets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_own_texts_competency_id_competencies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sheet_id", "competency_id", name=op.f("pk_own_texts")),
    )
    op.create_index(op.f("ix_own_texts_competency_id"), "own_texts", ["competency_id"])


def align_indicators() -> None:
    for name in ("alignments", "alignment_changes"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
            for column in ("subject_words", "evidence", "evidence_url"):
                table.add_column(sa.Column(column, sa.String(), nullable=False, server_default=""))
        # What was there before joined whole attributes.
        op.execute(f"UPDATE {name} SET subject_id = attribute_id")  # noqa: S608  # two names of ours
        with op.batch_alter_table(name) as table:
            table.alter_column("subject_id", existing_type=sa.Uuid(), nullable=False)
            for column in ("subject_words", "evidence", "evidence_url"):
                table.alter_column(column, server_default=None)
    with op.batch_alter_table("alignments") as table:
        table.drop_constraint(op.f("uq_alignments_attribute_id_competency_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_alignments_subject_id_competency_id"), ["subject_id", "competency_id"]
        )
        table.create_index(op.f("ix_alignments_attribute_id"), ["attribute_id"])


def index_on_sqlite() -> None:
    """The words in a table of their own; FTS5 indexes it, triggers keep both in step.

    A later step that rebuilds `competencies` (batch_alter_table) drops the three triggers on it
    and has to create them again; tests/frameworks/test_search_competencies.py fails when not.
    """
    for statement in (
        """CREATE TABLE competency_index_words (
             number INTEGER PRIMARY KEY, competency_id CHAR(32) NOT NULL, sheet_id CHAR(32),
             name VARCHAR NOT NULL, code VARCHAR NOT NULL, body VARCHAR NOT NULL)""",
        """CREATE INDEX ix_competency_index_words_competency_id
             ON competency_index_words (competency_id)""",
        """CREATE INDEX ix_competency_index_words_sheet_id ON competency_index_words (sheet_id)""",
        """CREATE VIRTUAL TABLE competency_index USING fts5(
             name, code, body, content='competency_index_words', content_rowid='number',
             tokenize='unicode61 remove_diacritics 2', prefix='3 4 5')""",
        # A word in the name says more than one in the code, and that more than one in the text.
        """INSERT INTO competency_index (competency_index, rank)
             VALUES ('rank', 'bm25(8.0, 6.0, 1.0)')""",
        """CREATE TRIGGER competency_index_added AFTER INSERT ON competency_index_words BEGIN
             INSERT INTO competency_index (rowid, name, code, body)
               VALUES (new.number, new.name, new.code, new.body);
           END""",
        """CREATE TRIGGER competency_index_gone AFTER DELETE ON competency_index_words BEGIN
             INSERT INTO competency_index (competency_index, rowid, name, code, body)
               VALUES ('delete', old.number, old.name, old.code, old.body);
           END""",
        """CREATE TRIGGER competency_index_changed AFTER UPDATE ON competency_index_words BEGIN
             INSERT INTO competency_index (competency_index, rowid, name, code, body)
               VALUES ('delete', old.number, old.name, old.code, old.body);
             INSERT INTO competency_index (rowid, name, code, body)
               VALUES (new.number, new.name, new.code, new.body);
           END""",
        """CREATE TRIGGER competencies_added AFTER INSERT ON competencies BEGIN
             INSERT INTO competency_index_words (competency_id, name, code, body)
               VALUES (new.id, new.name, coalesce(new.official_code, new.code, ''),
                       coalesce(new.statement, ''));
           END""",
        """CREATE TRIGGER competencies_changed
             AFTER UPDATE OF name, code, official_code, statement ON competencies BEGIN
             UPDATE competency_index_words
               SET name = new.name, code = coalesce(new.official_code, new.code, ''),
                   body = CASE WHEN sheet_id IS NULL THEN coalesce(new.statement, '') ELSE body END
               WHERE competency_id = new.id;
           END""",
        """CREATE TRIGGER competencies_gone AFTER DELETE ON competencies BEGIN
             DELETE FROM competency_index_words WHERE competency_id = old.id;
           END""",
        """CREATE TRIGGER own_texts_added AFTER INSERT ON own_texts BEGIN
             INSERT INTO competency_index_words (competency_id, sheet_id, name, code, body)
               SELECT competency_id, new.sheet_id, name, code, new.text
               FROM competency_index_words
               WHERE competency_id = new.competency_id AND sheet_id IS NULL;
           END""",
        """CREATE TRIGGER own_texts_gone AFTER DELETE ON own_texts BEGIN
             DELETE FROM competency_index_words
               WHERE sheet_id = old.sheet_id AND competency_id = old.competency_id;
           END""",
        """INSERT INTO competency_index_words (competency_id, name, code, body)
             SELECT id, name, coalesce(official_code, code, ''), coalesce(statement, '')
             FROM competencies""",
    ):
        op.execute(statement)


def index_on_postgresql() -> None:
    """The words as a tsvector with a GIN index; triggers keep it in step.

    Punctuation becomes space before the words are told apart: "SL.9-10.1" is four words here as
    on SQLite, not the name of a host.
    """
    for statement in (
        f"""CREATE FUNCTION competency_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
             SELECT to_tsvector('simple', regexp_replace(
               translate($1, '{FOLDED}', '{PLAIN}'), '[^[:alnum:]]+', ' ', 'g')) $$""",
        """CREATE FUNCTION competency_words(name text, code text, body text)
             RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
             SELECT setweight(competency_words(name), 'A')
                 || setweight(competency_words(code), 'B')
                 || setweight(competency_words(body), 'D') $$""",
        """CREATE TABLE competency_index (
             competency_id uuid NOT NULL, sheet_id uuid, words tsvector NOT NULL)""",
        """CREATE INDEX ix_competency_index_words ON competency_index USING gin (words)""",
        """CREATE INDEX ix_competency_index_competency_id ON competency_index (competency_id)""",
        """CREATE INDEX ix_competency_index_sheet_id ON competency_index (sheet_id)""",
        """CREATE FUNCTION index_competency() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF TG_OP <> 'INSERT' THEN
               DELETE FROM competency_index WHERE competency_id = OLD.id;
             END IF;
             IF TG_OP <> 'DELETE' THEN
               INSERT INTO competency_index VALUES (NEW.id, NULL, competency_words(
                 NEW.name, coalesce(NEW.official_code, NEW.code, ''), coalesce(NEW.statement, '')));
               INSERT INTO competency_index SELECT NEW.id, sheet_id, competency_words(
                   NEW.name, coalesce(NEW.official_code, NEW.code, ''), text)
                 FROM own_texts WHERE competency_id = NEW.id;
             END IF;
             RETURN NULL;
           END $$""",
        """CREATE FUNCTION index_own_text() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF TG_OP = 'DELETE' THEN
               DELETE FROM competency_index
                 WHERE sheet_id = OLD.sheet_id AND competency_id = OLD.competency_id;
             ELSE
               INSERT INTO competency_index SELECT id, NEW.sheet_id, competency_words(
                   name, coalesce(official_code, code, ''), NEW.text)
                 FROM competencies WHERE id = NEW.competency_id;
             END IF;
             RETURN NULL;
           END $$""",
        """CREATE TRIGGER competencies_added AFTER INSERT OR DELETE ON competencies
             FOR EACH ROW EXECUTE FUNCTION index_competency()""",
        """CREATE TRIGGER competencies_changed
             AFTER UPDATE OF name, code, official_code, statement ON competencies
             FOR EACH ROW EXECUTE FUNCTION index_competency()""",
        """CREATE TRIGGER own_texts_changed AFTER INSERT OR DELETE ON own_texts
             FOR EACH ROW EXECUTE FUNCTION index_own_text()""",
        """INSERT INTO competency_index SELECT id, NULL, competency_words(
             name, coalesce(official_code, code, ''), coalesce(statement, '')) FROM competencies""",
    ):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "changed", "gone"):
            op.execute(f"DROP TRIGGER competencies_{name}")
        op.execute("DROP TRIGGER own_texts_added")
        op.execute("DROP TRIGGER own_texts_gone")
        op.execute("DROP TABLE competency_index")
        op.execute("DROP TABLE competency_index_words")
    else:
        op.execute("DROP TRIGGER competencies_added ON competencies")
        op.execute("DROP TRIGGER competencies_changed ON competencies")
        op.execute("DROP TRIGGER own_texts_changed ON own_texts")
        op.execute("DROP FUNCTION index_competency, index_own_text")
        op.execute("DROP TABLE competency_index")
        op.execute("DROP FUNCTION competency_words(text, text, text)")
        op.execute("DROP FUNCTION competency_words(text)")
    # Before this step an attribute and a competency had one alignment: the oldest stays.
    op.execute(
        """DELETE FROM alignments WHERE EXISTS (SELECT 1 FROM alignments AS other
             WHERE other.attribute_id = alignments.attribute_id
               AND other.competency_id = alignments.competency_id
               AND (other.created_at < alignments.created_at OR
                    other.created_at = alignments.created_at AND other.id < alignments.id))"""
    )
    with op.batch_alter_table("alignments") as table:
        table.drop_index(op.f("ix_alignments_attribute_id"))
        table.drop_constraint(op.f("uq_alignments_subject_id_competency_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_alignments_attribute_id_competency_id"), ["attribute_id", "competency_id"]
        )
    # There were no suggestions either.
    op.execute("DELETE FROM alignments WHERE state = 'suggested'")
    for name in ("alignments", "alignment_changes"):
        with op.batch_alter_table(name) as table:
            for column in ("evidence_url", "evidence", "subject_words", "subject_id"):
                table.drop_column(column)
    op.drop_table("own_texts")
    op.drop_table("own_text_sheets")
    with op.batch_alter_table("competencies") as table:
        table.drop_index(op.f("ix_competencies_replaced_by_id"))
        table.drop_constraint(
            op.f("fk_competencies_replaced_by_id_competencies"), type_="foreignkey"
        )
        table.drop_column("replaced_by_id")
    with op.batch_alter_table("frameworks") as table:
        table.drop_column("earlier_editions")
        table.drop_column("edition")
