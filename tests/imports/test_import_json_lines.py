"""Nodes and relationships of Learning Commons as JSON lines: read as its tables are."""

import gzip
import json

import pytest
from sqlalchemy import delete, func, select

from pog.core.database import db
from pog.exports.frameworks import export_framework
from pog.frameworks.models import Competency, Framework
from pog.imports import services
from pog.imports.models import FrameworkImport
from tests.imports.conftest import form
from tests.imports.knowledge_graph import OUTLINE, case, counts, in_lines, node, outline, zipped

WANTED = ("--framework", "Ridgeland 2026")


def imported(app):
    """The framework as it is passed on, without what differs from one export to the next."""
    with app.app_context():
        (framework,) = db.session.scalars(select(Framework))
        written = json.loads(export_framework(framework, "http://localhost").content)
        source = framework.source_document
        items = db.session.execute(select(Competency.source_id, Competency.source_item)).all()
        report = db.session.scalars(select(FrameworkImport)).one().report
        for kind in (FrameworkImport, Competency, Framework):
            db.session.execute(delete(kind))
        db.session.commit()
    kept = [
        (link["associationType"], link["originNodeURI"]["identifier"],
         link["destinationNodeURI"]["identifier"], link.get("extensions"))
        for link in written["CFAssociations"]
    ]  # fmt: skip
    return source, sorted(map(str, items)), sorted(map(str, kept)), report


def test_tables_and_lines_become_the_same_framework(app, terminal, graph):
    graph.items[3]["sourceColour"] = "green"
    assert terminal(graph.files(), *WANTED).exit_code == 0
    *by_tables, tables_report = imported(app)
    result = terminal(graph.lines(), *WANTED)
    assert result.exit_code == 0, result.output
    assert outline(app) == OUTLINE
    *by_lines, lines_report = imported(app)
    assert by_lines == by_tables
    counted = ("items_by_kind", "associations_by_type")
    assert [lines_report[one] for one in counted] == [tables_report[one] for one in counted]
    said = "\n".join(f"{one['where']}: {one['message']}" for one in lines_report["remarks"])
    assert "relationships.jsonl: hasStandardAlignment: 2 rows lead to statements of other" in said
    assert "nodes.jsonl: LearningComponent: 1 row is no statement of a framework" in said
    assert "nodes.jsonl: These columns are not known here" in said
    assert "sourceColour" in said


def test_they_are_known_by_their_content_alone_or_in_a_zip_file(app, terminal, graph):
    nodes, relationships = graph.lines().values()
    for files in ({"a": nodes, "b.txt": relationships}, {"all.bin": zipped({"x/y": nodes})}):
        refused = terminal(files)
        assert "There are 3 frameworks to choose from." in refused.stderr
        assert f"{case('old')}\tRidgeland\tMathematics\tRidgeland Mathematics 2012" in (
            refused.stdout
        )
    both = {"both.jsonl": b"\xef\xbb\xbf\r\n" + relationships.replace(b"\n", b"\r\n") + nodes}
    assert terminal(both, *WANTED).exit_code == 0
    assert outline(app) == OUTLINE


def test_they_are_sent_together_and_one_framework_is_chosen(app, as_person, cast, graph):
    ana = as_person(cast.ana)
    address = ana.post(
        "/frameworks/import",
        data=form(cast, zipped(graph.lines())),
        content_type="multipart/form-data",
    ).location
    assert "There are 3 frameworks in what you sent." in ana.get(address).text
    answer = ana.post(f"{address}/choose", data={"framework": case("new")})
    page = ana.get(answer.location).text
    assert "Ridgeland Mathematics 2026 is imported: 6 competencies, 10 links." in page
    assert counts(app) == (1, 6, 10)


def test_statements_that_somebody_cut_out_are_a_flat_list(app, terminal, graph):
    """As with the filter that the publisher shows."""
    graph.frameworks = []
    graph.items, graph.components = graph.items[:6], []
    result = terminal({"ridgeland.jsonl": graph.lines()["nodes.jsonl"]})
    assert result.exit_code == 0, result.output
    assert "There is no relationships.jsonl" in result.stderr
    assert [depth for _name, depth in outline(app)] == [0] * 6


def test_values_that_are_no_words_are_read(app, terminal, graph):
    graph.one("second").update(gradeLevel=["6", "7"], notes=None, weight=3)
    graph.one("old")["isCurrent"] = False
    graph.relations[12]["jaccard"] = 0.75
    choices = terminal(graph.lines()).stdout
    assert "Ridgeland Mathematics 2012\tolder edition" in choices
    assert terminal(graph.lines(), *WANTED).exit_code == 0
    with app.app_context():
        second = db.session.scalar(select(Competency).where(Competency.source_id == case("second")))
        assert second.source_item["educationLevel"] == ["6", "7"]
        assert second.source_item["extensions"]["learningCommons"]["weight"] == "3"
        (found,) = db.session.scalars(select(FrameworkImport))
        assert found.report["associations_by_type"]["ext:majorRelated"] == 1


