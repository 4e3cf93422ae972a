"""Frameworks from every format that is read: told by their content, all or nothing."""

import io
import json
import zipfile
from collections import Counter

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from pog.core.database import db
from pog.core.errors import TooLarge, Unreadable
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.imports.commands import import_framework
from pog.imports.readers import READERS, recognised
from pog.standards.case.tree import placed_items

ASN = "http://purl.org/ASN/schema/core/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


LIMIT = 20 * 1024 * 1024


def kind_of(source):
    return recognised(source, LIMIT).name


def read_framework(source, name, kind="auto"):
    return READERS[kind].read(source, LIMIT, name)


@pytest.fixture(autouse=True)
def _speaking(app):
    with app.test_request_context():
        yield


def tree(reading):
    """Code or statement, and depth, in reading order."""
    return [
        (place.item.human_coding_scheme or place.item.full_statement, place.depth)
        for place in placed_items(reading.package)
    ]


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_a_list_is_a_tree_by_its_parents_column():
    source = (
        b"Identifier,fullStatement,Human Coding Scheme,sequenceNumber,Is Child Of,IsRelatedTo\n"
        b"a,All of it,M,1,,\nb,Second,M.2,2,M,\nc,First,M.1,1,M,http://example.org/9\n"
        b"d,Lost,M.9,1,NOWHERE,\n,,,,,\ne,,M.8,,,\n"
    )
    assert kind_of(source) == "csv"
    reading = read_framework(source, "Our list.csv")
    assert reading.package.document.title == "Our list"
    assert tree(reading) == [("M", 0), ("M.1", 1), ("M.2", 1), ("M.9", 0)]
    assert [w.where for w in reading.warnings if "NOWHERE" in w.message] == ["Row 5"]
    assert any("no statement" in w.message and w.where == "Row 7" for w in reading.warnings)
    kinds = Counter(one.association_type for one in reading.package.associations)
    assert kinds == {"isChildOf": 4, "isRelatedTo": 1}


def test_without_parents_the_codes_tell_the_tree():
    source = b"fullStatement,code\nTop,A\nBelow,A.1\nDeeper,A.1.b\n"
    assert tree(read_framework(source, "x.csv")) == [("A", 0), ("A.1", 1), ("A.1.b", 2)]


@pytest.mark.parametrize(
    "source",
    [
        b"Level 1,Level 2,Code\nSpeaking,,S\n,Listens,S.1\n,Asks,S.2\nWriting,,W\n,Spells,W.1\n",
        b"level,statement,code\n1,Speaking,S\n2,Listens,S.1\n2,Asks,S.2\n1,Writing,W\n2,Spells,W.1\n",
    ],
)
def test_levels_in_columns_or_numbers(source):
    assert tree(read_framework(source, "x.csv")) == [
        ("S", 0), ("S.1", 1), ("S.2", 1), ("W", 0), ("W.1", 1)]  # fmt: skip


def test_three_sheets_with_groups_and_links_elsewhere():
    source = workbook(
        CF_Doc=[["identifier", "title", "creator", "licenseTitle"], [None, "Ours", "Ridge", "CC0"]],
        CF_Item=[
            ["identifier", "fullStatement", "humanCodingScheme", "smartLevel"],
            [None, "One", "S", "1"], [None, "Two", "S.1", "1.1"], [None, "'=Three", "S.2", "1.2"],
        ],
        CF_Association=[
            ["originNodeHumanCodingScheme", "associationType", "destinationNodeHumanCodingScheme",
             "destinationNodeIdentifier", "associationGroupName"],
            ["S.2", "Is Child Of", "S.1", None, None],
            ["S", "Exact Match Of", None, "9ce35718-abcf-11e8-82fc-3933f2f03ee8", "Group A"],
            ["S", "Marries", "S.1", None, None],
        ],
    )  # fmt: skip
    assert kind_of(source) == "xlsx"
    reading = read_framework(source, "x.xlsx")
    assert reading.package.document.title == "Ours"
    assert tree(reading) == [("S", 0), ("S.1", 1), ("S.2", 2)]
    assert reading.package.items[2].full_statement == "=Three"
    (match,) = [a for a in reading.package.associations if a.association_type == "exactMatchOf"]
    assert match.grouping_uri.title == "Group A"
    assert any("not complete" in warning.message for warning in reading.warnings)


