"""Documents and workbooks open in LibreOffice as they are, and say what the page says.

LibreOffice is no part of what the tests install; where there is none, these are skipped. Without a
window it never offers to repair: a file it would have to repair is one it does not open.
"""

import csv
import io
import re
import shutil
import subprocess
from datetime import datetime
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from pog.core.markup import render_markdown, text_of

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
SAID = ("Attributes", "Indicators")
pytestmark = pytest.mark.skipif(not SOFFICE, reason="no LibreOffice on this machine")


@pytest.fixture
def converted(tmp_path):
    """What LibreOffice makes of a file, as files; none when it cannot open it."""

    def convert(name, content, kind):
        (tmp_path / name).write_bytes(content)
        out = tmp_path / "out"
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        order = [SOFFICE, "--headless", home, "--convert-to", kind, "--outdir", out]
        subprocess.run([*order, tmp_path / name], check=True, capture_output=True, timeout=120)
        return {file.name: file.read_text("utf-8-sig") for file in out.glob("*")}

    return convert


class Words(HTMLParser):
    """The words of one element of a page, without what is folded away or only for the eye."""

    SILENT = ("figure", "details", "nav", "svg")

    def __init__(self, html, tag):
        super().__init__()
        self.tag, self.inside, self.silent, self.found = tag, 0, 0, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside += tag == self.tag
        self.silent += tag in self.SILENT

    def handle_endtag(self, tag):
        self.inside -= tag == self.tag
        self.silent -= tag in self.SILENT

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.found.append(data)


def words_of(text):
    """Words and numbers in order: where a line ends and how a list is marked differs."""
    return re.findall(r"\w+", text)


@pytest.fixture
def published(edition, rich, client):
    """Asks for a file of the edition; an ending that is empty is its page."""

    def ask(format=""):  # noqa: A002 - the address says so
        address = f"/p/{rich.slug}/editions/{edition.number}/export/{format}"
        answer = client.get(address if format else f"/p/{rich.slug}")
        assert answer.status_code == 200
        return answer

    return ask


def test_the_document_says_what_the_page_says(published, converted):
    text = converted("profile.docx", published("docx").data, "txt:Text (encoded):UTF8")[
        "profile.txt"
    ]
    page = words_of(" ".join(Words(published().text, "article").found))
    assert "Teamwork" in page and "lead" in page
    # Between the head and the attributes the document tells its edition and its place.
    head = text[: text.index("Edition 1,")]
    body = text[text.index("Working together") : text.index("What it connects to")]
    assert words_of(head) + words_of(body) == page
    for name in ("Workplace skills", "WS.0", "Skill 7"):
        assert name in text and name in published().text


def test_the_workbook_says_what_the_page_says(published, converted, rich):
    content = published("xlsx").data
    found = converted("profile.xlsx", content, EACH_SHEET)
    book = load_workbook(io.BytesIO(content))
    assert set(found) == {f"profile-{name}.csv" for name in book.sheetnames}
    for sheet in book:
        lines = list(csv.reader(io.StringIO(found[f"profile-{sheet.title}.csv"])))
        assert lines == [[shown(value) for value in row] for row in sheet.values], sheet.title
    rows = {name: list(csv.DictReader(io.StringIO(found[f"profile-{name}.csv"]))) for name in SAID}
    told, grouping = "", ""
    for row in rows["Attributes"]:
        if row["Grouping"] != grouping:
            grouping = row["Grouping"]
            told += f" {grouping}"
        statement = text_of(render_markdown(row["Statement"]))
        told += f" {row['Number']} {row['Name']} {statement}"
        mine = [one for one in rows["Indicators"] if one["Attribute"] == row["Name"]]
        told += "".join(f" {one['Level']} {one['Indicator']}" for one in mine)
    page = words_of(" ".join(Words(published().text, "article").found))
    assert page[-len(words_of(told)) :] == words_of(told)


def shown(value):
    """A cell as the sheet shows it."""
    if value is None:
        return ""
    return str(value.replace(microsecond=0) if isinstance(value, datetime) else value)


def test_a_comparison_says_the_same_as_a_workbook_and_as_a_table(client, converted, rich, edition):
    names = f"profile={rich.id}"
    found = converted("both.xlsx", client.get(f"/compare.xlsx?{names}").data, EACH_SHEET)
    table = client.get(f"/compare.csv?{names}").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))
    sheet = list(csv.reader(io.StringIO(found["both-Attributes.csv"])))
    assert sheet[0] == lines[0]
    assert sheet[1:] == lines[-len(sheet) + 1 :]


def test_a_file_that_needs_repair_does_not_open(published, converted):
    """So that the other tests mean something."""
    assert converted("broken.docx", published("docx").data[:-200], "txt:Text (encoded):UTF8") == {}
