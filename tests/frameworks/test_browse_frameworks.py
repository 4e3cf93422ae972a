"""Everybody reads the frameworks that come with pog, and narrows the list."""

import pytest
from sqlalchemy import select

from pog.config import resources
from pog.core.database import db
from pog.frameworks.models import Competency, Framework
from pog.seeding.services import load_seeds


@pytest.fixture
def library(app):
    with app.app_context():
        load_seeds(resources() / "seeds")


def address(app, key: str) -> str:
    with app.app_context():
        return f"/frameworks/{db.session.scalars(select(Framework.id).filter_by(key=key)).one()}"


@pytest.mark.usefixtures("library")
def test_they_stand_by_sector(client):
    page = client.get("/frameworks").text

    sectors = ("K-12", "Higher education", "Workforce", "International")
    places = [page.index(f"<h2>{sector}</h2>") for sector in sectors]
    assert places == sorted(places)
    assert "Not fully verified" in page


@pytest.mark.usefixtures("library")
def test_only_the_issuers_codes_are_shown(app, client):
    assert "WRS.1.2" not in client.get(address(app, "nace-2021")).text
    standards = client.get(address(app, "ccss-mp")).text
    assert "MP3" in standards
    assert "Only names and codes may be passed on." in standards
    # NACE has no codes of its own, ours stay inside.
    with app.app_context():
        ours = db.session.scalars(
            select(Competency.code).join(Framework).where(Framework.key == "nace-2021")
        ).all()
    assert not any(f">{code}<" in client.get(address(app, "nace-2021")).text for code in ours)


@pytest.mark.usefixtures("library")
def test_names_nobody_checked_carry_a_mark(app, client):
    assert "Name not verified" in client.get(address(app, "va-wrs-2019")).text


@pytest.mark.usefixtures("library")
def test_loading_again_changes_nothing(app):
    def everything():
        with app.app_context():
            return db.session.execute(
                select(Competency.id, Competency.name, Competency.parent_id).order_by(Competency.id)
            ).all()

    before = everything()
    with app.app_context():
        load_seeds(resources() / "seeds")
    assert everything() == before
    assert len(before) == 759


def test_an_unknown_framework_is_not_there(client):
    assert client.get("/frameworks/0c1f1f0e-5f43-5a0c-9d3b-6f7e1f8b2a11").status_code == 404


@pytest.mark.usefixtures("library")
def test_the_list_is_narrowed_by_what_frameworks_are(client):
    nace = "National Association of Colleges and Employers"
    page = client.get("/frameworks", query_string={"publisher": nace}).text
    assert "NACE" in page[page.index("</form>") :]
    assert "<h2>K-12</h2>" not in page
    assert client.get("/frameworks?verified=no&sector=k12").text.count("<h2>") == 1
    assert "No framework fits" in client.get("/frameworks?year=1066").text


@pytest.mark.usefixtures("library")
def test_editions_lead_to_each_other(app, client):
    old, new = address(app, "va-wrs-2010"), address(app, "va-wrs-2019")
    assert f'href="{new}"' in client.get(old).text
    assert f'href="{old}"' in client.get(new).text
    with app.app_context():
        replaced = db.session.scalars(
            select(Competency)
            .join(Framework, Framework.id == Competency.framework_id)
            .where(Framework.key == "va-wrs-2010", Competency.replaced_by_id.is_not(None))
        ).all()
        later = {db.session.get(Competency, one.replaced_by_id).framework.key for one in replaced}
    assert later <= {"va-wrs-2019"}
