"""What readers get: the public page, files and paper in the language they chose."""

import io
import json
import re
import zipfile

import docx
import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pog.core.database import db
from pog.exports.commands import export
from pog.exports.gathering import portrait_of_draft
from pog.exports.languages import in_language
from pog.profiles.models import Attribute, Profile
from pog.profiles.services import Author, publish_edition
from pog.standards.case.checking import findings
from pog.translating.queries import newest_translations
from tests.exports.test_write_documents import walk


@pytest.fixture
def translated(spanish, first):
    """Half of it in Spanish: everything of the first attribute but its indicator."""
    spanish.save(first, name="Comunicación clara", statement="Habla **claro**.")
    return first


@pytest.fixture
def public(translated, work, rich):
    """The address of its edition."""
    with work():
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    return f"/p/{rich.slug}"


def test_the_public_page_is_read_in_either_language(client, public):
    page = client.get(f"{public}?lang=es").text
    assert '<article class="edition" lang="es">' in page
    assert "Comunicación clara" in page
    assert "Habla <strong>claro</strong>." in page
    assert "Speaks so that others understand." not in page
    # What is not translated says in which language it stands, and how much of it there is.
    assert re.search(r'<h[23] class="card-title" dir="auto" lang="en">Sound judgement', page)
    assert '<dd dir="auto" lang="en">I can explain my idea.</dd>' in page
    assert "8 texts are not translated yet and stand in English." in page
    assert f'hreflang="en" href="{public}/editions/1?lang=en"' in page
    assert "format" not in page or "family-pdf?lang=es" in page

    own = client.get(public).text
    assert '<article class="edition" lang="en">' in own
    assert "Comunicación" not in own
    assert "are not translated yet" not in own


def test_whoever_reads_in_spanish_gets_spanish_at_once(client, public):
    page = client.get(public, headers={"Accept-Language": "es"}).text
    assert '<article class="edition" lang="es">' in page
    assert "8 textos" in page
    asked = client.get(f"{public}?lang=en", headers={"Accept-Language": "es"}).text
    assert '<article class="edition" lang="en">' in asked


def test_an_outdated_translation_is_marked(client, spanish, translated, work, rich):
    with work():
        profile = db.session.get(Profile, rich.id)
        db.session.get(Attribute, translated.id).statement = "Speaks up."
        publish_edition(profile, author=Author(name="Ana"))
    page = client.get(f"/p/{rich.slug}?lang=es").text
    assert "The original changed since this was translated." in page


def test_an_edition_without_translations_offers_no_choice(client, work, rich):
    with work():
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    page = client.get(f"/p/{rich.slug}").text
    assert "Read it in" not in page
    assert "family-pdf" not in page
    answer = client.get(f"/p/{rich.slug}/editions/1/export/family-pdf")
    assert answer.status_code == 409
    assert "This profile has no translation yet." in answer.text
    assert "/translations" not in answer.text


def test_a_member_is_led_to_the_translations(ana, rich):
    address = f"/profiles/{rich.id}/export"
    assert f'href="/profiles/{rich.id}/translations"' in ana.get(address).text
    answer = ana.get(f"{address}/family-pdf")
    assert answer.status_code == 409
    assert f'href="/profiles/{rich.id}/translations"' in answer.text


@pytest.mark.parametrize("name", ["pdf", "gist-pdf", "sheets-pdf", "roles-pdf", "poster-pdf"])
def test_paper_is_in_the_language_asked_for(client, public, name):
    answer = client.get(f"{public}/editions/1/export/{name}?lang=es")
    assert "edition-1-es." in answer.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.Root.Lang) == "es"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def languages_inside(pdf):
    """Every language a part of the document is marked with."""
    found, waiting = set(), [pdf.Root.StructTreeRoot]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            waiting += list(part)
        elif isinstance(part, pikepdf.Dictionary):
            if "/Lang" in part:
                found.add(str(part.Lang))
            if "/K" in part:
                waiting.append(part.K)
    return found


def test_families_get_one_page_with_both_side_by_side(client, public):
    answer = client.get(f"{public}/editions/1/export/family-pdf")
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "en"
        assert "es" in languages_inside(pdf)
        kinds, pictures = walk(pdf.Root.StructTreeRoot)
        assert kinds.count("/TH") == 2
        assert "/H1" in kinds
        assert all(str(picture.get("/Alt", "")) for picture in pictures)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def test_the_document_marks_what_stands_in_the_other_language(client, public):
    content = client.get(f"{public}/editions/1/export/docx?lang=es").data
    paper = docx.Document(io.BytesIO(content))
    assert paper.core_properties.language == "es"
    spoken = {}
    for paragraph in paper.paragraphs:
        for run in paragraph.runs:
            mark = run._r.find(".//{*}lang")
            if mark is not None:
                spoken[run.text] = mark.values()[0]
    assert spoken["1. Comunicación clara"] == "es"
    assert spoken["2. Sound judgement"] == "en"
    assert spoken["I can explain my idea."] == "en"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert "Atributo" in parts.read("word/document.xml").decode() or spoken


