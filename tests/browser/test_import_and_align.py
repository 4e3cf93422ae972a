"""A framework comes in, is updated and put back; a suggestion becomes an endorsed alignment."""

import copy
import json
import os

import pytest
from playwright.sync_api import expect

from pog.core.database import db
from pog.frameworks.models import Framework
from tests.browser.checks import expect_no_sideways_scroll
from tests.cast import make_cast
from tests.factories import make_attribute, make_competency, make_framework
from tests.imports.knowledge_graph import KnowledgeGraph
from tests.standards import packages

PICTURES = os.environ.get("POG_TEST_PICTURES")


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def looked_at(axe):
    """No page of the walk is wider than the screen or has a finding of axe."""

    def look(page, name):
        picture(page, name)
        expect_no_sideways_scroll(page)
        axe(page)

    return look


def files(folder):
    first = packages.package()
    second = copy.deepcopy(first)
    second["CFItems"][0]["fullStatement"] = "Listens, asks and answers kindly."
    second["CFItems"].append(packages.item(14, "Asks for help."))
    second["CFAssociations"].append(packages.association(26, 14, 11, sequenceNumber=9))
    paths = []
    for name, document in (("first.json", first), ("second.json", second)):
        path = folder / name
        path.write_text(json.dumps(document), encoding="utf-8")
        paths.append(path)
    return paths


def upload(page, path):
    page.goto("/frameworks/import")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("K-12", exact=False).first.check()
    page.get_by_role("button", name="Import").click()


@pytest.mark.parametrize("screen", ["phone", "laptop"])
def test_a_framework_is_imported_updated_and_put_back(
    site, cast, person, looked_at, tmp_path, screen
):
    first, second = files(tmp_path)
    ana = person(screen)
    site.sign_in(ana, cast.ana)
    ana.goto("/frameworks/import")
    looked_at(ana, f"import-{screen}")
    upload(ana, first)
    expect(ana.get_by_role("heading", level=1)).to_have_text(
        packages.package()["CFDocument"]["title"]
    )
    looked_at(ana, f"framework-{screen}")

    upload(ana, second)
    expect(ana.get_by_text("1 competency says something else")).to_be_visible()
    expect(ana.get_by_text("1 new competency")).to_be_visible()
    looked_at(ana, f"difference-{screen}")
    ana.get_by_role("button", name="Update the framework").click()
    expect(ana.get_by_text("Asks for help.").first).to_be_visible()
    ana.goto("/frameworks/import")
    ana.locator("main .card a").first.click()
    looked_at(ana, f"updated-{screen}")
    ana.get_by_role("button", name="Undo the import").click()
    expect(ana.get_by_text("Asks for help.")).to_have_count(0)
    ana.goto("/frameworks/import")
    expect(ana.locator("main .card").first).to_contain_text("Undone")
    looked_at(ana, f"undone-{screen}")
    with site.app.app_context():
        framework = db.session.query(Framework).filter(Framework.imported_from.is_not(None)).one()
        names = {one.name for one in framework.competencies}
    assert "Asks for help." not in names
    assert not any("asks and answers" in name for name in names)


def written(folder, contents):
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


@pytest.mark.parametrize("screen", ["phone", "laptop"])
def test_one_framework_of_several_files_is_chosen(site, cast, person, looked_at, tmp_path, screen):
    paths = written(tmp_path, KnowledgeGraph().files())
    ana = person(screen, allow=("422",))
    site.sign_in(ana, cast.ana)
    upload(ana, paths)
    looked_at(ana, f"choose-{screen}")
    ana.get_by_role("button", name="Import").click()
    expect(ana.get_by_role("alert")).to_contain_text("Choose a framework.")
    looked_at(ana, f"choose-nothing-{screen}")
    ana.get_by_label("Framework", exact=True).select_option("Ridgeland Mathematics 2026")
    ana.get_by_role("button", name="Import").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Ridgeland Mathematics 2026")
    looked_at(ana, f"chosen-{screen}")
    ana.get_by_role("link", name="Report of the import").click()
    expect(ana.get_by_text("hasStandardAlignment: 2 rows")).to_be_visible()
    looked_at(ana, f"chosen-report-{screen}")


@pytest.mark.parametrize("screen", ["phone", "laptop"])
def test_one_of_two_frameworks_is_chosen_without_scripts(site, cast, person, tmp_path, screen):
    graph = KnowledgeGraph()
    graph.frameworks = [one for one in graph.frameworks if one["jurisdiction"] == "Ridgeland"]
    ana = site.sign_in(person(screen, java_script_enabled=False, allow=("422",)), cast.ana)
    upload(ana, written(tmp_path, graph.lines()))
    expect(ana.get_by_text("There are 2 frameworks in what you sent.")).to_be_visible()
    ana.get_by_role("button", name="Import").click()
    expect(ana.get_by_role("alert")).to_contain_text("Choose a framework.")
    ana.get_by_label("Framework", exact=True).select_option("Ridgeland Mathematics 2026")
    ana.get_by_role("button", name="Import").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Ridgeland Mathematics 2026")
    expect(ana.get_by_text("6 competencies, 10 links.")).to_be_visible()
    expect(ana.get_by_text("Kindergarten").first).to_be_visible()
    ana.get_by_role("link", name="Report of the import").click()
    expect(ana.get_by_text("LearningComponent: 1 row is no statement")).to_be_visible()
    ana.get_by_role("button", name="Undo the import").click()
    expect(ana.get_by_text("Undone").first).to_be_visible()


@pytest.mark.parametrize("screen", ["phone", "laptop"])
def test_a_suggestion_is_accepted_and_endorsed(site, cast, person, looked_at, screen):
    with site.work():
        attribute = make_attribute(
            cast.profile, "Listener", "Listens to others and answers with care."
        )
        framework = make_framework("Speaking well", sector="k12", competencies=())
        make_competency(framework, "Listens to others and answers")
        make_competency(framework, "Repairs a bicycle", position=1)
    ana = person(screen)
    site.sign_in(ana, cast.ana)
    ana.goto(f"/attributes/{attribute.id}/matches?where={framework.id}")
    best = ana.locator(".match").first
    expect(best).to_contain_text("Listens to others and answers")
    looked_at(ana, f"suggestions-{screen}")
    best.get_by_role("button", name="Accept Listens to others").click()
    expect(ana.get_by_role("status").first).to_be_attached()

    ana.goto(f"/profiles/{cast.profile.id}/working-groups")
    looked_at(ana, f"working-groups-{screen}")
    ana.goto(f"/profiles/{cast.profile.id}/alignments/review")
    looked_at(ana, f"review-{screen}")
    ana.goto(f"/attributes/{attribute.id}/alignments")
    looked_at(ana, f"alignments-{screen}")
    ana.get_by_role("button", name="Endorse").first.click()
    expect(ana.get_by_text("Endorsed", exact=False).first).to_be_visible()
    looked_at(ana, f"endorsed-{screen}")
    for name in ("qualifications", "qualifications/new", "coverage"):
        ana.goto(f"/profiles/{cast.profile.id}/{name}")
        looked_at(ana, f"{name.replace('/', '-')}-{screen}")
    ana.goto("/crosswalks")
    looked_at(ana, f"crosswalks-{screen}")
