"""CASE 1.0 files: nothing newer is in them, and what that costs is told."""

import json

import pytest

from pog.standards.case.checking import findings
from pog.standards.case.fields import DEFINITION_LISTS, KINDS, PACKAGE_LISTS, Shape
from tests.factories import make_competency, make_framework
from tests.standards.schemas import SCHEMAS, needs_schemas


@pytest.fixture
def older(as_person, cast, rich):
    return as_person(cast.ana).get(f"/profiles/{rich.id}/export/case-1.0").json


def newer_fields(kind, thing):
    """Fields of a thing, and of what is in it, that 1.0 does not know."""
    inner = {Shape.LINK: "LinkURI", Shape.LINKS: "LinkURI", Shape.NODE: "LinkGenURI"}
    rules = {rule.name: rule for rule in KINDS[kind]}
    for name, value in thing.items():
        if name not in rules or rules[name].since_1_1:
            yield f"{kind}.{name}"
        elif rules[name].shape in inner:
            for one in value if isinstance(value, list) else [value]:
                yield from newer_fields(inner[rules[name].shape], one)


def everything_in(document):
    yield "CFDocument", document["CFDocument"]
    for holder, lists in (
        (document, PACKAGE_LISTS),
        (document["CFDefinitions"], DEFINITION_LISTS),
    ):
        for name, kind in lists.items():
            for thing in holder.get(name, []):
                yield kind, thing


def test_nothing_is_wrong_with_it_and_nothing_newer_is_in_it(older):
    assert findings(older, "1.0") == []
    assert [f for kind, thing in everything_in(older) for f in newer_fields(kind, thing)] == []
    assert "extensions" not in json.dumps(older)


@needs_schemas
def test_every_object_has_only_fields_of_the_published_1_0_description(older):
    described = json.loads((SCHEMAS / "case_v1p0_swagger20.json").read_text())["definitions"]
    for kind, thing in everything_in(older):
        known = described.get(f"CFPckg{kind.removeprefix('CF')}.Type") or described[f"{kind}.Type"]
        assert set(thing) <= set(known["properties"]), kind
        assert set(known["required"]) <= set(thing), kind


def test_strengths_are_lost_and_counted(as_person, cast, rich, older):
    types = [one["associationType"] for one in older["CFAssociations"]]
    assert "ext:majorRelated" not in types
    assert types.count("isRelatedTo") == 3, "strong, weak and simply related"
    page = as_person(cast.ana).get(f"/profiles/{rich.id}/export").text
    assert "One strong link became isRelatedTo" in page
    assert "One weak link became isRelatedTo" in page


def test_protected_text_does_not_travel(older):
    assert "The protected text" not in json.dumps(older)


@pytest.fixture
def framework(work):
    with work():
        found = make_framework("Skills", competencies=(), redistribution="names_and_codes_only")
        make_competency(found, "Speaking").statement = "Speaks without notes."
        return found


def test_a_framework_has_its_files_and_says_what_they_leave_out(client, framework):
    page = client.get(f"/frameworks/{framework.id}").text
    assert f"/frameworks/{framework.id}/export" in page
    menu = client.get(f"/frameworks/{framework.id}/export").text
    for name, version in (("case-1.1", "1.1"), ("case-1.0", "1.0")):
        address = f"/frameworks/{framework.id}/export/{name}"
        assert address in menu
        answer = client.get(address)
        assert findings(answer.json, version) == []
        assert "Speaks without notes." not in answer.text
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="skills.')
        report = client.get(f"{address}/report").text
        assert "Names and codes travel; the full texts do not." in report


def test_a_format_no_framework_has_is_404(client, framework):
    for name in ("poem", "docx"):
        for more in ("", "/report"):
            address = f"/frameworks/{framework.id}/export/{name}{more}"
            assert client.get(address).status_code == 404


def test_files_of_an_imported_framework_are_its_organizations(as_person, cast, client, work):
    with work():
        framework = make_framework("Ours", organization_id=cast.riverbend.id)
    for more in ("", "/case-1.1", "/case-1.1/report"):
        address = f"/frameworks/{framework.id}/export{more}"
        assert as_person(cast.ben).get(address).status_code == 200
        assert as_person(cast.cy).get(address).status_code == 404
        assert client.get(address).status_code == 404
