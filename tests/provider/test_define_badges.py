"""Attributes as Open Badges achievements, at their stable addresses and as a file."""

import json

import pytest

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.standards import packages
from tests.standards.schemas import SCHEMAS, needs_schemas

LINKED = {"Accept": "application/ld+json"}
KNOWN_TYPES = ("ceasn:Competency", "CFItem", "ext:")


@pytest.fixture
def teamwork(purposeful, work):
    with work():
        return db.session.query(Attribute).filter_by(name="Teamwork").one()


def expanded(document):
    """Expand with the published context alone; nothing is fetched."""
    from pyld import jsonld

    badges = json.loads((SCHEMAS / "ob_v3p0_context-3.0.3.json").read_text())

    def load(address, _options=None):
        assert address in document["@context"], f"asked for {address}"
        found = badges if "openbadges" in address or "/ob/" in address else {"@context": {}}
        return {"contentType": "application/ld+json", "contextUrl": None,
                "documentUrl": address, "document": found}  # fmt: skip

    return jsonld.expand(document, {"documentLoader": load})


def keys_of(thing):
    if isinstance(thing, dict):
        yield from thing
        for value in thing.values():
            yield from keys_of(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from keys_of(value)


def test_an_attribute_answers_as_an_achievement(client, purposeful, teamwork):
    answer = client.get(f"/uri/{teamwork.id}", headers=LINKED)
    assert answer.mimetype == "application/ld+json"
    assert "Accept" in answer.headers["Vary"]
    found = answer.json
    assert found["id"] == f"http://localhost/uri/{teamwork.id}"
    assert found["type"] == ["Achievement"]
    assert found["achievementType"] == "Competency"
    assert (found["name"], found["humanCode"]) == ("Teamwork", "T")
    assert "- K-2: I can take turns." in found["criteria"]["narrative"]
    assert len(found["alignment"]) == 8
    for target in found["alignment"]:
        assert target["type"] == ["Alignment"]
        assert target["targetName"]
        assert target["targetUrl"].startswith("http://localhost/uri/")
        assert target["targetType"].startswith(KNOWN_TYPES)
        assert "targetDescription" not in target, "the licence lets names travel only"


@needs_schemas
def test_it_expands_and_loses_nothing(client, purposeful, teamwork):
    document = client.get(f"/uri/{teamwork.id}", headers=LINKED).json
    (found,) = expanded(document)
    words = {key.rpartition("#")[2].rpartition("/")[2] for key in keys_of(found)}
    wanted = {"achievementType", "Criteria", "narrative", "humanCode", "alignment", "targetName",
              "targetUrl", "targetCode", "targetFramework", "targetType", "version", "inLanguage",
              "creator", "name", "description"}  # fmt: skip
    assert wanted <= words


def test_all_of_them_are_a_file_of_the_edition(client, purposeful):
    answer = client.get(f"/p/{purposeful.slug}/editions/1/export/open-badges")
    names = [one["name"] for one in answer.json["@graph"]]
    assert len(names) == 4
    assert client.get(f"/uri/{purposeful.id}", headers=LINKED).json == answer.json


def test_frameworks_and_their_competencies_answer_in_ctdl_asn(client, framework):
    whole = client.get(f"/uri/{packages.DOCUMENT}", headers=LINKED).json
    assert whole["@context"] == "https://credreg.net/ctdlasn/schema/context/json"
    nodes = {node["ceterms:ctid"]: node for node in whole["@graph"]}
    assert nodes[f"ce-{packages.DOCUMENT}"]["@type"] == "ceasn:CompetencyFramework"
    for number in (11, 12, 13):
        one = client.get(f"/uri/{packages.uid(number)}", headers=LINKED).json
        assert one.pop("@context") == whole["@context"]
        assert one == nodes[f"ce-{packages.uid(number)}"]
    assert client.get(f"/uri/{framework.id}", headers=LINKED).json == whole


def test_links_answer_in_the_words_of_case(client, framework):
    found = client.get(f"/uri/{packages.uid(24)}", headers=LINKED).json
    assert found["@context"]["uri"] == "@id"
    assert found["identifier"] == packages.uid(24)


def test_what_is_not_public_is_404_in_every_form(client, rich, work):
    with work():
        key = db.session.query(Attribute).first().id
    for accept in ("text/html", "application/json", "application/ld+json"):
        for thing in (rich.id, key):
            assert client.get(f"/uri/{thing}", headers={"Accept": accept}).status_code == 404
