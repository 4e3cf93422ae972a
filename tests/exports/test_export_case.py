"""CASE 1.1 files: strict in form and sense, complete, and the same every time."""

import json
import uuid

import pytest

from pog.alignments.models import Alignment
from pog.core.database import db
from pog.exports.formats.case_1_1 import grades_of, package_of
from pog.exports.gathering import portrait_of_draft
from pog.frameworks.models import Framework
from pog.profiles.models import Attribute, Profile
from pog.profiles.services import Author, clone_edition, edit_attribute
from pog.standards.case.checking import findings
from pog.standards.case.reading import read_package
from pog.standards.case.relations import relation_of
from tests.exports.conftest import RELATIONS
from tests.factories import make_alignment, make_competency, make_framework
from tests.standards.schemas import needs_schemas, schema_errors

BASE = "http://localhost"


@pytest.fixture
def draft(as_person, cast, rich):
    return as_person(cast.ana).get(f"/profiles/{rich.id}/export/case-1.1").json


@pytest.fixture
def published(client, rich, edition):
    return client.get(f"/p/{rich.slug}/editions/1/export/case-1.1").json


def items_by_type(document):
    found = {}
    for item in document["CFItems"]:
        found.setdefault(item["CFItemType"], []).append(item)
    return found


def alignments_in(document):
    return [
        one
        for one in document["CFAssociations"]
        if "relation" in one.get("extensions", {}).get("pog", {})
    ]


def test_nothing_is_wrong_with_it(draft, published):
    assert findings(draft) == []
    assert findings(published) == []


@needs_schemas
def test_it_validates_against_the_published_schemas(draft, published):
    assert schema_errors(draft) == []
    assert schema_errors(published) == []


def test_an_empty_profile_is_a_valid_package_too(as_person, cast, work):
    from tests.factories import make_profile

    with work():
        empty = make_profile(cast.riverbend, "Nothing yet")
    document = as_person(cast.ana).get(f"/profiles/{empty.id}/export/case-1.1").json
    assert findings(document) == []


def test_everything_of_the_profile_is_in_it(draft, rich):
    document = draft["CFDocument"]
    assert document["identifier"] == str(rich.id)
    assert document["uri"] == f"{BASE}/uri/{rich.id}"
    assert document["description"] == "Every graduate *can* be heard."
    assert document["notes"] == "A river town."
    assert (document["version"], document["adoptionStatus"]) == ("draft", "Draft")
    assert draft["CFDefinitions"]["CFLicenses"][0]["licenseText"] == (
        "Name Riverbend when you use it."
    )
    items = items_by_type(draft)
    assert [item["fullStatement"] for item in items["Grouping"]] == ["Working together"]
    assert {item["abbreviatedStatement"] for item in items["Attribute"]} == {
        "Teamwork",
        "Clear communication",
        "Sound judgement",
        "Care for others",
    }
    teamwork = next(a for a in items["Attribute"] if a["abbreviatedStatement"] == "Teamwork")
    assert teamwork["fullStatement"] == "Works **with** others & listens."
    assert teamwork["humanCodingScheme"] == "T"
    levels = [item.get("educationLevel") for item in items["Indicator"]]
    assert levels == [["KG", "01", "02"], ["09", "10", "11", "12"], None]


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("PreK-2", ("PK", "KG", "01", "02")),
        ("Grades 6–8", ("06", "07", "08")),
        ("K", ("KG",)),
        ("12", ("12",)),
        ("8-6", ()),
        ("14", ()),
        ("Mastery", ()),
        ("", ()),
    ],
)
def test_levels_that_name_grades_become_their_codes(level, codes):
    assert grades_of(level) == codes


def test_every_relation_comes_back_from_the_file(draft):
    found = {}
    for one in alignments_in(draft):
        read = relation_of(one["associationType"], one["extensions"])
        inside = one["destinationNodeURI" if read.swapped else "originNodeURI"]
        assert inside["title"] == "Teamwork"
        found[one["extensions"]["pog"]["target"]["name"]] = read.kind.value
    assert found == {f"Skill {n}": relation for n, relation in enumerate(RELATIONS)}


def test_targets_elsewhere_have_real_titles_and_reasons_travel(draft):
    for number, one in enumerate(alignments_in(draft)):
        ends = (one["originNodeURI"], one["destinationNodeURI"])
        (target,) = [end for end in ends if end["title"] != "Teamwork"]
        assert target["title"] == f"Skill {number}"
        assert target["targetType"] == "ext:competency"
        assert one["notes"] == f"Reason {number}."