def test_characters_that_cannot_be_stored_are_replaced(app, terminal, graph):
    graph.one("new")["name"] = "Ridgeland \x00 Mathematics \ud800 2026"
    graph.one("second")["jurisdiction"] = "Ridgeland\udfff"
    assert "Ridgeland \ufffd Mathematics \ufffd 2026" in terminal(graph.lines()).stdout
    assert terminal(graph.lines(), *WANTED).exit_code == 0
    graph.frameworks = []
    del graph.relations[:]
    assert terminal(graph.lines(), "--framework", "Multi-State").exit_code == 0


def test_lines_of_other_kinds_are_counted_and_left_out(terminal, graph):
    files = graph.lines()
    other = {"type": "node", "identifier": "im:7", "labels": ["Lesson"], "properties": {}}
    odd = [{"type": "meta", "version": "1.14"}, [], 7, {"labels": ["Course"]}]
    files["nodes.jsonl"] += b"\n\n" + in_lines([other, other, *odd])
    result = terminal(files, *WANTED)
    assert result.exit_code == 0, result.output
    assert "nodes.jsonl: Lesson: 2 rows are no statements of a framework" in result.stderr
    assert (
        "Row 19 of nodes.jsonl: This and others, 4 rows in all, are neither nodes nor"
    ) in result.stderr


def test_a_file_longer_than_the_limit_is_read_from_the_terminal(app, terminal, graph, monkeypatch):
    graph.items += [
        {**graph.items[6], "identifier": node(f"more {n}"), "caseIdentifierUUID": case(f"more {n}"),
         "jurisdiction": "Elsewhere"} for n in range(200)
    ]  # fmt: skip
    nodes = graph.lines()["nodes.jsonl"]
    monkeypatch.setattr(services, "LARGEST", 100_000)
    assert len(nodes) > services.LARGEST
    result = terminal({"nodes.jsonl": nodes}, "--framework", "Multi-State")
    assert result.exit_code == 0, result.output
    assert counts(app)[:2] == (1, 2)
    refused = terminal({"case.json": b"{" + b" " * 200_000})
    assert "This file is too large." in refused.stderr


BROKEN = b'{"type": "node", "identifier": 1'


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("nodes.jsonl", lambda text: text.replace(b"\n", b"\n" + BROKEN + b"\n", 3),
         "Row 2 of nodes.jsonl cannot be read: it is not valid JSON."),
        ("relationships.jsonl", lambda text: text[:-20],
         "relationships.jsonl cannot be read after row 15. It may not have been downloaded"),
        ("nodes.jsonl", lambda text: text + "é".encode("latin-1") + b"\n",
         "nodes.jsonl is not written in UTF-8, after row 14. Save it in UTF-8 and try again."),
        ("nodes.jsonl", lambda text: text + b"[" * 900_000 + b"\n",
         "Row 15 of nodes.jsonl cannot be read"),
        ("nodes.jsonl", lambda text: text + b"1" * 9_000 + b"\n",
         "Row 15 of nodes.jsonl cannot be read"),
        ("relationships.jsonl", lambda text: text + b'"' + b"x" * (2 * 1024 * 1024),
         "relationships.jsonl cannot be read after row 16."),
        ("nodes.jsonl", lambda text: text.replace(b'"name":', b'"x": 1, ' + b", ".join(
            b'"f%d": 1' % n for n in range(300)) + b', "name":', 1),
         "nodes.jsonl has too many different fields."),
        ("nodes.jsonl", lambda text: b"\n".join(
            line for line in text.splitlines() if b'["StandardsFrameworkItem"]' not in line),
         "There are no statements in these files. Add nodes.jsonl"),
    ],
    ids=["no JSON", "cut off", "encoding", "deep", "long number", "long line", "fields", "none"],
)  # fmt: skip
def test_broken_lines_are_told_by_row_and_nothing_is_stored(
    app, terminal, graph, name, change, said
):
    files = graph.lines()
    files[name] = change(files[name])
    refused = terminal(files, *WANTED)
    assert refused.exit_code == 1, refused.output
    assert len(refused.stderr.splitlines()) == 1
    assert said in refused.stderr
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(FrameworkImport)) == 0


@pytest.mark.parametrize("part", ["middle", "end"])
def test_a_damaged_zip_file_is_told(app, terminal, graph, part):
    packed = bytearray(zipped({"nodes.jsonl": graph.lines()["nodes.jsonl"] * 50}))
    places = slice(60, 90) if part == "middle" else slice(1200, 1230)
    packed[places] = b"\xff" * 30
    refused = terminal({"all.zip": bytes(packed)}, *WANTED)
    assert refused.exit_code == 1
    assert "nodes.jsonl cannot be" in refused.stderr
    assert counts(app) == (0, 0, 0)


def test_a_compressed_file_is_refused_by_name(terminal, graph):
    refused = terminal({"nodes.jsonl.gz": gzip.compress(graph.lines()["nodes.jsonl"])})
    assert (refused.exit_code, "GZIP" in refused.stderr) == (1, True)


def test_two_statements_of_one_identifier_are_told_by_their_rows(terminal, graph):
    graph.items.append({**graph.one("second"), "description": "Something else."})
    assert terminal(graph.lines(), *WANTED).stderr.strip() == (
        "Row 14 of nodes.jsonl has the same identifier as Row 7 of nodes.jsonl and says something "
        "else. Correct one of them and try again."
    )
