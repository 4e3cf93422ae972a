"""People sign in and out, and change their settings."""

import pytest
from flask import Flask

from pog.accounts.services import create_person
from tests.browsing import Browser

PASSWORD = "three blue lanterns"


@pytest.fixture
def dora(work):  # type: ignore[no-untyped-def]
    with work():
        return create_person(email="dora@example.org", name="Dora", password=PASSWORD)


def sign_in(client: Browser, password: str = PASSWORD, email: str = "dora@example.org"):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password})


@pytest.mark.usefixtures("dora")
def test_the_right_password_signs_in(client: Browser) -> None:
    assert sign_in(client, email=" DORA@example.org").status_code == 303
    assert "Dora" in client.get("/").text


@pytest.mark.usefixtures("dora")
def test_the_refusal_does_not_tell_which_part_was_wrong(client: Browser) -> None:
    wrong = sign_in(client, "not the password").text
    unknown = sign_in(client, PASSWORD, "nobody@example.org").text

    sentence = "This e-mail address and password do not belong together."
    assert sentence in wrong
    assert sentence in unknown
    assert "Dora" not in client.get("/").text


@pytest.mark.usefixtures("dora")
def test_guessing_is_slowed_down_for_the_account_not_for_the_hall(
    app: Flask, client: Browser
) -> None:
    for _ in range(10):
        sign_in(client, "not the password", "many@example.org")
    answer = sign_in(client, "not the password", "many@example.org")

    assert "That was tried too often." in answer.text
    assert sign_in(app.test_client()).status_code == 303  # another account, the same address


@pytest.mark.usefixtures("dora")
def test_a_cookie_is_worth_nothing_after_signing_out(app: Flask, client: Browser) -> None:
    sign_in(client)
    cookie = client.get_cookie("session")
    client.post("/sign-out")

    thief = app.test_client()
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert "Dora" not in thief.get("/").text


@pytest.mark.usefixtures("dora")
def test_changing_the_password_signs_other_browsers_out(app: Flask, client: Browser) -> None:
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    form = {"password-current": PASSWORD, "password-password": "four red lanterns"}

    assert client.post("/account/password", data=form).status_code == 303
    assert "Dora" in client.get("/").text
    assert "Dora" not in other.get("/").text


@pytest.mark.usefixtures("dora")
def test_the_current_password_is_asked_for(client: Browser) -> None:
    sign_in(client)
    form = {"password-current": "something else", "password-password": "four red lanterns"}
    answer = client.post("/account/password", data=form)

    assert answer.status_code == 422
    assert "This is not your current password." in answer.text


@pytest.mark.usefixtures("dora")
def test_settings_are_kept(client: Browser) -> None:
    sign_in(client)
    client.post("/account", data={"name": "Dora Diaz", "language": "es"})
    answer = client.get("/account")

    assert "Dora Diaz" in answer.text
    assert '<html lang="es"' in answer.text


def test_settings_are_for_those_with_an_account(client: Browser) -> None:
    answer = client.get("/account")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?after=/account"


@pytest.mark.usefixtures("dora")
@pytest.mark.parametrize(
    "elsewhere",
    ["https://x.example", "//x.example", "/\\x.example", "/\t/x.example", "/\x0b/x.example"],
)
def test_nobody_is_led_to_another_site(client: Browser, elsewhere: str) -> None:
    form = {"email": "dora@example.org", "password": PASSWORD, "after": elsewhere}
    assert client.post("/sign-in", data=form).location == "/organizations"
