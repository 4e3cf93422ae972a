"""Posters and documents: accessible, complete, in the colors of the profile."""

import io
import re
import zipfile

import docx
import pikepdf
import pytest

from pog.core.database import db
from pog.exports.formats import FORMATS
from pog.profiles.models import Profile
from tests.factories import make_attribute

# The page for families needs a translation: tests/translating has it.
PAPERS = [name for name, one in FORMATS.items() if one.on_paper and name != "family-pdf"]
PDFS = [name for name in PAPERS if FORMATS[name].mimetype == "application/pdf"]


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def file(ana, cast, name):
    answer = ana.get(f"/profiles/{cast.profile.id}/export/{name}")
    assert answer.status_code == 200, name
    return answer.data


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_is_tagged_titled_and_tells_its_language(rich, cast, ana, name):
    with pikepdf.open(io.BytesIO(file(ana, cast, name))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot is not None
        assert str(pdf.Root.Lang).startswith("en")
        with pdf.open_metadata() as about:
            assert about["dc:title"]
            assert about["pdfuaid:part"] == "1"
        kinds, pictures = walk(pdf.Root.StructTreeRoot)
        assert "/H1" in kinds
        levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
        jumps = [b - a for a, b in zip([0, *levels], levels, strict=False)]
        assert max(jumps) <= 1, f"headings skip a level: {levels}"
        assert all(str(picture.get("/Alt", "")) for picture in pictures)


def walk(root):
    """The kinds of all parts in reading order, and the figures."""
    kinds, pictures, waiting = [], [], [root]
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, pikepdf.Dictionary):
            continue
        kind = str(part.get("/S", ""))
        kinds.append(kind)
        if kind == "/Figure":
            pictures.append(part)
        inside = part.get("/K")
        if isinstance(inside, pikepdf.Array):
            waiting = [*inside, *waiting]
        elif inside is not None:
            waiting.insert(0, inside)
    return kinds, pictures


def test_the_document_says_what_the_page_says(rich, cast, ana):
    paper = docx.Document(io.BytesIO(file(ana, cast, "docx")))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    for words in ("Working together", "Teamwork", "Works with others & listens.", "I can lead"):
        assert words in text
    assert "Name Riverbend when you use it." in text
    assert "Workplace skills" in cells
    assert paper.core_properties.language == "en"
    assert file(ana, cast, "docx") == file(ana, cast, "docx")
    with zipfile.ZipFile(io.BytesIO(file(ana, cast, "docx"))) as parts:
        assert b"w:tblHeader" in parts.read("word/document.xml")


def test_a_poster_is_a_picture_with_words_for_those_who_do_not_see_it(rich, cast, ana):
    svg = ana.get(f"/profiles/{cast.profile.id}/poster.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "<title" in svg.text and "Teamwork" in svg.text
    assert "<script" not in svg.text
    other = ana.get(f"/profiles/{cast.profile.id}/poster.svg?layout=tree")
    assert other.data != svg.data
    assert file(ana, cast, "poster-png").startswith(b"\x89PNG")


def test_colors_and_layout_are_chosen_on_a_page(cast, ana, work):
    address = f"/profiles/{cast.profile.id}/look"
    before = file(ana, cast, "poster-svg")
    refused = ana.post(address, data={"main": "green", "accent": "#b4460f", "layout": ""})
    assert refused.status_code == 422
    assert 'value="green"' in refused.text
    chosen = {"main": "#FFEE00", "accent": "#003366", "layout": "tree"}
    assert ana.post(address, data=chosen).status_code == 303
    assert file(ana, cast, "poster-svg") != before
    assert "cannot be read well on white" in ana.get(address).text
    with work():
        assert db.session.get(Profile, cast.profile.id).look == {
            "main": "#ffee00",
            "accent": "#003366",
            "layout": "tree",
        }
    assert ana.post(address, data={**chosen, "layout": "spiral"}).status_code == 422


def test_who_may(cast, as_person):
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    address = f"/profiles/{cast.profile.id}"
    assert ben.get(f"{address}/poster.svg").status_code == 200
    assert ben.get(f"{address}/look").status_code == 403
    assert ben.post(f"{address}/look", data={}).status_code == 403
    for page in ("look", "poster.svg", "export/pdf"):
        assert cy.get(f"{address}/{page}").status_code == 404


def test_nothing_to_print_is_said(cast, ana, work):
    with work():
        for attribute in db.session.get(Profile, cast.profile.id).attributes:
            attribute.dropped_at = cast.profile.created_at
    answer = ana.get(f"/profiles/{cast.profile.id}/export/poster-pdf")
    assert answer.status_code == 409
    assert "Add at least one attribute first" in answer.text
    assert "nothing to print yet" in ana.get(f"/profiles/{cast.profile.id}/export").text


@pytest.mark.parametrize("name", PAPERS)
def test_hostile_words_are_words(cast, ana, work, name):
    """Markup of typst, XML and Markdown, signs beyond the first plane, and a very long name."""
    with work():
        profile = db.session.get(Profile, cast.profile.id)
        make_attribute(profile, '#read("/etc/passwd") <b>&amp; $x$ \\', ']] #import "@x": * `a`')
        make_attribute(profile, "🇺🇸 नमस्ते שלום " + "W" * 90, "\u202e" + "長" * 300)
    assert len(file(ana, cast, name)) > 1_000
