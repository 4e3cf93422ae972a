"""The files of Learning Commons from the terminal: what of them becomes a framework."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.exports.frameworks import export_framework
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.imports.models import FrameworkImport
from pog.standards.case.checking import findings
from tests.imports.knowledge_graph import OUTLINE, case, counts, outline, table, zipped


def test_one_zip_file_and_the_terminal_say_the_same(app, terminal, graph):
    refused = terminal({"all.zip": zipped(graph.files())})
    assert refused.exit_code == 1
    assert refused.stderr.strip() == (
        "There are 3 frameworks to choose from. Say which one with --framework."
    )
    lines = [line.split("\t") for line in refused.stdout.splitlines()]
    assert lines[1] == [
        case("old"), "Ridgeland", "Mathematics", "Ridgeland Mathematics 2012", "older edition",
    ]  # fmt: skip
    assert counts(app) == (0, 0, 0)
    listed = json.loads(terminal({"all.zip": zipped(graph.files())}, "--json").stdout)
    assert [one["jurisdiction"] for one in listed["frameworks"]] == [
        "Multi-State", "Ridgeland", "Ridgeland",
    ]  # fmt: skip
    result = terminal(graph.files(), "--framework", "ridgeland 2026", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["items_by_kind"] == {"Grade Level": 2, "Domain": 1, "Standard": 3}
    assert Counter(document["associations_by_type"]) == {
        "isChildOf": 6, "precedes": 1, "isRelatedTo": 1, "ext:majorRelated": 1,
        "ext:minorRelated": 1,
    }  # fmt: skip
    assert outline(app) == OUTLINE


def test_what_the_files_say_is_kept_with_the_framework_and_its_statements(app, terminal, graph):
    graph.items[3]["sourceColour"] = "green"
    assert terminal(graph.files(), "--framework", "Ridgeland 2026").exit_code == 0
    with app.app_context():
        (framework,) = db.session.scalars(select(Framework))
        assert framework.publisher == "Ridgeland Department of Learning"
        assert framework.licence == "CC BY 4.0"
        assert framework.redistribution == "names_and_codes_only"
        document = framework.source_document["CFDocument"]
        assert "received from 1EdTech" in document["notes"]
        assert document["adoptionStatus"] == "Implemented"
        assert document["extensions"]["learningCommons"]["jurisdiction"] == "Ridgeland"
        second = db.session.scalar(select(Competency).where(Competency.source_id == case("second")))
        assert (second.official_code, second.level, second.item_type) == ("6.RP.2", "6", "Standard")
        assert second.source_item["alternativeLabel"] == "M.6.2"
        noted = second.source_item["extensions"]["learningCommons"]
        assert noted["sourceColour"] == "green"
        assert noted["normalizedStatementType"] == "Standard"
        (found,) = db.session.scalars(select(FrameworkImport))
        assert any("sourceColour" in one["message"] for one in found.report["remarks"])
        written = json.loads(export_framework(framework, "http://localhost").content)
        assert findings(written) == []


def test_relations_become_associations_and_others_are_counted(app, terminal, graph):
    assert terminal(graph.files(), "--framework", "Ridgeland 2026").exit_code == 0
    with app.app_context():
        links = db.session.scalars(select(FrameworkAssociation)).all()
        ends = {
            (one.kind, one.origin["identifier"], one.destination["identifier"]) for one in links
        }
        assert {one for one in ends if one[0] != "isChildOf"} == {
            ("precedes", case("counts"), case("second")),
            ("isRelatedTo", case("second"), case("tenth")),
            ("ext:majorRelated", case("second"), case("core-ratio")),
            ("ext:minorRelated", case("tenth"), case("core-ratio")),
        }
        (out, _other) = (one for one in links if one.kind.startswith("ext:"))
        assert out.destination["title"] == "6.RP.A.1"
        noted = {
            one.kind: one.source_association["extensions"]["learningCommons"]
            for one in links
            if one.kind in ("precedes", "ext:majorRelated")
        }
        assert noted["precedes"]["license"] == "CC0"
        assert noted["ext:majorRelated"]["jaccard"] == "0.75"
        (found,) = db.session.scalars(select(FrameworkImport))
        said = "\n".join(one["message"] for one in found.report["remarks"])
    assert "hasStandardAlignment: 2 rows lead to statements of other frameworks" in said
    assert "supports: 1 row has an end that is no statement in these files" in said
    assert "hasEducationalAlignment: 1 row has" in said
    assert "Learning components are no statements" in said


@pytest.mark.parametrize("words", ["Ridgeland", "Nowhere"])
def test_words_that_fit_none_or_several_are_refused(app, terminal, graph, words):
    refused = terminal(graph.files(), "--framework", words)
    assert refused.exit_code == 1
    sentence = {"Ridgeland": "There are 2 frameworks to choose from.", "Nowhere": "“Nowhere”"}
    assert sentence[words] in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert counts(app) == (0, 0, 0)


def test_another_format_has_nothing_to_choose_from(app, terminal):
    refused = terminal({"list.csv": b"fullStatement\nReads\n"}, "--framework", "Ridgeland")
    assert (refused.exit_code, "one framework only" in refused.stderr) == (1, True)


def test_statements_of_several_states_alone_are_chosen_from(app, terminal, graph):
    files = {"items.csv": table(graph.items)}
    assert "Multi-State\tMathematics" in terminal(files).stdout
    assert terminal(files, "--framework", "Multi-State").exit_code == 0
    assert [name for name, _depth in outline(app)] == ["6.RP.A", "6.RP.A.1"]


def test_two_editions_need_the_relationships(app, terminal, graph):
    files = graph.files()
    del files["Relationships.csv"]
    refused = terminal(files, "--framework", "Ridgeland 2026")
    assert "There are 2 frameworks of Ridgeland for Mathematics" in refused.stderr
    assert counts(app) == (0, 0, 0)
    assert terminal(files, "--framework", "shared").exit_code == 0
    assert [name for name, _depth in outline(app)] == ["6.RP.A", "6.RP.A.1"]
