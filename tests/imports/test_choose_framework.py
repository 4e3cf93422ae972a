"""Several files are sent at once, and one of the frameworks in them is chosen."""

import io

import pytest
from sqlalchemy import select

from pog.core import jobs
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.imports.models import FrameworkImport
from tests.imports.knowledge_graph import OUTLINE, case, child, counts, item, outline, table


@pytest.fixture
def ana(as_person, cast):
    return as_person(cast.ana)


@pytest.fixture
def post(cast):
    """Send files as somebody, as a browser sends those chosen together."""

    def to(browser, files, **changed):
        data = {
            "file": [(io.BytesIO(content), name) for name, content in files.items()],
            "sector": "k12",
            "organization": str(cast.riverbend.id),
            **changed,
        }
        answer = browser.post("/frameworks/import", data=data, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()  # a file, when it is long
        return answer

    return to


@pytest.fixture
def choose(ana, post):
    """Send files and choose a framework of them; the address of the import and the answer."""

    def from_(files, name="new"):
        address = post(ana, files).location
        return address, ana.post(f"{address}/choose", data={"framework": case(name)})

    return from_


def test_the_frameworks_in_the_files_are_offered_by_state_and_one_is_imported(
    app, ana, post, graph
):
    answer = post(ana, graph.files())
    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "There are 3 frameworks in what you sent." in page
    assert '<optgroup label="Ridgeland">' in page
    assert "Ridgeland Mathematics 2012 (older edition)" in page
    assert counts(app) == (0, 0, 0)
    answer = ana.post(f"{answer.location}/choose", data={"framework": case("new")})
    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "Ridgeland Mathematics 2026 is imported: 6 competencies, 10 links." in page
    assert outline(app) == OUTLINE
    assert counts(app) == (1, 6, 10)


def test_statements_alone_are_a_flat_list_and_the_report_says_so(app, ana, post, graph):
    graph.items = graph.items[:6]
    answer = post(ana, {"StandardsFrameworkItem.csv": table(graph.items)})
    page = ana.get(answer.location).text
    assert "Ridgeland: Mathematics is imported: 6 competencies, 6 links." in page
    assert (
        "There is no relationships.jsonl or Relationships.csv that says what stands below" in page
    )
    assert [depth for _name, depth in outline(app)] == [0] * 6


def test_a_long_file_is_chosen_from_and_imported_by_a_worker(app, ana, post, graph):
    graph.items += [
        item(f"more {n}", "", "Many words. " * 5_000, [], state="Multi-State") for n in range(20)
    ]
    address = post(ana, graph.files()).location
    assert work_off(app) == 1
    assert "There are 3 frameworks in what you sent." in ana.get(address).text
    ana.post(f"{address}/choose", data={"framework": case("new")})
    assert "It waits for its turn." in ana.get(address).text
    assert work_off(app) == 1
    assert "6 competencies, 10 links." in ana.get(address).text
    assert outline(app) == OUTLINE


def work_off(app):
    with app.app_context():
        return jobs.work_off()


def test_a_newer_file_is_compared_updated_and_undone(app, ana, choose, graph):
    choose(graph.files())
    graph.one("second")["description"] = "Says what a ratio is, in words of their own."
    graph.items.append(item("third", "6.RP.3", "Draws a ratio.", ["6"]))
    graph.relations.append(child("ratio", "third"))
    address, answer = choose(graph.files())
    assert answer.location == address
    page = ana.get(address).text
    for words in ("1 new competency", "1 competency says something else", "Draws a ratio."):
        assert words in page
    assert counts(app) == (1, 6, 10)
    ana.post(f"{address}/update")
    assert [name for name, _depth in outline(app)][-3:] == ["6.RP.2", "6.RP.3", "6.RP.10"]
    ana.post(f"{address}/undo")
    assert outline(app) == OUTLINE
    assert counts(app) == (1, 6, 10)


def test_nothing_is_chosen_twice_or_for_others(app, ana, as_person, cast, post, graph):
    address = post(ana, graph.files()).location
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    assert "Choose a framework" not in ben.get(address).text
    wanted = {"framework": case("new")}
    assert ben.post(f"{address}/choose", data=wanted).status_code == 403
    assert cy.post(f"{address}/choose", data=wanted).status_code == 404
    refused = ana.post(f"{address}/choose", data={"framework": "x"})
    assert refused.status_code == 422
    assert ana.post(f"{address}/choose", data={}).status_code == 422
    assert counts(app) == (0, 0, 0)
    ana.post(f"{address}/choose", data=wanted)
    again = ana.post(f"{address}/choose", data=wanted)
    assert (again.status_code, "waits for no answer any more" in again.text) == (409, True)
    assert counts(app) == (1, 6, 10)


def test_what_waits_for_a_choice_can_be_dropped(app, ana, post, graph):
    address = post(ana, graph.files()).location
    assert ana.post(f"{address}/drop").status_code == 303
    assert "Dropped" in ana.get(address).text
    with app.app_context():
        assert db.session.scalar(select(FrameworkImport)).content is None


def test_one_that_cannot_be_read_leaves_the_choice_open(app, ana, choose, graph):
    graph.relations.append(child("second", "six"))
    address, answer = choose(graph.files())
    assert answer.status_code == 422
    assert "goes round in circles" in answer.text
    assert counts(app) == (0, 0, 0)
    assert ana.post(f"{address}/choose", data={"framework": case("old")}).status_code == 303
    assert counts(app) == (1, 2, 2)


@pytest.mark.parametrize("order", [("old", "core", "new"), ("new", "core", "old")])
def test_an_older_edition_points_at_the_newer_one(app, ana, choose, graph, order):
    def replaced():
        with app.app_context():
            rows = db.session.scalars(select(Framework)).all()
            return {row.title[-4:]: row.replaced_by.title[-4:] for row in rows if row.replaced_by}

    done = {}
    for name in order:
        assert replaced() == {}
        done[name], answer = choose(graph.files(), name)
        said = "The files say that there is a newer edition" in ana.get(answer.location).text
        assert said == (name == "old")
    assert replaced() == {"2012": "2026"}
    assert ana.post(f"{done['new']}/undo").status_code == 303
    assert replaced() == {}
