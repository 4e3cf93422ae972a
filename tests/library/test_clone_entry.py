"""S5: start from South Carolina."""

import re
import uuid

import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute, Edition, Profile, Revision
from tests.factories import make_membership

CLONE = "/library/us-sc/clone"


def form(cast, **changed):
    return {
        "organization": str(cast.riverbend.id),
        "title": "Profile of a Riverbend Graduate",
        "language": "en",
        **changed,
    }


@pytest.fixture
def ana(cast, library, as_person):
    return as_person(cast.ana)


@pytest.fixture
def clones(app):
    def now():
        with app.app_context():
            return db.session.scalars(
                select(Profile).where(Profile.upstream_edition_id.is_not(None))
            ).all()

    return now


@pytest.fixture
def attributes(app):
    def of(profile_id):
        with app.app_context():
            rows = db.session.scalars(
                select(Attribute)
                .where(Attribute.profile_id == profile_id)
                .order_by(Attribute.position)
            )
            return {row.name: row for row in rows}

    return of


def test_a_draft_with_everything_of_the_source(app, cast, ana, clones, attributes):
    page = ana.get(CLONE).text
    assert 'value="Profile of a Riverbend Graduate"' in page
    answer = ana.post(CLONE, data=form(cast))

    assert answer.status_code == 303
    (made,) = clones()
    assert answer.location == f"/profiles/{made.id}"
    page = ana.get(answer.location).text
    assert "From South Carolina, 2015" in page
    assert "World Class Skills" in page
    assert "Keep the name of the source." in page
    rows = attributes(made.id)
    assert list(rows) == ["Creativity and innovation", "Collaboration and teamwork", "Integrity"]
    with app.app_context():
        revisions = db.session.scalars(select(Revision).where(Revision.profile_id == made.id)).all()
        assert {(r.number, r.change, r.author_name, r.reason) for r in revisions} == {
            (1, "cloned", "Ana", "From South Carolina, 2015.")
        }
    integrity = rows["Integrity"]
    assert integrity.id != integrity.source_id
    assert "From: South Carolina, 2015" in ana.get(f"/attributes/{integrity.id}").text


def test_what_was_kept_reworded_added_and_dropped(app, cast, ana, clones, attributes):
    ana.post(CLONE, data=form(cast))
    (made,) = clones()
    with app.app_context():
        before = [(e.id, e.content_hash, e.content) for e in db.session.scalars(select(Edition))]
    rows = attributes(made.id)
    edit = {"name": "Integrity", "statement": "Keeps every promise.", "base_revision": 1}
    ana.post(f"/attributes/{rows['Integrity'].id}/edit", data=edit)
    ana.post(f"/attributes/{rows['Collaboration and teamwork'].id}/drop")
    add = {"name": "Courage", "statement": "Speaks up.", "grouping": ""}
    ana.post(f"/profiles/{made.id}/attributes", data=add)

    page = ana.get(f"/profiles/{made.id}/lineage").text
    for words in ("Kept 1", "Reworded 1", "Added here 1", "Dropped here 1"):
        assert words in page
    assert re.search(r"<del>.*?promises.*?</del>", page)
    assert re.search(r"<ins>.*?every promise.*?</ins>", page)
    assert "<del>Collaboration and teamwork</del>" in page
    assert re.search(
        r"<ins>.*?every promise.*?</ins>", ana.get(f"/attributes/{rows['Integrity'].id}").text
    )
    with app.app_context():
        after = [(e.id, e.content_hash, e.content) for e in db.session.scalars(select(Edition))]
    assert after == before


def test_in_spanish_where_the_source_has_it(cast, ana, clones, attributes):
    ana.post(CLONE, data=form(cast, title="Perfil de egreso", language="es"))
    (made,) = clones()
    assert made.language == "es"
    assert list(attributes(made.id)) == ["Creatividad", "Colaboración", "Integridad"]
    assert "Kept 3" in ana.get(f"/profiles/{made.id}/lineage").text


def test_a_reference_cannot_be_cloned(cast, ana, clones):
    for answer in (ana.get("/library/us-wy/clone"), ana.post("/library/us-wy/clone")):
        assert answer.status_code == 409
        assert "is only a reference" in answer.text
    assert clones() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "Enter a title."),
        ({"organization": ""}, "Choose an organization."),
        ({"organization": "elsewhere"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_explained(cast, ana, clones, changed, sentence):
    answer = ana.post(CLONE, data=form(cast, **changed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert clones() == []


def test_only_into_an_organization_one_works_in(cast, ana, as_person, client, clones):
    foreign = form(cast, organization=str(cast.hillcrest.id))
    assert ana.post(CLONE, data=foreign).status_code == 422
    reader = as_person(cast.ben)
    assert "First, your organization" in reader.get(CLONE).text
    assert reader.post(CLONE, data=form(cast)).status_code == 422
    assert "/sign-in" in client.get(CLONE).location
    assert "/sign-in" in client.post(CLONE, data=form(cast)).location
    assert clones() == []


def test_any_published_profile_is_a_start(cast, ana, as_person, work, clones):
    ana.post(f"/profiles/{cast.profile.id}/publish", data={"notes": ""})
    page = ana.get(f"/p/{cast.profile.slug}").text
    address = re.search(r"/editions/[0-9a-f-]+/clone", page)[0]
    cy = as_person(cast.cy)
    assert cast.profile.title in cy.get(address).text

    answer = cy.post(address, data=form(cast, organization=str(cast.hillcrest.id)))
    assert answer.status_code == 303
    (made,) = clones()
    assert made.organization_id == cast.hillcrest.id
    assert "From Riverbend" in cy.get(answer.location).text
    assert cy.get(f"/editions/{uuid.uuid4()}/clone").status_code == 404
    assert cy.get(f"/profiles/{cast.profile.id}").status_code == 404


def test_people_of_several_organizations_choose(cast, ana, work, clones):
    with work():
        make_membership(cast.hillcrest, cast.ana, "editor")
    page = ana.get(f"{CLONE}?organization={cast.hillcrest.id}").text
    assert 'value="Profile of a Hillcrest Graduate"' in page
    ana.post(CLONE, data=form(cast, organization=str(cast.hillcrest.id)))
    assert clones()[0].organization_id == cast.hillcrest.id
