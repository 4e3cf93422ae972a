"""Files of Learning Commons that are broken: a sentence that says where, and nothing changed."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from pog.core.database import db
from pog.frameworks.models import Competency, Framework
from pog.imports.models import FrameworkImport
from tests.imports.conftest import form
from tests.imports.knowledge_graph import child, item, table, zipped


@pytest.fixture
def refused(app, terminal):
    """What the terminal says to these files; nothing is stored."""

    def by(files):
        asked = ("--framework", "Ridgeland 2026", "--format", "learning-commons")
        result = terminal(files, *asked)
        assert result.exit_code == 1, result.output
        assert len(result.stderr.splitlines()) == 1
        with app.app_context():
            for kind in (Framework, Competency, FrameworkImport):
                assert db.session.scalar(select(func.count()).select_from(kind)) == 0
        return result.stderr.strip()

    return by


def test_another_table(refused):
    said = refused({"a.csv": b"fullStatement,code\nReads,A\n"})
    assert said.startswith("None of these is a file of the Knowledge Graph of Learning Commons.")
    assert "normalizedStatementType" in said


def test_no_statements(refused, graph):
    files = graph.files()
    del files["StandardsFrameworkItem.csv"]
    assert "Add nodes.jsonl or StandardsFrameworkItem.csv." in refused(files)


def test_a_row_without_identifier(refused, graph):
    graph.frameworks = graph.frameworks[:1]
    graph.one("tenth").update(caseIdentifierUUID="", identifier="")
    assert refused(graph.files()).startswith(
        "Row 4 of StandardsFrameworkItem.csv has no identifier"
    )


def test_one_identifier_for_two_statements(refused, graph):
    graph.items.append(item("second", "6.RP.9", "Something else.", ["6"]))
    assert refused(graph.files()) == (
        "Row 12 of StandardsFrameworkItem.csv has the same identifier as Row 5 of "
        "StandardsFrameworkItem.csv and says something else. Correct one of them and try again."
    )


def test_a_circle(refused, graph):
    graph.relations.append(child("second", "six"))
    assert refused(graph.files()).startswith("This framework goes round in circles")


def test_another_encoding(refused, graph):
    files = graph.files()
    files["StandardsFrameworkItem.csv"] += "é".encode("latin-1") * 20 + b"\n"
    said = refused(files)
    assert said.startswith("StandardsFrameworkItem.csv is not written in UTF-8, after row ")


def test_a_list_that_is_no_json(refused, graph):
    graph.one("second")["gradeLevel"] = "['6', 7"
    assert refused(graph.files()).startswith(
        "Row 5 of StandardsFrameworkItem.csv: gradeLevel is “['6', 7”, which is no list in JSON"
    )


def test_a_file_that_stops_in_the_middle(refused, graph):
    files = graph.files()
    files["StandardsFrameworkItem.csv"] = files["StandardsFrameworkItem.csv"][:-40]
    assert "It may not have been downloaded completely." in refused(files)


def test_a_line_that_never_ends(refused, graph):
    files = graph.files()
    files["Relationships.csv"] += b'"' + b"x" * (2 * 1024 * 1024)
    assert "Relationships.csv cannot be read after row" in refused(files)


def test_a_zip_file_that_unpacks_to_too_much(refused):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(101):
            packed.writestr(f"{number}.csv", "x")
    assert refused({"a.zip": raw.getvalue()}).startswith("This ZIP file is too large.")


def test_a_zip_file_of_something_else(app, as_person, cast):
    ana = as_person(cast.ana)
    answer = ana.post(
        "/frameworks/import",
        data=form(cast, zipped({"readme.txt": b"Hello"})),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "None of these is a file of the Knowledge Graph" in answer.text


def test_no_statement_of_the_framework(refused, graph):
    graph.items = graph.items[6:]
    assert "No statement in these files belongs to “Ridgeland Mathematics 2026”." in refused(
        graph.files()
    )


def test_odd_rows_are_read_and_reported(terminal, graph):
    graph.one("second")["gradeLevel"] = "6; 7"
    graph.one("ratio")["description"] = ""
    graph.items.append(graph.one("tenth") | {"notes": "again"})
    files = {f"export/{name}": content for name, content in graph.files().items()}
    result = terminal({"files.zip": zipped(files)}, "--framework", "Ridgeland 2026")
    assert result.exit_code == 0, result.output
    for sentence in (
        "Row 5 of StandardsFrameworkItem.csv: gradeLevel is no list in JSON; read as 6, 7.",
        "Row 3 of StandardsFrameworkItem.csv: There is no description; “6.RP” stands for it.",
        "Row 12 of StandardsFrameworkItem.csv: This stands twice",
    ):
        assert sentence in result.stderr


def test_semicolons_and_a_mark_in_front_are_read(terminal, graph):
    text = table(graph.items[:6]).decode().replace('","', '";"')
    result = terminal({"items.csv": text.encode("utf-8-sig")})
    assert result.exit_code == 0, result.output
    assert "6 competencies" in result.stdout
