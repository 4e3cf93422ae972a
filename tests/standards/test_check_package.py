"""Each kind of damage is found, and nothing else is."""

import pytest

from pog.standards.case.checking import findings
from tests.standards.packages import association, defined, item, node, package, uid
from tests.standards.schemas import needs_schemas, schema_errors


def put(name, place, **values):
    return lambda raw: raw[name][place].update(values)


def drop(name, place, field):
    return lambda raw: raw[name][place].pop(field)


LEVEL = "CFRubricCriterionLevels"

BROKEN_FORM = {
    "null": put("CFItems", 0, notes=None),
    "missing": drop("CFItems", 0, "fullStatement"),
    "empty": put("CFItems", 0, fullStatement=" "),
    "unknown_field": put("CFItems", 0, CFDocumentURI=node(1)),
    "wrong_kind": put("CFItems", 0, educationLevel="09"),
    "bad_identifier": put("CFItems", 0, licenseURI=node(33) | {"identifier": uid(33).upper()}),
    "bad_uri": put("CFItems", 0, uri="example.org"),
    "bad_date": put("CFItems", 0, statusEndDate="2026-02-30"),
    "bad_time": put("CFItems", 0, lastChangeDateTime="2026-01-01T10:00:00"),
    "bad_association_type": put("CFAssociations", 3, associationType="xx ext:a b"),
    "bad_target_type": put("CFAssociations", 4, destinationNodeURI=node(99, targetType="case")),
    "bad_case_version": lambda raw: raw["CFDocument"].update(caseVersion="1.0"),
    "no_case_version": lambda raw: raw["CFDocument"].pop("caseVersion"),
    "html": put("CFItems", 1, notes="<b>Soon</b>"),
    "too_large": put("CFAssociations", 0, sequenceNumber=2**31),
}
BROKEN_SENSE = {
    "repeated_identifier": lambda raw: raw["CFItems"].append(item(41)),
    "foreign_child": put("CFAssociations", 2, originNodeURI=node(99, targetType="CASE")),
    "several_parents": lambda raw: raw["CFAssociations"].append(association(26, 13, 12)),
    "circle": put("CFAssociations", 0, destinationNodeURI=node(13)),
    "unreachable": lambda raw: raw["CFItems"].append(item(14)),
    "repeated_number": put("CFAssociations", 1, sequenceNumber=1),
    "dangling": put("CFAssociations", 4, destinationNodeURI=node(99)),
    "untitled_end": put(
        "CFAssociations", 4, destinationNodeURI=node(99, "Destination Node", targetType="CASE")
    ),
    "other_item_type": put("CFItems", 0, CFItemType="Skill"),
    "undefined": put("CFItems", 0, licenseURI=node(55)),
    "younger_than_document": put("CFItems", 0, lastChangeDateTime="2026-01-02T03:04:06+00:00"),
}

# What cannot be broken alone.
FOLLOWING = {
    "bad_identifier": {"undefined"},
    "repeated_identifier": {"unreachable"},
    "foreign_child": {"unreachable"},
    "circle": {"unreachable"},
}


@pytest.mark.parametrize("code", BROKEN_FORM | BROKEN_SENSE)
def test_damage_is_found(code):
    raw = package()
    assert findings(raw) == []
    (BROKEN_FORM | BROKEN_SENSE)[code](raw)
    found = {finding.code for finding in findings(raw)}
    assert code in found
    assert found - {code} <= FOLLOWING.get(code, set())


@needs_schemas
@pytest.mark.parametrize("code", BROKEN_FORM.keys() - {"empty", "no_case_version", "html"})
def test_what_the_schemas_find_is_found_without_them(code):
    raw = package()
    assert schema_errors(raw) == []
    BROKEN_FORM[code](raw)
    # The published pattern is not anchored, and neither validator counts to 2**31.
    assert schema_errors(raw) or code in ("bad_association_type", "too_large")


@pytest.mark.parametrize(("damage", "path"), [
    (lambda raw: raw["CFItems"].append(3), "$.CFItems[3]"),
    (lambda raw: raw.update(CFItems={}), "$.CFItems"),
    (lambda raw: raw.update(CFDefinitions=[]), "$.CFDefinitions"),
    (lambda raw: raw.update(extensions=[]), "$.extensions"),
    (lambda raw: raw.update(more=1), "$.more"),
    (lambda raw: raw.pop("CFDocument"), "$"),
    (lambda raw: raw["CFDefinitions"].update(more=[]), "$.CFDefinitions.more"),
    (put("CFItems", 0, extensions=[]), "$.CFItems[0].extensions"),
    (put("CFItems", 0, educationLevel=[9]), "$.CFItems[0].educationLevel[0]"),
    (put("CFItems", 0, subjectURI=node(32)), "$.CFItems[0].subjectURI"),
    (put("CFItems", 0, subject=["<i>x</i>"]), "$.CFItems[0].subject[0]"),
    (put("CFItems", 0, notes=7), "$.CFItems[0].notes"),
    (put("CFAssociations", 0, sequenceNumber=True), "$.CFAssociations[0].sequenceNumber"),
    (put("CFAssociations", 0, originNodeURI=uid(1)), "$.CFAssociations[0].originNodeURI"),
    (
        lambda raw: raw["CFRubrics"][0]["CFRubricCriteria"][0][LEVEL][0].update(extensions={}),
        f"$.CFRubrics[0].CFRubricCriteria[0].{LEVEL}[0].extensions",
    ),
    (
        lambda raw: raw["CFRubrics"][0]["CFRubricCriteria"][0].update(weight="1"),
        "$.CFRubrics[0].CFRubricCriteria[0].weight",
    ),
])  # fmt: skip
def test_findings_say_where(damage, path):
    raw = package()
    damage(raw)
    assert [finding.path for finding in findings(raw)] == [path]


def test_anything_that_is_no_object():
    assert [finding.code for finding in findings([])] == ["wrong_kind"]


def test_one_parent_in_each_group_is_fine():
    raw = package()
    raw["CFDefinitions"]["CFAssociationGroupings"].append(defined(36, "Another order"))
    group = node(36, "Another order")
    raw["CFAssociations"].append(association(26, 13, 12, CFAssociationGroupingURI=group))
    assert findings(raw) == []


def test_definitions_and_rubrics_are_ends_too():
    raw = package()
    raw["CFAssociations"].append(association(26, 13, 43, "hasSkillLevel"))
    assert findings(raw) == []


def test_a_formula_is_not_html():
    raw = package()
    raw["CFItems"][0]["fullStatement"] = "Knows when $a<b$ and $c>d$, and <3."
    assert findings(raw) == []


def test_case_1_0_has_none_of_the_new_fields():
    codes = [finding.path for finding in findings(package(), "1.0") if finding.code == "too_new"]
    assert codes == [
        "$.extensions",
        "$.CFDocument.caseVersion",
        "$.CFItems[1].extensions",
        "$.CFAssociations[4].destinationNodeURI.targetType",
        "$.CFAssociations[4].notes",
        f"$.CFRubrics[0].CFRubricCriteria[0].{LEVEL}[0].extensions",
    ]
    found = {finding.code for finding in findings(package(), "1.0")}
    assert found == {"too_new", "bad_association_type"}
