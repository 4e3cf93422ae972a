import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Grouping
from tests.browsing import HTMX
from tests.factories import make_attribute, make_grouping


@pytest.fixture
def groupings(app, cast):
    def now():
        with app.app_context():
            rows = db.session.execute(
                select(Grouping.name, Grouping.id)
                .where(Grouping.profile_id == cast.profile.id)
                .order_by(Grouping.position)
            )
            return dict(tuple(row) for row in rows)

    return now


@pytest.fixture
def grouped(cast, work, groupings):
    """Two groupings, with two attributes in the first."""
    with work():
        skills = make_grouping(cast.profile, "Skills", 0)
        make_grouping(cast.profile, "Values", 1)
        make_attribute(cast.profile, "Reads", grouping=skills, position=0)
        make_attribute(cast.profile, "Writes", grouping=skills, position=1)
    return groupings()


def order(attributes):
    return [name for name, row in attributes().items() if row.dropped_at is None]


def test_up_and_down_change_the_order_by_a_revision(ana, attributes, revisions):
    care = attributes()["Care for others"]
    answer = ana.post(f"/attributes/{care.id}/up")

    assert answer.status_code == 303
    assert "“Care for others” is number 2 of 3 here." in ana.get(answer.location).text
    assert order(attributes) == ["Clear communication", "Care for others", "Sound judgement"]
    assert revisions(care.id)[-1][1] == "moved"
    ana.post(f"/attributes/{care.id}/down")
    assert order(attributes)[-1] == "Care for others"


def test_the_first_cannot_go_up(ana, attribute, attributes, revisions):
    before = order(attributes)
    assert ana.post(f"/attributes/{attribute.id}/up").status_code == 303
    assert order(attributes) == before
    assert len(revisions(attribute.id)) == 1


def test_htmx_gets_the_list_with_a_sentence(ana, attribute):
    answer = ana.post(f"/attributes/{attribute.id}/down", headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="arrange"')
    assert 'role="status"' in answer.text
    assert "is number 2 of 3 here." in answer.text


def test_an_attribute_goes_into_a_grouping_at_a_place(ana, attribute, attributes, grouped):
    form = {"grouping": str(grouped["Skills"]), "place": "1"}
    answer = ana.post(f"/attributes/{attribute.id}/place", data=form)

    assert answer.status_code == 303
    row = attributes()["Clear communication"]
    assert row.grouping_id == grouped["Skills"]
    assert order(attributes)[:3] == ["Clear communication", "Reads", "Writes"]


@pytest.mark.parametrize("form", [{"grouping": "nothing"}, {"grouping": "", "place": "-3"}, {}])
def test_a_place_that_is_none_changes_nothing(ana, attribute, attributes, form):
    before = order(attributes)
    assert ana.post(f"/attributes/{attribute.id}/place", data=form).status_code in (303, 422)
    assert order(attributes) == before


def test_groupings_are_added_renamed_moved_and_removed(cast, ana, attributes, groupings, grouped):
    profile = f"/profiles/{cast.profile.id}"
    ana.post(f"{profile}/groupings", data={"name": "Knowledge"})
    assert list(groupings()) == ["Skills", "Values", "Knowledge"]
    ana.post(f"/groupings/{groupings()['Knowledge']}/up")
    assert list(groupings()) == ["Skills", "Knowledge", "Values"]
    ana.post(f"/groupings/{grouped['Skills']}/down")
    ana.post(f"/groupings/{grouped['Skills']}/edit", data={"name": "Abilities"})
    assert list(groupings()) == ["Knowledge", "Abilities", "Values"]

    answer = ana.post(f"/groupings/{grouped['Skills']}/remove")
    assert "Its attributes are still here." in ana.get(answer.location).text
    assert list(groupings()) == ["Knowledge", "Values"]
    assert attributes()["Reads"].grouping_id is None


def test_a_grouping_has_a_name_of_its_own(cast, ana, groupings, grouped):
    answer = ana.post(f"/profiles/{cast.profile.id}/groupings", data={"name": "skills"})
    assert answer.status_code == 409
    assert "There is already a grouping called “Skills”." in answer.text
    answer = ana.post(f"/groupings/{grouped['Values']}/edit", data={"name": "Skills"})
    assert answer.status_code == 409
    assert ana.post(f"/groupings/{grouped['Values']}/edit", data={"name": ""}).status_code == 422
    assert list(groupings()) == ["Skills", "Values"]


def test_dropped_attributes_wait_on_the_page(cast, ana, attribute):
    ana.post(f"/attributes/{attribute.id}/drop")
    page = ana.get(f"/profiles/{cast.profile.id}/arrange").text
    assert "Dropped attributes" in page
    assert f'action="/attributes/{attribute.id}/bring-back"' in page


def test_only_editors(cast, cy, reader, client, attribute, attributes, grouped):
    before = order(attributes)
    addresses = [
        f"/attributes/{attribute.id}/up",
        f"/attributes/{attribute.id}/place",
        f"/profiles/{cast.profile.id}/groupings",
        f"/groupings/{grouped['Skills']}/edit",
        f"/groupings/{grouped['Skills']}/up",
        f"/groupings/{grouped['Skills']}/remove",
    ]
    for address in addresses:
        assert reader.post(address, data={"name": "x"}).status_code == 403
        assert cy.post(address, data={"name": "x"}).status_code == 404
        assert client.post(address, data={"name": "x"}).status_code == 404
    assert reader.get(f"/profiles/{cast.profile.id}/arrange").status_code == 403
    assert order(attributes) == before
