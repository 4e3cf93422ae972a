"""An organization's own full texts: loaded, read by its members alone, replaced, undone."""

import io

import pytest

from pog.core.database import db
from pog.frameworks.models import OwnText, OwnTextSheet
from tests.factories import make_competency, make_framework

PROTECTED = "Weighs quetzals with care."


@pytest.fixture
def framework(app, work):
    with work():
        framework = make_framework("Rubrics", competencies=())
        make_competency(framework, "Listening", code="R.1", official_code="R.1")
        make_competency(framework, "Speaking", code="R.2", official_code="R.2")
        return framework


@pytest.fixture
def address(framework):
    return f"/frameworks/{framework.id}/own-texts"


def send(browser, cast, address, text, **more):
    data = {
        "file": (io.BytesIO(text.encode()), "rubrics.csv"),
        "entitlement": "Member of the association",
        "organization": str(cast.riverbend.id),
        **more,
    }
    return browser.post(address, data=data, content_type="multipart/form-data")


def texts(app):
    with app.app_context():
        return [row.text for row in db.session.query(OwnText)]


def test_members_read_and_find_them_and_nobody_else(
    app, cast, as_person, client, framework, address
):
    ana = as_person(cast.ana)
    assert send(ana, cast, address, f"code,text\nR.1,{PROTECTED}\n").status_code == 303
    page = f"/frameworks/{framework.id}"
    assert PROTECTED in as_person(cast.ben).get(page).text
    assert "<mark>quetzals</mark>" in as_person(cast.ben).get("/frameworks?q=quetzal").text
    for browser in (as_person(cast.cy), client):
        assert "quetzal" not in browser.get(page).text
        assert "Nothing found." in browser.get("/frameworks?q=quetzal").text
    exported = ana.get(f"{page}/export/case-1.1")
    assert "quetzals" not in exported.get_data(as_text=True)


def test_a_new_sheet_replaces_and_all_of_it_can_be_undone(app, cast, as_person, framework, address):
    ana, page = as_person(cast.ana), f"/frameworks/{framework.id}"
    send(ana, cast, address, "code,text\nR.1,First words.\n")
    send(ana, cast, address, "code,text\nListening,Second words.\n")
    assert "First words." not in ana.get(page).text
    assert "Second words." in ana.get(page).text
    with app.app_context():
        first = db.session.query(OwnTextSheet).filter(OwnTextSheet.ended_at.is_not(None)).one()
        second = db.session.query(OwnTextSheet).filter(OwnTextSheet.ended_at.is_(None)).one()
    assert ana.post(f"{address}/bring-back", data={"sheet": str(first.id)}).status_code == 303
    assert "First words." in ana.get(page).text
    assert "Second words." not in ana.get(page).text
    assert ana.post(f"{address}/remove", data={"sheet": str(first.id)}).status_code == 303
    assert "First words." not in ana.get(page).text
    ana.post(f"{address}/bring-back", data={"sheet": str(second.id)})
    assert "Second words." in ana.get(page).text


def test_one_wrong_row_keeps_all_out_and_is_named(app, cast, as_person, address):
    rows = f"code,text\nR.1,Fine.\nR.9,Lost.\nR.2,\nR.1,Twice.\nR.2,{'x' * 8001}\n"
    answer = send(as_person(cast.ana), cast, address, rows)
    assert answer.status_code == 422
    for words in (
        "4 rows are wrong. Nothing was loaded.",
        "Row 3: Rubrics has no single competency with the code or name “R.9”.",
        "Row 4: There is no text in this row.",
        "Row 5: This competency stands in row 2 already.",
        "Row 6: The text is longer than 8000 characters.",
        'value="Member of the association"',
    ):
        assert words in answer.text
    assert texts(app) == []


def test_the_right_to_use_them_is_asked_for(app, cast, as_person, address):
    answer = send(as_person(cast.ana), cast, address, "code,text\nR.1,A\n", entitlement=" ")
    assert answer.status_code == 422
    assert "Say why you may use these texts." in answer.text
    assert texts(app) == []


def test_readers_and_strangers_load_and_remove_nothing(app, cast, as_person, client, address):
    sheet = "code,text\nR.1,A\n"
    assert send(as_person(cast.ben), cast, address, sheet).status_code == 422, "only reads there"
    assert send(as_person(cast.cy), cast, address, sheet).status_code == 422, "not theirs"
    assert send(client, cast, address, sheet).status_code == 303
    assert client.get(address).location.startswith("/sign-in")
    assert texts(app) == []
    send(as_person(cast.ana), cast, address, sheet)
    with app.app_context():
        made = str(db.session.query(OwnTextSheet).one().id)
    assert client.post(f"{address}/remove", data={"sheet": made}).location.startswith("/sign-in")
    for browser in (as_person(cast.cy), as_person(cast.ben)):
        assert browser.post(f"{address}/remove", data={"sheet": made}).status_code == 404
        assert browser.post(f"{address}/remove", data={"sheet": "x"}).status_code == 404
    with app.app_context():
        assert db.session.query(OwnTextSheet).one().ended_at is None
