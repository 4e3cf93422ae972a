"""DOCX: the whole profile as a document to go on writing in."""

import io
from typing import Final

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from pog.core.i18n import _l, force_locale
from pog.core.packages import undated
from pog.exports.formats.interface import Format, Made
from pog.exports.formats.posters import refuse_empty
from pog.exports.paper.colours import rgb_of
from pog.exports.paper.documents import Data, data_of
from pog.exports.portrait import Portrait


def make(portrait: Portrait) -> Made:
    refuse_empty(portrait)
    with force_locale(portrait.spoken):
        paper = paper_of(data_of(portrait))
    # The file says when the profile changed, not when it was written: the same gives the same.
    moment = portrait.at.replace(tzinfo=None, microsecond=0)
    about = paper.core_properties
    about.title, about.author, about.language = portrait.title, portrait.issuer, portrait.language
    about.created = about.modified = moment
    out = io.BytesIO()
    paper.save(out)
    return Made(undated(out.getvalue()), ())


def paper_of(it: Data) -> Paper:
    paper = Document()
    set_styles(paper, it)
    paper.add_paragraph(it["issuer"])
    speaks(paper.add_heading(it["title"], 0), it["langs"]["title"])
    if it["core"]:
        speaks(paper.add_paragraph(clean(it["core"])), it["langs"]["core_statement"])
    for sentence in it["foot"]:
        paper.add_paragraph(clean(sentence))
    if it["context"]:
        paper.add_heading(it["words"]["context"], 1)
        speaks(paper.add_paragraph(clean(it["context"])), it["langs"]["context_note"])
    for grouping in it["groupings"]:
        if grouping["name"]:
            speaks(paper.add_heading(clean(grouping["name"]), 1), grouping["lang"])
        for one in grouping["attributes"]:
            add_attribute(paper, one, 2 if grouping["name"] else 1)
    if it["map"]:
        add_map(paper, it)
    if it["frameworks"]:
        paper.add_heading(it["words"]["sources"], 1)
        for framework in it["frameworks"]:
            paper.add_paragraph(clean(framework), style="List Bullet")
    if it["rules"]:
        paper.add_heading(it["words"]["rules"], 1)
        speaks(paper.add_paragraph(clean(it["rules"])), it["langs"]["usage_rules"])
    return paper


def speaks(paragraph: Paragraph, language: str) -> None:
    """These words are in this language, whatever the document's is."""
    for run in paragraph.runs:
        marks = run._r.get_or_add_rPr()  # the library has no other way to a run's language
        mark = marks.makeelement(qn("w:lang"), {qn("w:val"): language})
        marks.append(mark)


def set_styles(paper: Paper, it: Data) -> None:
    """The profile's colour on headings, and its language for whoever reads it aloud."""
    for name in ("Title", "Heading 1", "Heading 2"):
        paper.styles[name].font.color.rgb = RGBColor(*rgb_of(it["main"]))
    normal = paper.styles["Normal"]
    normal.font.size = Pt(11)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {})
    language.set(qn("w:val"), it["language"])
    normal.element.get_or_add_rPr().append(language)


def add_attribute(paper: Paper, one: Data, level: int) -> None:
    speaks(paper.add_heading(clean(f"{one['number']}. {one['name']}"), level), one["lang"])
    for line in one["statement"]:
        speaks(paper.add_paragraph(clean(line)), one["statement_lang"])
    for stage in one["levels"]:
        paper.add_paragraph(clean(stage["level"])).runs[0].bold = True
        for text, language in zip(stage["texts"], stage["langs"], strict=True):
            speaks(paper.add_paragraph(clean(text), style="List Bullet"), language)


def add_map(paper: Paper, it: Data) -> None:
    """The map by sector, and every alignment."""
    words = it["words"]
    paper.add_heading(words["map"], 1)
    add_table(
        paper, [words["attribute"], *it["sectors"]], [[r["name"], *r["cells"]] for r in it["map"]]
    )
    paper.add_heading(words["all"], 1)
    add_table(
        paper,
        [
            words["attribute"],
            words["framework"],
            words["code"],
            words["competency"],
            words["relation"],
        ],
        [
            [one["name"], tie["framework"], tie["code"], tie["name"], tie["relation"]]
            for grouping in it["groupings"]
            for one in grouping["attributes"]
            for tie in one["ties"]
        ],
    )


def add_table(paper: Paper, head: list[str], rows: list[list[str]]) -> None:
    """A table whose head is repeated on every page."""
    table = paper.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = clean(text)
        cell.paragraphs[0].runs[0].bold = True
    mark = table.rows[0]._tr.get_or_add_trPr()
    mark.append(mark.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)


def clean(text: str) -> str:
    """What XML can hold: no control characters."""
    return "".join(
        sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and sign not in "\ufffe\uffff")
    )


DOCX: Final = Format(
    name="docx",
    label=_l("Document (DOCX)"),
    contains=_l("The report to go on writing in, for Word and LibreOffice."),
    ending="docx",
    mimetype="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    make=make,
    on_paper=True,
)
