"""Qualifications: what they vouch for and mean, levels as best fit, and who may change them."""

import io

import pytest
from openpyxl import load_workbook

from pog.core.database import db
from pog.profiles.models import Attribute
from pog.profiles.publishing import content_of
from pog.qualifications.models import Qualification
from tests.factories import make_competency, make_framework, make_qualification


@pytest.fixture
def attribute(cast, work):
    with work():
        return (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )


@pytest.fixture
def level(app, work):
    with work():
        framework = make_framework("European levels", key="eqf-levels", competencies=())
        return make_competency(framework, "EQF level 4")


@pytest.fixture
def address(cast):
    return f"/profiles/{cast.profile.id}/qualifications"


def wanted(attribute, level, **more):
    return {
        "name": "High school diploma",
        "kind": "diploma",
        "issuer": "Riverbend",
        "for_students": "Opens the door to college.",
        "for_employers": "Reads and reports.",
        f"vouch-{attribute.id}": "partly",
        "levels": [str(level.id)],
        "level_note": "Its tasks are like those of level 4.",
        **more,
    }


def stored(app):
    with app.app_context():
        return db.session.query(Qualification).all()


def test_it_says_what_it_vouches_for_and_what_it_means(
    app, cast, as_person, address, attribute, level
):
    ana = as_person(cast.ana)
    assert ana.post(address, data=wanted(attribute, level)).status_code == 303
    page = as_person(cast.ben).get(address).text
    for words in (
        "High school diploma",
        "vouches for a part",
        "Opens the door to college.",
        "Best fit: European levels: EQF level 4",
        "A best fit is a judgment, never exact.",
    ):
        assert words in page
    (made,) = stored(app)
    answer = ana.get(f"/qualifications/{made.id}/edit").text
    assert 'value="High school diploma"' in answer
    changed = wanted(attribute, level, name="Diploma", levels=[])
    changed[f"vouch-{attribute.id}"] = "wholly"
    assert ana.post(f"/qualifications/{made.id}/edit", data=changed).status_code == 303
    page = ana.get(address).text
    assert "vouches for it" in page
    assert "No level is named." in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "Enter a name."),
        ({"kind": ""}, "Choose what kind it is."),
        ({"url": "javascript:x"}, "Enter a whole web address that begins with https://."),
    ],
)
def test_bad_input_is_kept_and_explained(
    app, cast, as_person, address, attribute, level, more, sentence
):
    answer = as_person(cast.ana).post(address, data=wanted(attribute, level, **more))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Opens the door to college." in answer.text
    assert '<option value="partly" selected>' in answer.text
    assert stored(app) == []


def test_it_is_changed_by_editors_of_the_profile(
    app, cast, as_person, client, address, attribute, level, work
):
    with work():
        made = make_qualification(db.session.merge(cast.profile))
    for browser, status in ((as_person(cast.ben), 403), (as_person(cast.cy), 404), (client, 404)):
        assert browser.post(address, data=wanted(attribute, level)).status_code == status
        for end in ("edit", "remove"):
            assert browser.get(f"/qualifications/{made.id}/{end}").status_code == status
            assert browser.post(f"/qualifications/{made.id}/{end}").status_code == status
    assert as_person(cast.cy).get(address).status_code == 404
    assert len(stored(app)) == 1
    ana = as_person(cast.ana)
    assert "for good?" in ana.get(f"/qualifications/{made.id}/remove").text
    assert ana.post(f"/qualifications/{made.id}/remove").status_code == 303
    assert stored(app) == []


def test_it_is_in_the_sheet_and_in_editions(app, cast, as_person, address, attribute, level):
    ana = as_person(cast.ana)
    ana.post(address, data=wanted(attribute, level))
    book = load_workbook(io.BytesIO(ana.get(f"{address}/sheet").get_data()))
    assert book["Vouches for"]["B2"].value == "Clear communication"
    assert book["Qualifications"]["G2"].value == "European levels: EQF level 4"
    with app.app_context():
        (said,) = content_of(db.session.merge(cast.profile))["qualifications"]
        assert said["best_fit"] == ["European levels: EQF level 4"]
        assert said["vouches"] == [{"attribute_id": str(attribute.id), "extent": "partly"}]
