"""The page of a large framework opens level by level, with a fixed number of queries."""

import uuid

import pytest
import sqlalchemy as sa

from pog.core.database import db
from pog.frameworks.browsing import LARGE, PAGE
from pog.frameworks.models import Competency
from tests.browsing import HTMX
from tests.factories import make_framework
from tests.watching import statements_of


def rows_of(framework_id, count, parent_id=None, name="Skill"):
    return [
        {
            "id": uuid.uuid4(), "framework_id": framework_id, "parent_id": parent_id,
            "name": f"{name} {n}", "position": n, "verified": True,
        }
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def large(work):
    """More strands than a page holds; the last one has parts, and one of these a part."""
    with work():
        framework = make_framework("Very large list", sector="workforce", competencies=())
        strands = rows_of(framework.id, LARGE + 1, name="Strand")
        parts = rows_of(framework.id, 3, strands[-1]["id"], "Part")
        inner = rows_of(framework.id, 1, parts[1]["id"], "Innermost")
        for some in (strands, parts, inner):
            db.session.execute(sa.insert(Competency), some)
        return framework, strands, parts, inner


def test_it_shows_one_page_of_one_level(client, large):
    framework, strands, parts, _inner = large
    address = f"/frameworks/{framework.id}"
    top = client.get(address).text
    assert "Strand 0" in top
    assert f"Strand {PAGE}" not in top
    assert "Part 0" not in top
    assert f"Strand {PAGE}" in client.get(f"{address}?page=2").text
    below = client.get(f"{address}?inside={strands[-1]['id']}").text
    assert "Part 2" in below
    assert "1 inside" in below
    assert "Innermost" not in below
    deepest = client.get(f"{address}?inside={parts[1]['id']}").text
    assert "Innermost 0" in deepest
    path = deepest[deepest.index('class="level-path"') :]
    assert path.index("Very large list") < path.index(f"Strand {LARGE}") < path.index("Part 1")


def test_who_comes_for_one_competency_finds_it_among_its_siblings(client, large):
    framework, strands, _parts, inner = large
    for row in (strands[-1], strands[PAGE], inner[0]):
        page = client.get(f"/frameworks/{framework.id}?at={row['id']}").text
        assert f'id="c-{row["id"]}"' in page
    elsewhere = client.get(f"/uri/{inner[0]['id']}", headers={"Accept": "text/html"})
    assert f'id="c-{inner[0]["id"]}"' in client.get(elsewhere.location.partition("#")[0]).text


def test_a_level_is_swapped_into_the_page(client, large):
    framework, strands, _parts, _inner = large
    part = client.get(f"/frameworks/{framework.id}?inside={strands[-1]['id']}", headers=HTMX).text
    assert part.lstrip().startswith('<div id="framework-level">')
    assert "Part 0" in part


def test_every_level_takes_the_same_queries(app, client, large):
    framework, strands, parts, _inner = large
    counts = []
    for inside in (strands[-1], parts[1]):
        with statements_of(app) as statements:
            client.get(f"/frameworks/{framework.id}?inside={inside['id']}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("more", ["inside=x", f"at={uuid.UUID(int=7)}", "page=999999", "page=-1"])
def test_an_odd_place_is_the_top(client, large, more):
    answer = client.get(f"/frameworks/{large[0].id}?{more}")
    assert answer.status_code == 200
    assert "Strand" in answer.text
