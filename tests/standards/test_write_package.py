"""Writing keeps the specification, says what it changed, and reading takes that back."""

import json
from datetime import UTC, datetime

import pytest

from pog.standards.case.checking import findings
from pog.standards.case.model import Association, CFPackage, Document, Item, Node
from pog.standards.case.reading import read_package
from pog.standards.case.relations import extensions_for, spelling
from pog.standards.case.writing import file_text, write_package
from tests.standards.packages import (
    DOCUMENT,
    SPACE,
    association,
    item,
    node,
    package,
    uid,
)
from tests.standards.schemas import needs_schemas, schema_errors


def damaged(**changes):
    """A package after `name=function(package)`s had their way."""
    raw = package()
    for change in changes.values():
        change(raw)
    return raw


def _set(name, place, **values):
    return lambda raw: raw[name][place].update(values)


DAMAGE = {
    "nothing": lambda _raw: None,
    "odd identifier": lambda raw: (
        raw["CFItems"][0].update(identifier="LO-1"),
        raw["CFAssociations"][0]["originNodeURI"].update(identifier="LO-1"),
        raw["CFAssociations"][2]["destinationNodeURI"].update(identifier="LO-1"),
    ),
    "identifier of version 7": _set(
        "CFRubrics", 0, identifier="0190a5a4-0000-7000-8000-000000000001"
    ),
    "time without a zone": _set("CFItems", 0, lastChangeDateTime="2026-01-01 10:00:00"),
    "no time": lambda raw: raw["CFItems"][0].pop("lastChangeDateTime"),
    "no time anywhere": lambda raw: [
        one.pop("lastChangeDateTime") for one in (raw["CFDocument"], *raw["CFItems"])
    ],
    "nonsense time": _set("CFAssociations", 0, lastChangeDateTime="yesterday"),
    "date with a time": _set("CFItems", 0, statusStartDate="2026-01-02T00:00:00"),
    "nonsense date": _set("CFItems", 0, statusEndDate="soon"),
    "younger item": _set("CFItems", 1, lastChangeDateTime="2027-01-01T00:00:00Z"),
    "younger rubric": _set("CFRubrics", 0, lastChangeDateTime="2027-01-01T00:00:00Z"),
    "address with spaces": _set("CFItems", 0, uri="https://example.org/a b"),
    "no address": lambda raw: raw["CFItems"][0].pop("uri"),
    "nonsense address": lambda raw: raw["CFDocument"].update(officialSourceURL="www.example.org"),
    "no statement": lambda raw: raw["CFItems"][2].pop("fullStatement"),
    "no title, no creator": lambda raw: [raw["CFDocument"].pop(x) for x in ("title", "creator")],
    "tags": _set("CFItems", 1, fullStatement="<p>Plans <b>ahead</b><ul><li>one<li>two</ul>"),
    "nested tags": _set("CFItems", 1, fullStatement="<<b>b>x"),
    "only tags": _set("CFItems", 1, fullStatement="<br/>"),
    "unknown field": _set("CFItems", 0, _opensalt={"a": [1]}),
    "value of another kind": _set("CFItems", 0, abbreviatedStatement=["x"]),
    "no definitions": lambda raw: raw.pop("CFDefinitions"),
    "definition under another's identifier": _set("CFItems", 0, licenseURI=node(12, "Mine")),
    "one link, two lists": _set("CFItems", 0, subjectURI=[node(50)], licenseURI=node(50)),
    "type without description": lambda raw: (
        raw["CFDefinitions"]["CFItemTypes"][0].pop("description")
    ),
    "other type": _set("CFItems", 0, CFItemType="Skill"),
    "no type": lambda raw: raw["CFItems"][0].pop("CFItemType"),
    "cut title": _set("CFItems", 0, CFItemTypeURI=node(31, "Compet")),
    "link with more": _set("CFItems", 0, CFItemTypeURI=node(31, "Competency", more="x")),
    "link without identifier": _set("CFItems", 0, licenseURI={"title": "MIT", "uri": "x"}),
    "orphan": lambda raw: raw["CFItems"].append(item(14)),
    "foreign parent": _set("CFAssociations", 2, destinationNodeURI=node(98, "Elsewhere")),
    "foreign child": _set("CFAssociations", 2, originNodeURI=node(98, "Elsewhere")),
    "document as child": _set("CFAssociations", 2, originNodeURI=node(1)),
    "two parents": lambda raw: raw["CFAssociations"].append(association(26, 13, 12)),
    "no numbers": lambda raw: [one.pop("sequenceNumber", 0) for one in raw["CFAssociations"]],
    "some numbers": lambda raw: raw["CFAssociations"][0].pop("sequenceNumber"),
    "same numbers": _set("CFAssociations", 0, sequenceNumber=2),
    "nonsense type": _set("CFAssociations", 3, associationType="xx ext:a b"),
    "unmarked end": _set("CFAssociations", 4, destinationNodeURI=node(99, "Elsewhere")),
    "untitled end": _set("CFAssociations", 4, destinationNodeURI=node(99, "Destination Node")),
    "end that is no UUID": _set(
        "CFAssociations", 4,
        destinationNodeURI={"title": "x", "identifier": "urn:fdc:1", "uri": "local:1"},
    ),
    "nonsense target": _set("CFAssociations", 4, destinationNodeURI=node(99, targetType="ext:a b")),
    "untitled end inside": _set("CFAssociations", 3, destinationNodeURI=node(12, "")),
    "rubric level with an item's identifier": lambda raw: (
        raw["CFRubrics"][0]["CFRubricCriteria"][0].update(identifier=uid(11))
    ),
    "field of another kind of object": _set("CFItems", 0, CFRubricCriteria=True),
    "empty text": lambda raw: raw["CFDocument"].update(caseVersion="", notes=""),
    "rubric with more": lambda raw: raw["CFRubrics"][0]["CFRubricCriteria"][0].update(
        more=1, CFRubricCriterionLevels=["x"], rubricId="x", extensions=[]
    ),
    "definitions of another kind": lambda raw: raw.update(CFDefinitions=[1]),
    "package with more": lambda raw: raw.update(CFThings=[1], extensions=7),
    "twice": lambda raw: raw["CFItems"].append(item(12, "Plans ahead.", notes="No")),
    "another document": _set("CFItems", 0, CFDocumentURI=node(2)),
    "package link": lambda raw: raw["CFDocument"].update(CFPackageURI=node(1)),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_whatever_was_read_is_written_well_and_read_back_as_it_was(name):
    read = read_package(damaged(change=DAMAGE[name])).package
    document, _losses = write_package(read)
    assert findings(document) == []
    again = read_package(file_text(document).encode()).package
    assert again == read
    assert write_package(again)[0] == document
    older, _losses = write_package(read, "1.0")
    assert findings(older, "1.0") == []


@needs_schemas
@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_written_validates_against_the_published_schemas(name):
    document, _losses = write_package(read_package(damaged(change=DAMAGE[name])).package)
    assert schema_errors(document) == []


def test_a_good_package_is_written_as_it_was_read():
    read = read_package(package()).package
    document, losses = write_package(read)
    assert document == package()
    assert losses == []
    assert list(document) == [
        "CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions",
    ]  # fmt: skip
    assert list(document["CFItems"][0])[:2] == ["identifier", "fullStatement"]


def test_what_was_changed_is_listed():
    read = read_package(damaged(a=DAMAGE["tags"], b=DAMAGE["orphan"], c=DAMAGE["odd identifier"]))
    document, losses = write_package(read.package)
    assert document["CFItems"][1]["fullStatement"] == "Plans **ahead**\n- one\n- two"
    said = {loss.code: loss for loss in losses}
    assert said["identifier"].where == ("LO-1",)
    assert said["added CFAssociations"].count == 1
    assert "“fullStatement”" in said["fullStatement"].message
    assert all(loss.restorable for loss in losses)


def test_what_somebody_else_changed_afterwards_stays_changed():
    read = read_package(damaged(a=DAMAGE["tags"])).package
    document, _losses = write_package(read)
    document["CFItems"][1]["fullStatement"] = "Plans far ahead."
    assert read_package(document).package.items[1].full_statement == "Plans far ahead."


def test_notes_that_are_not_ours_do_no_harm():
    raw = package()
    raw["CFItems"][0]["extensions"] = {"pog": {"repaired": [1], "extra": 3, "added": "yes"}}
    raw["CFItems"][1]["extensions"] = {"pog": {"repaired": {"notes": 3}, "relation": {"a": 1}}}
    raw["extensions"] = {"pog": {"identifiers": {uid(11): 4, "x": "y"}}}
    read = read_package(raw).package
    assert [one.identifier for one in read.items] == [uid(11), uid(12), uid(13)]
    assert findings(write_package(read)[0]) == []


def test_a_package_made_by_hand():
    a, b = uid(11), uid(12)
    made = CFPackage(
        document=Document(identifier=DOCUMENT, title="Ours", creator="Us"),
        items=(
            Item(identifier=a, full_statement="One."),
            Item(identifier=b, full_statement="Two."),
        ),
        associations=(
            Association(
                identifier=uid(21),
                association_type=spelling("weak_overlap").association_type,
                origin=Node(title="One.", identifier=a, uri=f"urn:uuid:{a}"),
                destination=Node(title="Two.", identifier=b, uri=f"urn:uuid:{b}"),
                extensions=extensions_for("weak_overlap"),
            ),
        ),
    )
    document, _losses = write_package(made, now=datetime(2026, 5, 1, tzinfo=UTC))
    assert findings(document) == []
    assert document["CFDocument"]["lastChangeDateTime"] == "2026-05-01T00:00:00+00:00"
    assert document["CFDocument"]["caseVersion"] == "1.1"
    assert read_package(document).package == made


def test_the_text_of_a_file_is_always_the_same():
    document = write_package(read_package(package()).package)[0]
    text = file_text(document)
    assert text == file_text(write_package(read_package(text.encode()).package)[0])
    assert json.loads(text) == document


def test_case_1_0_says_what_it_costs():
    raw = package()
    raw["CFAssociations"] += [
        association(26, 13, 12, "ext:minorRelated"),
        association(27, 13, 12, "ext:colour"),
        association(28, 13, 12, "isTranslationOf"),
    ]
    document, losses = write_package(read_package(raw).package, "1.0")
    assert findings(document, "1.0") == []
    assert [one["associationType"] for one in document["CFAssociations"]] == [
        "isChildOf", "isChildOf", "isChildOf", "precedes", *["isRelatedTo"] * 3,
    ]  # fmt: skip
    counts = {loss.code: loss.count for loss in losses}
    assert counts == {
        "strong_overlap": 1,
        "weak_overlap": 1,
        "ext:colour": 1,
        "isTranslationOf": 1,
        "notes": 1,
        "extensions": 3,
    }
    assert list(document)[3] == "CFDefinitions"
    assert not any(loss.restorable for loss in losses)


def test_minted_identifiers_do_not_change():
    read = read_package(damaged(change=DAMAGE["odd identifier"])).package
    first = write_package(read)[0]["CFItems"][0]["identifier"]
    assert first == write_package(read)[0]["CFItems"][0]["identifier"]
    assert not first.startswith(SPACE)
