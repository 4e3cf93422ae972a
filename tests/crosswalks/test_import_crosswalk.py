"""Importing published pairs, reading them, taking them away, and as a sheet."""

import csv
import io

import pytest

from pog.config import resources
from pog.core.database import db
from pog.crosswalks.models import Crosswalk, CrosswalkLink
from pog.seeding.services import load_seeds
from tests.factories import make_competency, make_crosswalk, make_framework

HEAD = "source_framework,source_code,target_framework,target_code,relation,citation\n"


@pytest.fixture
def ends(app, work):
    with work():
        schools = make_framework("School list", competencies=())
        jobs = make_framework("Job list", sector="workforce", competencies=())
        return (
            make_competency(schools, "Listens", code="S.1", official_code="S.1"),
            make_competency(jobs, "Takes advice", code="J.1", official_code="J.1"),
        )


def send(browser, cast, text, **more):
    data = {
        "file": (io.BytesIO(text.encode()), "pairs.csv"),
        "title": "Listening at work",
        "source": "State department, 2024",
        "licence": "CC BY 4.0",
        "organization": str(cast.riverbend.id),
        **more,
    }
    return browser.post("/crosswalks/import", data=data, content_type="multipart/form-data")


def stored(app):
    with app.app_context():
        return db.session.query(CrosswalkLink).order_by(CrosswalkLink.position).all()


def test_pairs_are_imported_by_title_and_code_or_identifier(app, cast, as_person, ends):
    ana = as_person(cast.ana)
    rows = f"School list,S.1,Job list,{ends[1].id},strong overlap,p. 3\n"
    answer = send(ana, cast, HEAD + rows)
    assert answer.status_code == 303
    (link,) = stored(app)
    assert (link.source_id, link.target_id, link.relation) == (
        ends[0].id,
        ends[1].id,
        "strong_overlap",
    )
    page = ana.get(answer.location).text
    for words in ("Listens", "Takes advice", "Strong overlap", "CC BY 4.0", "p. 3"):
        assert words in page
    assert "Listening at work" in ana.get("/crosswalks").text


def test_one_wrong_row_keeps_all_out_and_is_named(app, cast, as_person, ends):
    rows = (
        "School list,S.1,Job list,J.1,exact,\n"
        "Nowhere,S.1,Job list,J.1,exact,\n"
        "School list,S.9,Job list,J.1,exact,\n"
        "School list,S.1,Job list,J.1,exact,\n"
        "School list,S.1,Job list,J.1,married,\n"
        "School list,S.1,School list,S.1,exact,\n"
    )
    answer = send(as_person(cast.ana), cast, HEAD + rows)
    assert answer.status_code == 422
    for words in (
        "5 rows are wrong. Nothing was imported.",
        "Row 3: There is no framework called “Nowhere”.",
        "Row 4: School list has no competency with the code “S.9”.",
        "Row 5: This pair stands in row 2 already.",
        "Row 6: “married” is not a relation.",
        "Row 7: Both ends are the same competency.",
        'value="Listening at work"',
    ):
        assert words in answer.text
    assert stored(app) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This table is empty."),
        ("a,b\n1,2\n", "This table has no column called"),
        (HEAD, "This table has no rows."),
    ],
)
def test_a_table_that_is_none_is_refused(app, cast, as_person, ends, text, sentence):
    answer = send(as_person(cast.ana), cast, text)
    assert answer.status_code in (400, 415, 422)
    assert sentence in answer.text
    assert stored(app) == []


def test_the_licence_and_the_source_are_asked_for(app, cast, as_person, ends):
    rows = "School list,S.1,Job list,J.1,exact,\n"
    answer = send(as_person(cast.ana), cast, HEAD + rows, licence="", source="")
    assert answer.status_code == 422
    assert "Say under which licence it may be used." in answer.text
    assert stored(app) == []


def test_others_neither_see_nor_remove_it(app, cast, as_person, client, ends):
    location = send(
        as_person(cast.ana), cast, HEAD + "School list,S.1,Job list,J.1,exact,\n"
    ).location
    for browser in (as_person(cast.cy), client):
        assert browser.get(location).status_code == 404
        assert browser.get(f"{location}/sheet").status_code == 404
        assert "Listening at work" not in browser.get("/crosswalks").text
        assert browser.post(f"{location}/remove").status_code == 404
    ben = as_person(cast.ben)
    assert ben.get(location).status_code == 200
    assert ben.post(f"{location}/remove").status_code == 403
    assert send(as_person(cast.cy), cast, HEAD).status_code == 422, "not their organization"


def test_an_imported_one_is_removed_after_a_question(app, cast, as_person, ends):
    ana = as_person(cast.ana)
    location = send(ana, cast, HEAD + "School list,S.1,Job list,J.1,exact,\n").location
    assert "for good?" in ana.get(f"{location}/remove").text
    assert ana.post(f"{location}/remove").status_code == 303
    assert stored(app) == []


def test_the_library_is_everybodys_and_stays(cast, as_person, client, work, ends):
    with work():
        made = make_crosswalk("Published", pairs=((*map(db.session.merge, ends), "exact"),))
    address = f"/crosswalks/{made.id}"
    assert client.get(address).status_code == 200
    assert as_person(cast.ana).post(f"{address}/remove").status_code == 403


def test_the_sheet_obeys_the_rule_and_can_be_imported_again(app, cast, as_person, client, work):
    with work():
        hidden = make_framework("Linked list", redistribution="link_only", competencies=())
        open_list = make_framework("=Open list", competencies=())
        secret = make_competency(hidden, "Protected words", code="P.1", official_code="P.1")
        free = make_competency(open_list, "=Free words")
        made = make_crosswalk("Published", pairs=((secret, free, "exact"),))
    text = client.get(f"/crosswalks/{made.id}/sheet").get_data().decode("utf-8-sig")
    assert "Protected words" not in text
    assert "P.1" not in text
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["target_text"] == "'=Free words"
    answer = send(as_person(cast.ana), cast, text)
    assert answer.status_code == 303, answer.text
    assert len(stored(app)) == 2


def test_published_crosswalks_come_with_pog(app, client):
    with app.app_context():
        load_seeds(resources() / "seeds")
    page = client.get("/crosswalks").text
    assert "O*NET skills and work activities" in page
    with app.app_context():
        made = db.session.query(Crosswalk).filter_by(key="va_wrs2019_sol").one()
        assert db.session.query(Crosswalk).filter(Crosswalk.key.like("curated%")).count() == 0
        ends = db.session.query(CrosswalkLink).filter_by(crosswalk_id=made.id)
        assert ends.filter(CrosswalkLink.source_id.is_(None)).count() == 0
        before = sorted(str(row.id) for row in ends)
    assert "Creativity and innovation" in client.get(f"/crosswalks/{made.id}").text
    with app.app_context():
        from pog.core.work import unit_of_work
        from pog.seeding.models import LoadedSeed

        with unit_of_work():
            db.session.get(LoadedSeed, "crosswalks").fingerprint = "changed"
        load_seeds(resources() / "seeds")
        again = db.session.query(CrosswalkLink).filter_by(crosswalk_id=made.id)
        assert sorted(str(row.id) for row in again) == before
