"""Whatever leaves pog keeps to the redistribution rule of the framework it comes from."""

import io

import pytest
from openpyxl import load_workbook

from pog.core.database import db
from pog.frameworks.licensing import RULES
from pog.frameworks.models import OwnText, OwnTextSheet
from pog.profiles.models import Attribute, Profile
from pog.profiles.services import Author, publish_edition
from tests.factories import make_alignment, make_competency, make_crosswalk, make_framework

NAME, CODE, STATEMENT, OWN = "Zesty name", "ZC-77", "Zealous protected text.", "Zany own text."


@pytest.fixture(params=list(RULES))
def rule(request):
    return request.param


@pytest.fixture
def outputs(rule, cast, work):
    """Everything that leaves, with who may fetch it: by address, None is a stranger."""
    with work():
        framework = make_framework(
            "Guarded list",
            sector="workforce",
            redistribution=rule,
            url="https://issuer.example/list",
            competencies=(),
        )
        competency = make_competency(
            framework, NAME, code=CODE, official_code=CODE, statement=STATEMENT
        )
        other = make_competency(make_framework("Open list", competencies=()), "Beside it")
        attribute = (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )
        make_alignment(attribute, competency, reason="Because.")
        make_alignment(attribute, other, reason="Because.")
        crosswalk = make_crosswalk(pairs=((competency, other, "exact"),))
        sheet = OwnTextSheet(
            organization_id=cast.riverbend.id,
            framework_id=framework.id,
            loaded_by="Ana",
            ended_at=None,
        )
        db.session.add(sheet)
        db.session.flush()
        db.session.add(OwnText(sheet_id=sheet.id, competency_id=competency.id, text=OWN))
        profile = db.session.get(Profile, cast.profile.id)
        edition = publish_edition(profile, notes="First", author=Author(name="Ana"))
        mine, public = f"/profiles/{profile.id}", f"/p/{profile.slug}"
        published = f"{public}/editions/{edition.number}"
        return {
            f"{mine}/export/case-1.1": cast.ana,
            f"{mine}/export/case-1.0": cast.ana,
            f"{mine}/export/xlsx": cast.ana,
            f"{mine}/print": cast.ana,
            f"{mine}/coverage.csv": cast.ana,
            f"{mine}/coverage.xlsx": cast.ana,
            f"{mine}/coverage.svg": cast.ana,
            f"{mine}/qualifications/sheet": cast.ana,
            f"{mine}/crosswalk/sheet?source={framework.id}": cast.ana,
            f"/convenings/{cast.convening.id}/record.json": cast.ana,
            f"/convenings/{cast.convening.id}/record.xlsx": cast.ana,
            f"/frameworks/{framework.id}/export/case-1.1": cast.ana,
            f"/frameworks/{framework.id}/export/case-1.0": cast.ana,
            public: None,
            published: None,
            f"{published}/export/case-1.1": None,
            f"{published}/export/xlsx": None,
            f"{published}/print": None,
            f"/frameworks/{framework.id}": None,
            "/frameworks?q=zesty": None,
            "/frameworks?q=zealous": None,
            f"/crosswalks/{crosswalk.id}/sheet": None,
            f"/ims/case/v1p1/CFPackages/{framework.id}": None,
            f"/ims/case/v1p1/CFItems/{competency.id}": None,
            f"/ims/case/v1p1/CFPackages/{profile.id}": None,
        }


def words_of(answer):
    """All text of an answer; of a workbook what its cells say."""
    if answer.headers.get("Content-Type", "").endswith("spreadsheetml.sheet"):
        book = load_workbook(io.BytesIO(answer.get_data()))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
        )
    return answer.get_data(as_text=True)


def test_every_output_obeys_the_rule(rule, outputs, as_person, client):
    said = {}
    for address, person in outputs.items():
        browser = as_person(person) if person is not None else client
        answer = browser.get(address)
        assert answer.status_code == 200 or "/ims/" in address, (address, answer.status_code)
        said[address] = words_of(answer)
    for address, words in said.items():
        assert OWN not in words, f"{address} carries a text of an organization"
        if not RULES[rule].texts:
            assert STATEMENT not in words, f"{address} carries the full text"
        if not RULES[rule].names:
            assert NAME not in words.replace("<mark>", "").replace("</mark>", ""), address
            assert CODE not in words, f"{address} carries the code"
    files = [words for address, words in said.items() if "export/case" in address]
    assert any(STATEMENT in words for words in files) == RULES[rule].texts
    assert any(NAME in words for words in files) == RULES[rule].names
