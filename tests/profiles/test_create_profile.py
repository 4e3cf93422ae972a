from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Profile


def address(cast):
    return f"/organizations/{cast.riverbend.id}/profiles/new"


def test_an_editor_starts_an_empty_profile(app, cast, ana):
    form = {"title": " Portrait of a  Riverbend Graduate ", "label": "portrait", "language": "es"}
    answer = ana.post(address(cast), data=form)

    assert answer.status_code == 303
    page = ana.get(answer.location)
    assert "Portrait of a Riverbend Graduate" in page.text
    assert "No attributes yet" in page.text
    assert 'lang="es" dir="auto">Portrait of a Riverbend Graduate' in page.text
    with app.app_context():
        made = db.session.scalars(select(Profile).where(Profile.language == "es")).one()
        assert (made.slug, made.label) == ("portrait-of-a-riverbend-graduate", "portrait")


def test_two_of_the_same_title_get_addresses_of_their_own(app, cast, ana):
    for _ in range(2):
        ana.post(address(cast), data={"title": "Our Profile", "label": "profile", "language": "en"})
    with app.app_context():
        slugs = set(db.session.scalars(select(Profile.slug)))
    assert {"our-profile", "our-profile-2"} <= slugs


def test_without_a_title_nothing_is_made(app, cast, ana):
    answer = ana.post(address(cast), data={"title": "  ", "label": "vision", "language": "en"})

    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert 'value="vision" checked' in answer.text
    with app.app_context():
        assert len(db.session.scalars(select(Profile)).all()) == 1


def test_only_those_who_work_there(cast, cy, reader, client):
    assert reader.get(address(cast)).status_code == 403
    assert reader.post(address(cast), data={"title": "X"}).status_code == 403
    for browser in (cy, client):
        assert browser.get(address(cast)).status_code == 404
        assert browser.post(address(cast), data={"title": "X"}).status_code == 404


def test_profiles_of_an_organization_are_listed_for_its_members(cast, ana, reader, cy):
    list_address = f"/organizations/{cast.riverbend.id}/profiles"
    assert cast.profile.title in ana.get(list_address).text
    assert "Start with an empty page" not in reader.get(list_address).text
    assert cy.get(list_address).status_code == 404
