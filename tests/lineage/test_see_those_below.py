"""The state sees what became of its attributes in districts and schools, as far as they share."""

import csv
import io

import openpyxl
import pytest

from pog.core.database import db
from pog.profiles import services
from pog.profiles.models import Profile
from tests.factories import make_membership, make_organization, make_person
from tests.lineage.conftest import clone
from tests.watching import statements_of


@pytest.fixture
def grown(chain):
    """The district published again, with an attribute reworded, dropped and added."""
    district = chain.district
    district.change(services.edit_attribute, "Communicator", statement="Speaks and listens.")
    district.change(services.drop_attribute, "Collaborator")
    district.change(services.add_attribute, name="Steward", statement="Cares for water.")
    district.publish()
    chain.school.change(services.edit_attribute, "Citizen", statement="Serves our street.")
    chain.school.publish()
    return chain


def rows_of(chain):
    """The CSV as (organization, attribute on top, fate, name there)."""
    text = chain.state.browser.get(chain.state.address + "/below.csv").data.decode("utf-8-sig")
    return [(r[0], r[3], r[4], r[5]) for r in csv.reader(io.StringIO(text))][1:]


def test_each_attribute_is_followed_through_two_levels(grown):
    rows = rows_of(grown)
    assert ("Ridge County", "Communicator", "Reworded", "Communicator") in rows
    assert ("Ridge County", "Collaborator", "Not there", "") in rows
    assert ("Ridge County", "", "Added there", "Steward") in rows
    # The school stands on the district's first edition: what it has goes back to the state.
    assert ("Oak School", "Communicator", "Kept", "Communicator") in rows
    assert ("Oak School", "Collaborator", "Kept", "Collaborator") in rows
    assert ("Oak School", "Citizen", "Reworded", "Citizen") in rows
    page = grown.state.browser.get(grown.state.address + "/below").text
    assert "2 profiles started from this one" in page
    assert page.index("Ridge County") < page.index("Oak School")
    assert "4 of 5 attributes" in page


def test_one_attribute_shows_every_wording(grown):
    with grown.state.work():
        citizen = grown.state.attribute("Citizen").id
    address = f"/attributes/{citizen}/below"
    assert "our street" in grown.state.browser.get(address).text
    assert grown.district.browser.get(address).status_code == 404


def test_the_workbook_adds_up(grown):
    answer = grown.state.browser.get(grown.state.address + "/below.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    numbers = {row[1]: row[2:5] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert numbers["Citizen"] == (1, 1, 0)
    assert numbers["Collaborator"] == (1, 0, 1)
    assert all(sum(three) == 2 for name, three in numbers.items() if name != "Attribute")


def share(work, level, what):
    with work():
        db.session.get(Profile, level.profile_id).shares_upward = what


def test_each_decides_what_it_shares(grown, work):
    district = grown.district
    district.change(services.edit_attribute, "Learner", statement="Learns with joy.")
    assert ("Ridge County", "Learner", "Kept", "Learner") in rows_of(grown)
    share(work, district, "draft")
    assert ("Ridge County", "Learner", "Reworded", "Learner") in rows_of(grown)
    share(work, district, "nothing")
    assert {row[0] for row in rows_of(grown)} == {"Oak School"}
    # Through the page: the setting is there for clones only.
    page = district.browser.get(district.address + "/settings").text
    assert "What may those you started from see?" in page
    assert "What may those" not in grown.state.browser.get(grown.state.address + "/settings").text


def test_a_draft_nobody_published_is_not_told(chain, work):
    share(work, chain.district, "editions")
    assert {row[0] for row in rows_of(chain)} == {"Ridge County"}  # the school published nothing


def test_being_behind_is_not_rewording(grown):
    grown.state.change(services.edit_attribute, "Learner", statement="Learns always.")
    grown.state.publish()
    assert ("Ridge County", "Learner", "Kept", "Learner") in rows_of(grown)


def test_strangers_see_nothing(grown, as_person, cast):
    cy = as_person(cast.cy)
    for page in ("below", "below.csv", "below.xlsx"):
        assert cy.get(f"{grown.state.address}/{page}").status_code == 404
    assert grown.district.browser.get(grown.state.address + "/below").status_code == 404


def test_many_below_take_no_more_queries(app, grown, work):
    def asked():
        with statements_of(app) as statements:
            assert grown.state.browser.get(grown.state.address + "/below").status_code == 200
        return len(statements)

    few = asked()
    for number in range(12):
        with work():
            place = make_organization(f"District {number}")
            make_membership(place, make_person(f"Person {number}"), "admin")
        level = clone(work, grown.state, place, f"Portrait {number}")
        level.publish()
    assert asked() == few
