"""The walk from the map of competencies to what everybody can read."""

import io
import json
import re
import uuid
from contextlib import suppress
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Error, Page, expect
from sqlalchemy import select

from pog.alignments.models import Alignment
from pog.frameworks.models import Competency
from pog.profiles.models import Edition, Profile
from pog.standards.case.checking import findings
from tests.browser.walk.hall import Hall, follow, press
from tests.browser.walk.setting_up import OURS
from tests.standards.schemas import SCHEMAS, schema_errors


def align_to_three_sectors(hall: Hall) -> None:
    ana, ben = hall.ana, hall.ben
    hall.step("Where does it meet the world?")
    hall.open(ben, f"/profiles/{hall.profile}/coverage")
    creek = hall.attribute("Care for the creek")
    for framework, competency, relation in (
        ("Profile of the South Carolina Graduate (PSCG) Competencies", "Design Solutions", "Weak"),
        ("SCHEV required core competencies", "Civic engagement", "Strong"),
        ("NACE Career Readiness Competencies", "Professionalism", "Related"),
    ):
        hall.go(ana, f"/attributes/{creek.id}/align")
        ana.get_by_label("Search all competencies").fill(competency)
        press(ana, "Search")
        shelf = ana.locator("h4", has_text=framework).locator("xpath=following-sibling::ul[1]")
        shelf.get_by_role("link").filter(has_text=competency).first.click()
        chosen = ana.get_by_role("radio", name=re.compile(f"^{relation}"))
        hall.ready(ana, chosen).check()
        ana.get_by_label("Why?").fill(f"Both ask for it: {competency}.")
        press(ana, "Align")
        expect(ana.get_by_text(f"Aligned to “{competency}”.")).to_be_visible()
    expect(ben.get_by_text("3 alignments so far.")).to_be_visible(timeout=hall.within)
    expect(ben.get_by_text("attributes have gaps.", exact=False)).to_be_visible()
    sectors = hall.all(
        select(Competency)
        .join(Alignment, Alignment.competency_id == Competency.id)
        .where(Alignment.attribute_id == creek.id)
    )
    assert len(sectors) == 3
    hall.go(ana, f"/profiles/{hall.profile}/coverage")
    row = ana.get_by_role("row").filter(has_text="Care for the creek")
    expect(row.get_by_text("Strong overlap")).to_be_visible()
    expect(ana.get_by_role("heading", name="Gaps")).to_be_visible()
    for page in (ana, ben):
        hall.look_at(page)


# ------------------------------------------------------------------ taking it home


def export_everything(hall: Hall) -> None:
    ana = hall.ana
    hall.go(ana, f"/profiles/{hall.profile}")
    ana.get_by_role("link", name=re.compile("Export")).first.click()
    check_case(Path(saved(ana, "CASE")))
    book = load_workbook(io.BytesIO(Path(saved(ana, "orkbook|XLSX|Excel")).read_bytes()))
    cells = {str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row}
    assert {"Care for the creek", "Civic engagement"} <= cells
    assert any("Keep <b>every</b> word" in cell for cell in cells)
    assert not any("It is ours" in cell for cell in cells), "hidden words leave in the workbook"
    follow(ana, "Open the printable page")
    expect(ana.get_by_role("heading", level=1)).to_have_text(OURS)
    for name in ("Care for the creek", "Creativity and innovation"):
        expect(ana.get_by_role("heading", name=re.compile(name)).first).to_be_visible()
    assert len(ana.pdf(format="Letter", tagged=True)) > 10_000


def saved(page: Page, words: str) -> str:
    link = page.get_by_role("link", name=re.compile(f"Download.*({words})")).first
    for _ in range(4):
        with suppress(Error):
            with page.expect_download(timeout=5000) as waiting:
                link.click()
            return str(waiting.value.path())
    raise AssertionError(f"{words} did not come")


def check_case(path: Path) -> None:
    document = json.loads(path.read_text())
    if SCHEMAS.is_dir():
        assert schema_errors(document) == []
    statements = " ".join(item["fullStatement"] for item in document["CFItems"])
    assert "Guards and heals our land" in statements
    kinds = {link["associationType"] for link in document["CFAssociations"]}
    assert "isRelatedTo" in kinds
    assert findings(document) == []


def publish_for_everybody(hall: Hall, person) -> None:
    ana = hall.ana
    hall.go(ana, f"/profiles/{hall.profile}")
    follow(ana, "Publish an edition")
    ana.get_by_label("What is new?").fill("Our first one.")
    press(ana, "Publish it")
    expect(ana.get_by_text("Edition 1 is published.")).to_be_visible()
    edition = hall.one(select(Edition).filter_by(profile_id=uuid.UUID(hall.profile)))
    assert edition.number == 1
    profile = hall.one(select(Profile).filter_by(id=uuid.UUID(hall.profile)))
    nobody = person("phone")
    for address in (f"/p/{profile.slug}", f"/p/{profile.slug}/editions/1", f"/uri/{profile.id}"):
        hall.go(nobody, address)
        expect(nobody.get_by_role("heading", level=1)).to_have_text(OURS)
        expect(nobody.get_by_role("heading", name="Care for the creek")).to_be_visible()
    expect(nobody.get_by_text(edition.content_hash)).to_be_visible()
    hall.look_at(nobody)
    # The draft behind it stays within the organization.
    answer = nobody.request.get(f"{hall.site.url}/profiles/{hall.profile}/comments")
    assert answer.status in (401, 403, 404)
