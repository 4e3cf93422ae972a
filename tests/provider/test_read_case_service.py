"""The CASE service: what is published, one thing at a time, in the published form."""

import pytest

from pog.core.clock import now
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.profiles.models import Profile
from pog.profiles.services import Author, drop_attribute, publish_edition
from pog.standards.case.checking import findings
from pog.standards.case.fields import DEFINITION_LISTS, KINDS
from tests.factories import make_framework, make_profile
from tests.provider.conftest import component_errors
from tests.standards import packages
from tests.standards.schemas import needs_schemas, schema_errors

V11, V10 = "/ims/case/v1p1", "/ims/case/v1p0"
SINGLE = {
    "CFAssociationGroupings": "CFAssociationGroupingDType",
    "CFLicenses": "CFLicenseDType",
    "CFRubrics": "CFRubricDType",
}
SETS = {
    "CFConcepts": "CFConceptSetDType",
    "CFItemTypes": "CFItemTypeSetDType",
    "CFSubjects": "CFSubjectSetDType",
}


def walk(client, root):
    """Every address there is, with its answer and the component of the published description."""
    listed = client.get(f"{root}/CFDocuments").json
    yield "CFDocumentSetDType", listed
    for document in listed["CFDocuments"]:
        key = document["identifier"]
        yield "CFDocumentDType", client.get(f"{root}/CFDocuments/{key}").json
        package = client.get(f"{root}/CFPackages/{key}").json
        yield "CFPackageDType", package
        for item in package.get("CFItems", ()):
            yield "CFItemDType", client.get(f"{root}/CFItems/{item['identifier']}").json
            found = client.get(f"{root}/CFItemAssociations/{item['identifier']}").json
            yield "CFAssociationSetDType", found
        for one in package.get("CFAssociations", ()):
            found = client.get(f"{root}/CFAssociations/{one['identifier']}").json
            yield "CFAssociationDType", found
        for name in DEFINITION_LISTS:
            for one in package.get("CFDefinitions", {}).get(name, ()):
                found = client.get(f"{root}/{name}/{one['identifier']}").json
                yield {**SINGLE, **SETS}[name], found
        for one in package.get("CFRubrics", ()):
            yield "CFRubricDType", client.get(f"{root}/CFRubrics/{one['identifier']}").json


@needs_schemas
def test_every_identifier_answers_in_the_published_form(client, purposeful, framework):
    seen = {}
    for name, body in walk(client, V11):
        assert component_errors(name, body) == [], name
        seen[name] = seen.get(name, 0) + 1
        if name == "CFPackageDType":
            assert findings(body) == []
            assert schema_errors(body) == []
    assert len(seen) == 12, "every kind of thing was there"
    assert seen["CFDocumentDType"] == 2
    assert seen["CFItemDType"] > 8


def test_the_older_version_has_nothing_newer(client, purposeful, framework):
    newer = {rule.name for rules in KINDS.values() for rule in rules if rule.since_1_1}
    newer -= {rule.name for rule in KINDS["CFDocument"] if not rule.since_1_1}  # `subject`, say
    for name, body in walk(client, V10):
        assert "imsx_codeMajor" not in body, name
        assert not newer & set(body), name
        if name == "CFPackageDType":
            assert findings(body, "1.0") == []


def test_a_thing_says_where_it_stands(client, purposeful):
    key = str(purposeful.id)
    document = client.get(f"{V11}/CFDocuments/{key}").json
    assert document["CFPackageURI"]["uri"] == f"http://localhost{V11}/CFPackages/{key}"
    assert document["subject"] == ["College", "Civic life"]
    package = client.get(f"{V11}/CFPackages/{key}").json
    item = client.get(f"{V11}/CFItems/{package['CFItems'][0]['identifier']}").json
    assert item["CFDocumentURI"]["identifier"] == key
    assert "CFDocumentURI" not in package["CFItems"][0]


def test_alignments_to_each_framework_are_a_group(client, purposeful):
    package = client.get(f"{V11}/CFPackages/{purposeful.id}").json
    (group,) = package["CFDefinitions"]["CFAssociationGroupings"]
    assert group["title"] == "Workplace skills"
    grouped = [one for one in package["CFAssociations"] if "CFAssociationGroupingURI" in one]
    assert len(grouped) == 8


def test_what_may_not_travel_is_not_served(client, purposeful):
    text = client.get(f"{V11}/CFPackages/{purposeful.id}").text
    assert "Skill 0" in text
    assert "The protected text" not in text


def test_an_item_comes_with_what_begins_or_ends_at_it(client, framework):
    found = client.get(f"{V11}/CFItemAssociations/{packages.uid(13)}").json
    assert found["CFItem"]["fullStatement"] == "Says it again in other words."
    assert {one["identifier"] for one in found["CFAssociations"]} == {
        packages.uid(23),
        packages.uid(24),
    }


def test_capitals_do_not_matter(client, framework):
    assert client.get(f"{V11}/CFItems/{packages.uid(11).upper()}").status_code == 200


def test_drafts_and_protected_frameworks_are_not_there(client, rich, work, cast):
    with work():
        empty = make_profile(cast.riverbend, "Nothing yet")
        protected = make_framework("Protected", redistribution="names_and_codes_only")
        own = make_framework(
            "Ours", organization_id=cast.riverbend.id, redistribution="full", key=None
        )
    assert client.get(f"{V11}/CFDocuments").json == {"CFDocuments": []}
    for thing in (rich, empty, protected, own):
        for name in ("CFDocuments", "CFPackages"):
            assert client.get(f"{V11}/{name}/{thing.id}").status_code == 404