@pytest.mark.parametrize(
    ("rule", "there", "absent"),
    [
        ("full_with_attribution", ["The protected text 0", "Skill 0", "WS.0"], []),
        ("names_and_codes_only", ["Skill 0", "WS.0"], ["The protected text"]),
        ("link_only", ["https://skills.example/"], ["The protected text", "Skill 0", "WS.0"]),
    ],
)
@pytest.mark.parametrize("kind", ["draft", "edition"])
def test_licences_are_obeyed(as_person, cast, rich, work, kind, rule, there, absent):
    from pog.alignments.targets import target_of
    from pog.profiles.services import publish_edition

    with work():
        framework = db.session.query(Framework).filter_by(title="Workplace skills").one()
        framework.redistribution, framework.url = rule, "https://skills.example/"
        for alignment in db.session.query(Alignment):
            alignment.target = target_of(alignment.competency)
        db.session.flush()
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    ana = as_person(cast.ana)
    address = {
        "draft": f"/profiles/{rich.id}/export/case-1.1",
        "edition": f"/p/{rich.slug}/editions/1/export/case-1.1",
    }[kind]
    answer = ana.get(address)
    assert findings(answer.json) == []
    for words in there:
        assert words in answer.text
    for words in absent:
        assert words not in answer.text


def test_a_statement_is_not_passed_on_as_a_name(as_person, cast, rich, work):
    """Files without short names have only the protected text."""
    text = "Explains in their own words what a source says."
    with work():
        framework = make_framework("Imported list", sector="k12", competencies=())
        competency = make_competency(framework, text)
        competency.statement, competency.official_code = text, "IL.7"
        attribute = db.session.query(Attribute).filter_by(name="Care for others").one()
        make_alignment(attribute, competency)
    answer = as_person(cast.ana).get(f"/profiles/{rich.id}/export/case-1.1")
    assert text not in answer.text
    assert "IL.7" in answer.text


def test_our_own_file_reads_back_equal(app, draft, rich):
    reading = read_package(draft)
    assert len(reading.warnings) == 8, "the targets elsewhere, and nothing else"
    assert all("One end" in warning.message for warning in reading.warnings)
    with app.app_context():
        profile = db.session.get(Profile, rich.id)
        assert reading.package == package_of(portrait_of_draft(profile, BASE))


def test_an_edition_is_the_same_every_time(client, cast, as_person, rich, edition, work, published):
    with work():
        profile = db.session.get(Profile, rich.id)
        attribute = profile.attributes[0]
        profile.title, profile.state = "Another title", "adopted"
        attribute.statement = "Changed since."
        alignment = db.session.query(Alignment).first()
        alignment.reason = "Changed since."
    address = f"/p/{rich.slug}/editions/1/export/case-1.1"
    again = client.get(address)
    assert again.json == published
    assert again.data == as_person(cast.ana).get(address, headers={"Accept-Language": "es"}).data
    assert published["CFDocument"]["version"] == "1"
    assert published["CFDocument"]["officialSourceURL"].endswith(f"/p/{rich.slug}/editions/1")


def test_no_names_of_people_are_in_it(published, draft):
    for document in (published, draft):
        assert "Ana" not in json.dumps(document)
        assert "Ben" not in json.dumps(document)


@pytest.fixture
def clone(cast, work, edition):
    """A clone of Riverbend's edition in Hillcrest, with one attribute reworded."""
    from pog.organizations.models import Organization
    from pog.profiles.models import Edition

    with work():
        author = Author(name="Cy")
        made = clone_edition(
            db.session.get(Edition, edition.id),
            db.session.get(Organization, cast.hillcrest.id),
            author,
        )
        attribute = next(a for a in made.attributes if a.name == "Teamwork")
        edit_attribute(
            attribute,
            name="Teamwork",
            statement="Other words.",
            base_revision=attribute.revision,
            author=author,
        )
        return made


def test_a_clone_names_its_sources(as_person, cast, clone, rich):
    document = as_person(cast.cy).get(f"/profiles/{clone.id}/export/case-1.1").json
    assert findings(document) == []
    sources = {
        one["originNodeURI"]["title"]: one["associationType"]
        for one in document["CFAssociations"]
        if "lineage" in one.get("extensions", {}).get("pog", {})
    }
    assert sources == {
        "Teamwork": "isRelatedTo",
        "Clear communication": "exactMatchOf",
        "Sound judgement": "exactMatchOf",
        "Care for others": "exactMatchOf",
    }
    for item in items_by_type(document)["Attribute"]:
        source = item["extensions"]["sourceItemIdentifier"]
        assert item["identifier"] != source
        assert item["extensions"]["sourceItemURI"] == f"{BASE}/uri/{source}"


def test_identifiers_are_of_a_version_that_readers_know(draft, published):
    for document in (draft, published):
        for thing in [*document["CFItems"], *document["CFAssociations"]]:
            assert uuid.UUID(thing["identifier"]).version in (4, 5)
