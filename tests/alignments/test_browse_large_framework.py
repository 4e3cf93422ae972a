"""The picker opens a large framework level by level, with a fixed number of queries."""

import uuid

import pytest
import sqlalchemy as sa

from pog.core.database import db
from pog.frameworks.browsing import LARGE, PAGE
from pog.frameworks.models import Competency
from tests.factories import make_framework
from tests.watching import statements_of


def rows_of(framework_id, count, parent_id=None, name="Skill", level=None):
    return [
        {
            "id": uuid.uuid4(), "framework_id": framework_id, "parent_id": parent_id,
            "name": f"{name} {n}", "position": n, "verified": True, "level": level,
        }
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def large(app, work):
    """More strands than a page holds; the first has parts, and one of these a part of its own."""
    with work():
        framework = make_framework("Very large list", sector="workforce", competencies=())
        strands = rows_of(framework.id, LARGE + 1, name="Strand")
        parts = rows_of(framework.id, 3, strands[0]["id"], "Part")
        inner = rows_of(framework.id, 1, parts[1]["id"], "Innermost", "Grade 9")
        for some in (strands, parts, inner):
            db.session.execute(sa.insert(Competency), some)
        return framework, strands, parts, inner


def test_levels_are_opened_one_at_a_time(cast, as_person, attribute, large):
    framework, strands, parts, inner = large
    ana = as_person(cast.ana)
    address = f"/attributes/{attribute.id}/align?framework={framework.id}"
    top = ana.get(address).text
    assert "Strand 0" in top
    assert "Part 0" not in top
    assert "3 inside" in top
    assert f"Strand {PAGE}" not in top
    assert f"Strand {PAGE}" in ana.get(f"{address}&page=2").text
    below = ana.get(f"{address}&inside={strands[0]['id']}").text
    assert "Part 2" in below
    assert "Innermost" not in below
    deepest = ana.get(f"{address}&inside={parts[1]['id']}").text
    assert "Innermost 0" in deepest
    path = deepest[deepest.index('class="level-path"') :]
    assert path.index("Very large list") < path.index("Strand 0") < path.index("Part 1")
    assert f"/align/{inner[0]['id']}" in deepest


def test_each_level_takes_the_same_queries(app, cast, as_person, attribute, large):
    framework, strands, parts, _inner = large
    ana = as_person(cast.ana)
    counts = []
    for inside in (strands[0], parts[1]):
        with statements_of(app) as statements:
            ana.get(
                f"/attributes/{attribute.id}/align?framework={framework.id}&inside={inside['id']}"
            )
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "more", ["inside=x", f"inside={uuid.UUID(int=7)}", "page=999999", "page=-1"]
)
def test_an_odd_place_is_the_top(cast, as_person, attribute, large, more):
    address = f"/attributes/{attribute.id}/align?framework={large[0].id}&{more}"
    answer = as_person(cast.ana).get(address)
    assert answer.status_code == 200
    assert "Strand" in answer.text


def test_a_level_narrows_the_search(cast, as_person, attribute, large):
    address = f"/attributes/{attribute.id}/align?framework={large[0].id}&q=innermost"
    page = as_person(cast.ana).get(f"{address}&level=Grade+9").text
    assert "<mark>Innermost</mark> 0" in page
    assert '<option value="Grade 9" selected>' in page


def test_a_phone_shows_one_side_at_a_time(cast, as_person, attribute):
    ana = as_person(cast.ana)
    assert "shows-shelf" in ana.get(f"/attributes/{attribute.id}/align").text
    assert "shows-attribute" in ana.get(f"/attributes/{attribute.id}/align?pane=attribute").text