def test_the_newest_edition_counts_and_what_left_it_stays_known(client, purposeful, work):
    before = client.get(f"{V11}/CFPackages/{purposeful.id}").json
    with work():
        profile = db.session.get(Profile, purposeful.id)
        gone = next(a for a in profile.attributes if a.name == "Care for others")
        drop_attribute(gone, author=Author(name="Ana"))
        publish_edition(profile, author=Author(name="Ana"))
    after = client.get(f"{V11}/CFPackages/{purposeful.id}").json
    assert (before["CFDocument"]["version"], after["CFDocument"]["version"]) == ("1", "2")
    assert str(gone.id) not in str(after)
    item = client.get(f"{V11}/CFItems/{gone.id}")
    assert item.json["abbreviatedStatement"] == "Care for others"


def test_a_licence_that_is_withdrawn_takes_the_framework_back(client, framework, work):
    from pog.core.work import publish
    from pog.frameworks.events import FrameworkKept
    from pog.frameworks.models import Framework

    assert client.get(f"{V11}/CFItems/{packages.uid(11)}").status_code == 200
    with work():
        db.session.get(Framework, framework.id).redistribution = "link_only"
        publish(FrameworkKept(framework_id=framework.id))
    assert client.get(f"{V11}/CFItems/{packages.uid(11)}").status_code == 404


# ------------------------------------------------------------------ refusals


@needs_schemas
@pytest.mark.parametrize(
    ("address", "status", "code", "older"),
    [
        ("CFItems/not-a-uuid", 404, "invalid_uuid", "invaliduuid"),
        (f"CFItems/{packages.uid(98)}", 404, "unknownobject", "unknownobject"),
        (f"CFPackages/{packages.uid(11)}", 404, "unknownobject", "unknownobject"),
        ("CFNothing", 404, "unknownobject", "unknownobject"),
        ("CFDocuments?limit=0", 400, "invalid_selection_field", "invalid_selection_field"),
        ("CFDocuments?offset=-1", 400, "invalid_selection_field", "invalid_selection_field"),
        ("CFDocuments?fields=", 400, "invalid_selection_field", "invalid_selection_field"),
        ("CFDocuments?filter=title", 400, "invalid_selection_field", "invalid_selection_field"),
        ("CFDocuments?filter=no='1'", 400, "invalid_selection_field", "invalid_selection_field"),
        ("CFDocuments?orderBy=up", 400, "invalid_sort_field", "invalid_sort_field"),
    ],
)
def test_refusals_are_in_the_words_of_the_version(client, framework, address, status, code, older):
    for root, wanted in ((V11, code), (V10, older)):
        answer = client.get(f"{root}/{address}")
        assert (answer.status_code, answer.mimetype) == (status, "application/json")
        field = answer.json["imsx_codeMinor"]["imsx_codeMinorField"][0]
        assert field["imsx_codeMinorFieldValue"] == wanted
        assert answer.json["imsx_codeMajor"] == "failure"
        if root == V11:
            assert component_errors("imsx_StatusInfoDType", answer.json) == []
    assert client.get(f"/ims/case/v2p0/{address}").status_code == 404


# ------------------------------------------------------------------ how it is sent


def test_it_is_for_everybody_without_cookies_and_asks_before_it_sends_again(client, purposeful):
    address = f"{V11}/CFPackages/{purposeful.id}"
    answer = client.get(address)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"].startswith("public")
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_framework_is_sent_again_only_when_it_changed(client, framework, work):
    address = f"{V11}/CFPackages/{packages.DOCUMENT}"
    answer = client.get(address)
    assert "Content-Length" not in answer.headers
    assert len(answer.json["CFItems"]) == 3
    asked = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(address, headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address.replace("v1p1", "v1p0"), headers=asked).status_code == 200
    with work():
        db.session.get(Framework, framework.id).changed_at = now()
    assert client.get(address, headers=asked).status_code == 200


def test_the_description_is_an_openapi_document_of_its_answers(client, purposeful, framework):
    from jsonschema import Draft7Validator

    address = f"{V11}/discovery/imscasev1p1_openapi3_v1p0.json"
    description = client.get(address).json
    assert description["openapi"].startswith("3.0")
    assert description["servers"] == [{"url": f"http://localhost{V11}"}]
    for name, body in walk(client, V11):
        schema = {**description, "$ref": f"#/components/schemas/{name.removesuffix('DType')}"}
        errors = [error.message for error in Draft7Validator(schema).iter_errors(body)]
        assert errors == [], name
    older = client.get(f"{V10}/discovery/imscasev1p0_openapi3_v1p0.json").json
    assert "extensions" not in older["components"]["schemas"]["CFItem"]["properties"]


def test_developers_find_it(client, purposeful):
    assert "/developers" in client.get("/").text
    page = client.get("/developers").text
    assert f"http://localhost{V11}/CFDocuments" in page
    assert f"{V11}/CFPackages/{purposeful.id}" in page
    assert "certified" not in page.lower()
    assert "compliant" not in page.lower()
