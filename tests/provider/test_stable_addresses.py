"""`/uri/<uuid>`: pages for people, CASE for machines, nothing for strangers."""

import uuid

import pytest

from pog.core.database import db
from pog.profiles.models import Attribute, Grouping
from tests.factories import make_competency, make_framework, make_library_entry

JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def teamwork(rich, work):
    with work():
        return db.session.query(Attribute).filter_by(name="Teamwork").one()


def test_a_published_profile_answers_both(client, rich, edition):
    page = client.get(f"/uri/{rich.id}", headers=BROWSER)
    assert (page.status_code, page.location) == (303, f"/p/{rich.slug}")
    package = client.get(f"/uri/{rich.id}", headers=JSON)
    assert package.json["CFDocument"]["identifier"] == str(rich.id)
    assert "Accept" in package.headers["Vary"].split(", ")


def test_what_stands_in_it_answers_as_an_item(client, rich, edition, teamwork, work):
    with work():
        grouping = db.session.query(Grouping).one()
        indicator = db.session.merge(teamwork).indicators[0]
    for key, words in (
        (teamwork.id, "Works **with** others & listens."),
        (grouping.id, "Working together"),
        (indicator.id, "I can take turns."),
    ):
        item = client.get(f"/uri/{key}", headers=JSON).json
        assert item["fullStatement"] == words
        assert item["CFDocumentURI"]["identifier"] == str(rich.id)
    page = client.get(f"/uri/{teamwork.id}", headers=BROWSER)
    assert page.location.startswith(f"/p/{rich.slug}#")


def test_a_draft_is_there_for_its_readers_only(as_person, cast, client, rich, teamwork):
    for key in (rich.id, teamwork.id):
        for headers in (JSON, BROWSER):
            assert client.get(f"/uri/{key}", headers=headers).status_code == 404
            assert as_person(cast.cy).get(f"/uri/{key}", headers=headers).status_code == 404
        assert as_person(cast.ben).get(f"/uri/{key}", headers=BROWSER).status_code == 303


def test_competencies_lead_to_their_framework(client, work):
    with work():
        framework = make_framework("Skills", competencies=())
        competency = make_competency(framework, "Speaking")
    page = client.get(f"/uri/{competency.id}", headers=BROWSER)
    assert page.location == f"/frameworks/{framework.id}?at={competency.id}#c-{competency.id}"
    item = client.get(f"/uri/{competency.id}", headers=JSON).json
    assert item["fullStatement"] == "Speaking"
    whole = client.get(f"/uri/{framework.id}", headers=JSON).json
    assert whole["CFDocument"]["title"] == "Skills"


def test_an_imported_framework_is_its_organizations(as_person, cast, client, work):
    with work():
        framework = make_framework("Ours", organization_id=cast.riverbend.id)
    for headers in (JSON, BROWSER):
        assert client.get(f"/uri/{framework.id}", headers=headers).status_code == 404
        assert as_person(cast.cy).get(f"/uri/{framework.id}", headers=headers).status_code == 404
        found = as_person(cast.ben).get(f"/uri/{framework.id}", headers=headers)
        assert found.status_code in (200, 303)


def test_what_a_clone_came_from_leads_to_the_library(client, work):
    with work():
        entry = make_library_entry()
        key = entry.edition.content["groupings"][0]["attributes"][0]["id"]
        address = f"/library/{entry.id}"
    assert client.get(f"/uri/{key}", headers=BROWSER).location == address


def test_what_was_dropped_since_still_leads_to_its_edition(client, rich, edition, teamwork, work):
    with work():
        indicator = db.session.merge(teamwork).indicators[0].id
        db.session.delete(db.session.merge(teamwork).indicators[0])
    page = client.get(f"/uri/{indicator}", headers=BROWSER)
    assert page.location.startswith(f"/p/{rich.slug}/editions/1")


def test_an_identifier_of_nothing_is_404(client):
    for headers in (JSON, BROWSER):
        assert client.get(f"/uri/{uuid.uuid4()}", headers=headers).status_code == 404
    assert client.get("/uri/not-a-uuid").status_code == 404
