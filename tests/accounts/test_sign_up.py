"""People create an account."""

from flask import Flask
from sqlalchemy import select

from pog.accounts.models import Person, SignIn
from pog.core.database import db
from tests.browsing import Browser

FORM = {"name": "Dora", "email": "Dora@Example.org", "password": "three blue lanterns"}


def people(app: Flask) -> list[Person]:
    with app.app_context():
        return list(db.session.scalars(select(Person)))


def test_an_account_signs_its_browser_in(app: Flask, client: Browser) -> None:
    answer = client.post("/sign-up", data=FORM)

    assert answer.status_code == 303
    assert answer.location == "/organizations"
    assert "Dora" in client.get("/").text
    assert [person.email for person in people(app)] == ["dora@example.org"]


def test_the_password_is_not_kept(app: Flask, client: Browser) -> None:
    client.post("/sign-up", data=FORM)

    with app.app_context():
        stored = db.session.scalars(select(Person.password_hash)).one()
        tokens = db.session.scalars(select(SignIn.token_hash)).all()
    assert stored is not None and stored.startswith("$argon2id$")
    assert all(len(token) == 64 for token in tokens)


def test_a_second_account_with_the_address_is_refused(app: Flask, client: Browser) -> None:
    client.post("/sign-up", data=FORM)
    other = app.test_client()
    answer = other.post("/sign-up", data={**FORM, "email": "dora@example.ORG", "name": "Doris"})

    assert answer.status_code == 422
    assert "There is already an account with this e-mail address." in answer.text
    assert 'value="Doris"' in answer.text
    assert len(people(app)) == 1


def test_bad_input_is_explained_and_kept(app: Flask, client: Browser) -> None:
    answer = client.post("/sign-up", data={"name": "Dora", "email": "dora", "password": "short"})

    assert answer.status_code == 422
    assert "Enter an e-mail address like name@example.org." in answer.text
    assert "Use at least 12 characters for the password." in answer.text
    assert 'value="Dora"' in answer.text
    assert people(app) == []


def test_a_password_made_of_the_name_is_refused(app: Flask, client: Browser) -> None:
    answer = client.post("/sign-up", data={**FORM, "password": "graduategraduate2026"})

    assert "This password is too easy to guess." in answer.text
    assert people(app) == []


def test_extra_fields_change_nothing(app: Flask, client: Browser) -> None:
    client.post("/sign-up", data={**FORM, "is_operator": "1", "id": "x"})

    assert [person.is_operator for person in people(app)] == [False]


def test_after_signing_up_one_lands_where_one_wanted_to_be(client: Browser) -> None:
    answer = client.post("/sign-up", data={**FORM, "after": "/library"})
    assert answer.location == "/library"


def test_nobody_is_sent_to_another_site(client: Browser) -> None:
    evil = ("//evil.example", "https://evil.example", "/\\\\evil.example", "/\r\nX: y")
    for number, elsewhere in enumerate(evil):
        form = {**FORM, "email": f"dora{number}@example.org", "after": elsewhere}
        answer = client.post("/sign-up", data=form)
        assert answer.location == "/organizations"
        client.post("/sign-out")
