"""The start page, help, the language and the health checks."""


def test_it_leads_everywhere(client):
    page = client.get("/").text
    for address in ("/join", "/library", "/sign-up", "/sign-in", "/frameworks", "/help"):
        assert f'{address}"' in page


def test_a_typed_code_goes_to_joining(cast, client):
    assert client.get(f"/join?code={cast.convening.join_code}").status_code in (200, 303)


def test_somebody_with_a_seat_finds_it_again(cast, as_person):
    page = as_person(cast.ben).get("/").text
    assert cast.convening.title in page
    assert f"/convenings/{cast.convening.id}" in page


def test_a_closed_convening_is_no_longer_offered(cast, as_person, work):
    from pog.convenings.models import Convening
    from pog.core.clock import now
    from pog.core.database import db

    with work():
        db.session.get_one(Convening, cast.convening.id).closed_at = now()
    assert cast.convening.title not in as_person(cast.ben).get("/").text


def test_the_browsers_language_is_spoken_until_one_is_chosen(client):
    spanish = {"Accept-Language": "es-MX,es;q=0.9"}
    assert '<html lang="es"' in client.get("/", headers=spanish).text
    client.post("/language", data={"language": "en", "next": "/help"})
    assert '<html lang="en"' in client.get("/", headers=spanish).text


def test_the_language_switch_stays_on_this_site(client):
    answer = client.post("/language", data={"language": "es", "next": "https://evil.example/"})
    assert answer.location == "/"
    client.post("/language", data={"language": "xx"})
    assert '<html lang="es"' in client.get("/").text


def test_a_machine_can_ask_whether_it_lives(client):
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz").data == b"ok\n"


def test_another_sites_form_is_refused(client):
    answer = client.post("/language", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    answer = client.post("/language", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_what_keeps_its_name_is_asked_for_again(client):
    with client.get("/static/img/icon.svg") as answer:
        assert answer.cache_control.max_age == 3600
    assert client.get("/").headers["Cache-Control"] == "no-store"
