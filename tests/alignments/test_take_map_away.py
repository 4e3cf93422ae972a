"""The coverage map as a picture and as tables; the strip on an attribute; the gaps on the wall."""

import csv
import io

import pytest
from openpyxl import load_workbook

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.factories import make_alignment, make_competency
from tests.watching import statements_of


@pytest.fixture
def aligned(attribute, competency, framework, work):
    with work():
        made = make_alignment(db.session.merge(attribute), db.session.merge(competency))
        make_competency(db.session.merge(framework), "=Nobody does this", code="WS.9")
        return made


def address(cast, kind):
    return f"/profiles/{cast.profile.id}/coverage{kind}"


def test_the_picture_says_every_number(cast, as_person, aligned):
    answer = as_person(cast.ben).get(address(cast, ".svg"))
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "attachment" in answer.headers["Content-Disposition"]
    for words in ("Clear communication", "K-12", "Workforce", ">1<", "nothing yet"):
        assert words in answer.text


def test_names_are_no_markup_in_it(cast, as_person, attribute, work):
    with work():
        db.session.get(Attribute, attribute.id).name = "<script>&"
    picture = as_person(cast.ben).get(address(cast, ".svg")).text
    assert "&lt;script&gt;&amp;" in picture
    assert "<script" not in picture


def test_the_picture_in_pixels(cast, as_person, aligned):
    answer = as_person(cast.ben).get(address(cast, ".png"))
    assert answer.get_data()[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(answer.get_data()) > 5_000


def test_the_tables_say_what_the_map_says(cast, as_person, aligned):
    ben = as_person(cast.ben)
    text = ben.get(address(cast, ".csv")).get_data().decode("utf-8-sig")
    row = next(
        r for r in csv.DictReader(io.StringIO(text)) if r["Attribute"] == "Clear communication"
    )
    assert row["Workforce"] == "1, Strong overlap"
    assert row["Gaps"] == "K-12, Higher education"
    book = load_workbook(io.BytesIO(ben.get(address(cast, ".xlsx")).get_data()))
    assert [sheet.title for sheet in book] == ["Map", "Frameworks", "Nobody covers"]
    assert book["Frameworks"]["B1"].value == "Workplace skills"
    assert book["Nobody covers"]["C2"].value == "'=Nobody does this"


def test_the_attributes_page_shows_what_it_reaches(cast, as_person, aligned, attribute):
    page = as_person(cast.ben).get(f"/attributes/{attribute.id}").text
    assert "Workforce: Strong overlap" in page
    assert "K-12: Nothing yet" in page


def test_the_wall_names_the_gaps(cast, as_person, aligned):
    page = as_person(cast.ben).get(address(cast, "/wall")).text
    assert "attributes have gaps." in page
    assert 'id="region-gaps"' in page
    assert 'data-topics="profile:' in page


def test_strangers_take_nothing_away(cast, as_person, client):
    for browser in (as_person(cast.cy), client):
        for kind in (".svg", ".png", ".csv", ".xlsx", "/wall"):
            assert browser.get(address(cast, kind)).status_code == 404


def test_more_alignments_ask_no_more_queries(app, cast, as_person, aligned, framework, work):
    ben = as_person(cast.ben)
    counts = []
    for n in range(2):
        with statements_of(app) as statements:
            ben.get(address(cast, ".xlsx"))
        counts.append(len(statements))
        with work():
            attribute = db.session.get(Attribute, aligned.attribute_id)
            for m in range(8):
                made = make_competency(db.session.merge(framework), f"More {n} {m}")
                make_alignment(attribute, made)
    assert counts[1] <= counts[0]
