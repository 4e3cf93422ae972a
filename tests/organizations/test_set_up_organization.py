"""People set up an organization and say who works in it."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from pog.accounts.models import Person
from pog.core.database import db
from pog.organizations.models import Membership, Organization
from tests.browsing import Browser
from tests.cast import Cast

AsPerson = Callable[[Person | None], Browser]


def test_the_founder_is_its_admin(app: Flask, cast: Cast, as_person: AsPerson) -> None:
    ben = as_person(cast.ben)
    answer = ben.post("/organizations/new", data={"name": "Ridge County", "level": "district"})

    assert answer.status_code == 303
    assert "Ridge County" in ben.get(answer.location).text
    with app.app_context():
        made = db.session.scalars(select(Organization).filter_by(slug="ridge-county")).one()
        roles = [(m.person.name, m.role) for m in made.memberships]
    assert roles == [("Ben", "admin")]


def test_a_name_is_needed_and_the_choice_is_kept(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.ben).post("/organizations/new", data={"name": " ", "level": "school"})

    assert answer.status_code == 422
    assert "Enter a name." in answer.text


def test_two_of_the_same_name_get_addresses_of_their_own(
    app: Flask, cast: Cast, as_person: AsPerson
) -> None:
    form = {"name": "Ridge County", "level": "district"}
    as_person(cast.ben).post("/organizations/new", data=form)
    as_person(cast.cy).post("/organizations/new", data=form)

    with app.app_context():
        slugs = db.session.scalars(select(Organization.slug).order_by(Organization.slug)).all()
    assert {"ridge-county", "ridge-county-2"} <= set(slugs)


def test_strangers_are_asked_to_sign_in(client: Browser) -> None:
    assert client.get("/organizations/new").location.startswith("/sign-in")


def test_another_organization_does_not_exist_for_others(
    cast: Cast, client: Browser, as_person: AsPerson
) -> None:
    address = f"/organizations/{cast.riverbend.id}"
    assert as_person(cast.cy).get(address).status_code == 404
    assert as_person(cast.cy).get(f"{address}/people").status_code == 404
    assert client.get(address).status_code == 404
    assert as_person(cast.ben).get(address).status_code == 200


def test_an_admin_adds_somebody_with_an_account(
    app: Flask, cast: Cast, as_person: AsPerson
) -> None:
    address = f"/organizations/{cast.riverbend.id}/people"
    as_person(cast.ana).post(address, data={"email": cast.cy.email.upper(), "role": "editor"})

    assert as_person(cast.cy).get(address).status_code == 200
    with app.app_context():
        roles = db.session.scalars(select(Membership.role).filter_by(person_id=cast.cy.id)).all()
    assert sorted(roles) == ["admin", "editor"]


def test_an_unknown_address_is_explained_and_kept(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.ana).post(
        f"/organizations/{cast.riverbend.id}/people",
        data={"email": "new@example.org", "role": "editor"},
    )
    assert answer.status_code == 422
    assert "Nobody has an account with this address yet." in answer.text
    assert "new@example.org" in answer.text


def test_a_reader_adds_nobody(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.ben).post(
        f"/organizations/{cast.riverbend.id}/people",
        data={"email": cast.cy.email, "role": "admin"},
    )
    assert answer.status_code == 403


def membership(app: Flask, person: Person) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Membership.id).filter_by(person_id=person.id)).one())


def test_the_last_admin_stays(app: Flask, cast: Cast, as_person: AsPerson) -> None:
    last = membership(app, cast.ana)
    address = f"/organizations/{cast.riverbend.id}/people/{last}/remove"
    answer = as_person(cast.ana).post(address)

    assert answer.status_code == 409
    assert "An organization needs an admin. Name another one first." in answer.text


def test_somebody_is_taken_out(app: Flask, cast: Cast, as_person: AsPerson) -> None:
    reader = membership(app, cast.ben)
    as_person(cast.ana).post(f"/organizations/{cast.riverbend.id}/people/{reader}/remove")
    ben = as_person(cast.ben)
    assert ben.get(f"/organizations/{cast.riverbend.id}").status_code == 404


def test_a_membership_of_elsewhere_is_not_there(
    app: Flask, cast: Cast, as_person: AsPerson
) -> None:
    foreign = membership(app, cast.cy)
    address = f"/organizations/{cast.riverbend.id}/people/{foreign}/remove"
    assert as_person(cast.ana).post(address).status_code == 404