def test_the_print_page_marks_it_too(client, public):
    page = client.get(f"{public}/editions/1/print?lang=es").text
    assert 'lang="es"><span class="paper-number">1</span>Comunicación clara' in page
    assert 'lang="en"><span class="paper-number">2</span>Sound judgement' in page


def test_a_framed_page_speaks_the_language_its_address_asks_for(client, public, work, rich):
    page = client.get(f"{public}/embed?lang=es").text
    assert '<html lang="es"' in page
    assert "Comunicación clara" in page


def test_a_portrait_finds_its_way_back(app, translated, rich):
    with app.app_context():
        portrait = portrait_of_draft(db.session.get(Profile, rich.id), "")
        there = in_language(portrait, "es")
        assert there.language == "es"
        assert there.attributes[0].name == "Comunicación clara"
        assert there.untranslated == {"title", "core_statement"}
        back = in_language(there, "en")
        assert [a.name for a in back.attributes] == [a.name for a in portrait.attributes]
        assert [a.html for a in back.attributes] == [a.html for a in portrait.attributes]
        assert back.untranslated == set()
        assert in_language(portrait, "vi") is portrait


def test_the_terminal_exports_a_language(app, translated, rich, tmp_path):
    file = tmp_path / "sheet.json"
    common = [str(rich.id), "--format", "case-1.1", "-o", str(file)]
    made = CliRunner().invoke(export, [*common, "--language", "es"], obj=lambda: app)
    assert made.exit_code == 0, made.output
    items = json.loads(file.read_text())["CFItems"]
    assert {one["language"] for one in items} == {"en", "es"}
    refused = CliRunner().invoke(export, [*common, "--language", "vi"], obj=lambda: app)
    assert refused.exit_code == 1


def sheet(client, public, name):
    content = client.get(f"{public}/editions/1/export/xlsx").data
    rows = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True)
    head = next(rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_workbook_has_both_languages_and_what_is_open(client, public):
    row = sheet(client, public, "Attributes")[0]
    assert row["Name"] == "Clear communication"
    assert row["Name (es)"] == "Comunicación clara"
    assert row["Statement (es)"] == "Habla **claro**."
    states = {one["Original"]: one["State"] for one in sheet(client, public, "Translations")}
    assert states["Clear communication"] == "translated"
    assert states["I can explain my idea."] == "missing"
    assert len(sheet(client, public, "Translations")) == 10


def case_of(client, public, kind="case-1.1"):
    return client.get(f"{public}/editions/1/export/{kind}").data


def test_case_carries_translations_in_its_extensions(client, public, first):
    document = json.loads(case_of(client, public))
    assert findings(document) == []
    item = next(one for one in document["CFItems"] if one["identifier"] == str(first.id))
    assert item["language"] == "en"
    assert item["extensions"]["pog"]["translations"] == {
        "es": {"abbreviatedStatement": "Comunicación clara", "fullStatement": "Habla **claro**."}
    }


def test_ctdl_has_a_word_for_each_language(client, public):
    graph = json.loads(case_of(client, public, "ctdl-asn"))["@graph"]
    (found,) = [
        one
        for one in graph
        if one.get("ceasn:competencyLabel", {}).get("en") == "Clear communication"
    ]
    assert found["ceasn:competencyLabel"]["es"] == "Comunicación clara"
    assert found["ceasn:competencyText"]["es"] == "Habla **claro**."
    assert found["ceasn:inLanguage"] == ["en", "es"]


def test_case_brings_translations_back(app, client, public, as_person, cast, work):
    answer = as_person(cast.cy).post(
        f"/organizations/{cast.hillcrest.id}/profiles/import",
        data={"file": (io.BytesIO(case_of(client, public)), "profile.json"), "format": "case"},
        content_type="multipart/form-data",
    )
    assert answer.status_code in (200, 303), answer.text
    with app.app_context():
        profile = db.session.scalars(
            select(Profile).where(Profile.organization_id == cast.hillcrest.id)
        ).one()
        said = {one.original: one.text for one in newest_translations(profile, "es")}
    assert said == {
        "Clear communication": "Comunicación clara",
        "Speaks so that others understand.": "Habla **claro**.",
    }


def test_hostile_words_stay_words_on_the_page_for_families(client, spanish, first, work, rich):
    spanish.save(
        first, name='#read("/etc/passwd") $x$ ]] \\', statement="<b>&amp; #import `a` " * 200
    )
    with work():
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    answer = client.get(f"/p/{rich.slug}/editions/1/export/family-pdf")
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1


def test_editions_tell_what_changed_in_their_translations(
    client, public, spanish, first, work, rich
):
    spanish.save(first, name="Comunicación", statement="")
    with work():
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    page = client.get(f"{public}/compare").text
    assert "2 translations into Spanish are other than before." in page