def test_the_content_model_is_a_tree_by_its_codes():
    head = ["Element ID", "Element Name", "Description"]
    rows = [["2", "Skills", "What people can do"], ["2.A.1", "Content", "Basics"],
            ["2.A.1.a", "Reading", "Understanding text"], [None, "No code", "Lost"]]  # fmt: skip
    for source in (
        workbook(Reference=[head, *rows]),
        "\n".join("\t".join(cell or "" for cell in row) for row in [head, *rows]).encode(),
    ):
        assert kind_of(source) == "onet"
        reading = read_framework(source, "reference")
        assert tree(reading) == [("2", 0), ("2.A.1", 1), ("2.A.1.a", 2)]
        assert [warning.where for warning in reading.warnings] == ["Row 5"]


def rdf(**said):
    return {
        name: [{"type": "literal", "value": one} for one in values] for name, values in said.items()
    }


def test_standards_of_the_achievement_standards_network():
    gem, dct = "http://purl.org/gem/qualifiers/", "http://purl.org/dc/terms/"
    one, two, root = (f"http://asn.example/{name}" for name in ("S1", "S2", "D1"))
    source = json.dumps({
        root: rdf(**{RDF_TYPE: [f"{ASN}StandardDocument"], f"{dct}title": ["Reading"],
                     f"{gem}hasChild": [one]}),
        two: rdf(**{RDF_TYPE: [f"{ASN}Statement"], f"{dct}description": ["Letters"],
                    f"{gem}isChildOf": [one], f"{ASN}statementNotation": ["R.1"],
                    f"{dct}educationLevel": ["http://purl.org/ASN/scheme/ASNEducationLevel/3"],
                    f"{ASN}exactAlignment": ["http://elsewhere.example/9"]}),
        one: rdf(**{RDF_TYPE: [f"{ASN}Statement"], f"{dct}description": ["Reads"]}),
    }).encode()  # fmt: skip
    assert kind_of(source) == "asn"
    reading = read_framework(source, "x.json")
    assert reading.package.document.title == "Reading"
    assert tree(reading) == [("Reads", 0), ("R.1", 1)]
    letters = next(i for i in reading.package.items if i.human_coding_scheme == "R.1")
    assert letters.education_level == ("3",)
    kinds = Counter(a.association_type for a in reading.package.associations)
    assert kinds == {"isChildOf": 2, "exactMatchOf": 1}


def bomb():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", b"0" * (80 * 1024 * 1024))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("source", "kind", "refusal"),
    [
        (bomb, "xlsx", TooLarge),
        (lambda: b"PK\x03\x04broken", None, Unreadable),
        (lambda: b"a,b\n1,2\n", "csv", Unreadable),
        (lambda: b"a,b\n1,2\n", "onet", Unreadable),
        (lambda: b"{}", "ctdl-asn", Unreadable),
        (lambda: b"{}", "asn", Unreadable),
        (lambda: b"fullStatement\n\xff\xfe", "csv", Unreadable),
        (lambda: b"fullStatement\n" + b"x" * (21 * 1024 * 1024), None, Unreadable),
    ],
)
def test_what_cannot_be_read_is_refused(source, kind, refusal):
    with pytest.raises(refusal):
        read_framework(source(), "x", kind or "auto")


def test_the_terminal_sees_the_format_and_keeps_all_or_nothing(app, tmp_path):
    path = tmp_path / "Our list.csv"
    path.write_text("fullStatement,code\nTop,A\nBelow,A.1\n")
    result = CliRunner().invoke(import_framework, [str(path), "--json"], obj=lambda: app)
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert (document["items"], document["associations_by_type"]) == (2, {"isChildOf": 2})
    refused = CliRunner().invoke(import_framework, [str(path), "--format", "onet"], obj=lambda: app)
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    with app.app_context():
        assert db.session.query(Framework).count() == 1
        assert db.session.query(Competency).count() == 2
        assert db.session.query(FrameworkAssociation).count() == 2


REAL = {
    "sheets/opensalt_sample_case.csv": ("csv", 10, 4),
    "sheets/opensalt_children.csv": ("csv", 4, 2),
    "sheets/opensalt_import_sample.xlsx": ("xlsx", 4, 2),
    "onet/Content Model Reference.xlsx": ("onet", 627, 6),
    "ctdlasn/onet_basic_skills.json": ("ctdl-asn", 12, 1),
    "ctdlasn/onet_cross_functional_skills.json": ("ctdl-asn", 30, 1),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_whole(shared, name):
    kind, count, depth = REAL[name]
    source = (shared / "data" / "exchange" / name).read_bytes()
    assert kind_of(source) == kind
    placed = placed_items(read_framework(source, name).package)
    assert (len(placed), max(place.depth for place in placed)) == (count, depth)
