"""A CASE package becomes the draft of a new profile."""

import io
import json
import uuid

import pytest
from openpyxl import Workbook, load_workbook

from pog.core.database import db
from pog.profiles.models import Profile
from pog.profiles.queries import load_whole, sections
from tests.exports.conftest import edition, rich
from tests.standards import packages

__all__ = ["edition", "rich"]


@pytest.fixture
def bring(app, as_person, cast):
    ana = as_person(cast.ana)

    def send(document, status=303):
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        answer = ana.post(
            f"/organizations/{cast.riverbend.id}/profiles/import",
            data={"file": (io.BytesIO(content), "profile.json"), "format": "case"},
            content_type="multipart/form-data",
        )
        assert answer.status_code == status, answer.text[:3000]
        return answer

    return send


def made(app, answer):
    """Sections with attributes and their indicators, by name."""
    key = answer.location.rpartition("/")[2]
    with app.app_context():
        profile = load_whole(db.session.get(Profile, uuid.UUID(key)).id)
        return profile.title, [
            (
                section.grouping.name if section.grouping else None,
                [(a.name, [(i.level, i.text) for i in a.indicators]) for a in section.attributes],
            )
            for section in sections(profile)
        ]


def test_our_own_file_gives_the_same_profile(app, bring, as_person, cast, rich):
    ana = as_person(cast.ana)
    document = ana.get(f"/profiles/{rich.id}/export/case-1.1").json
    answer = bring(document)
    title, found = made(app, answer)
    assert title == rich.title
    names = dict(found)
    assert names["Working together"] == [
        ("Teamwork", [("K-2", "I can take turns."), ("9-12", "I can lead a group."),
                      ("Mastery", "Both.")])
    ]  # fmt: skip
    again = ana.get(f"{answer.location}/export/case-1.1").json
    assert again["CFDocument"]["description"] == "Every graduate *can* be heard."
    assert again["CFDocument"]["identifier"] != document["CFDocument"]["identifier"]


def tree(*levels):
    """A package whose items hang under each other as (number, parent, statement) say."""
    document = packages.package()
    document["CFItems"] = [packages.item(number, text) for number, _parent, text in levels]
    document["CFAssociations"] = [
        packages.association(200 + number, number, parent, sequenceNumber=number)
        for number, parent, _text in levels
    ]
    document.pop("CFRubrics")
    return document


LONG = "Explains to others how a choice was made and what was given up for it in the end."


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([(11, 1, "Care"), (12, 1, "Grit")], [(None, [("Care", []), ("Grit", [])])]),
        (
            [(11, 1, "Self"), (12, 11, "Care"), (13, 11, "Grit")],
            [("Self", [("Care", []), ("Grit", [])])],
        ),
        ([(11, 1, "Care"), (12, 11, LONG)], [(None, [("Care", [("", LONG)])])]),
        (
            [(11, 1, "Self"), (12, 11, "Care"), (13, 12, LONG)],
            [("Self", [("Care", [("", LONG)])])],
        ),
        ([(11, 1, "Care"), (12, 1, "Care")], [(None, [("Care", []), ("Care (2)", [])])]),
    ],
)
def test_the_tree_says_what_is_what(app, bring, levels, found):
    assert made(app, bring(tree(*levels)))[1] == found


def test_a_long_list_is_no_profile(app, bring):
    levels = [(100 + n, 1, f"Statement {n}") for n in range(301)]
    document = tree(*levels)
    for n, link in enumerate(document["CFAssociations"]):
        link["identifier"] = packages.uid(5000 + n)
    answer = bring(document, status=422)
    assert "Import it as a framework" in answer.text


def test_a_broken_file_is_explained(bring):
    assert "UTF-8" in bring("{}".encode("utf-16"), status=422).text


# ------------------------------------------------------------------ our own workbook


@pytest.fixture
def bring_workbook(as_person, cast):
    def send(book, status=303):
        out = io.BytesIO()
        book.save(out)
        answer = as_person(cast.ana).post(
            f"/organizations/{cast.riverbend.id}/profiles/import",
            data={"file": (io.BytesIO(out.getvalue()), "profile.xlsx"), "format": "xlsx"},
            content_type="multipart/form-data",
        )
        assert answer.status_code == status, answer.text[:3000]
        return answer

    return send


@pytest.fixture
def book(as_person, cast, rich):
    content = as_person(cast.ana).get(f"/profiles/{rich.id}/export/xlsx").data
    return load_workbook(io.BytesIO(content))


def test_a_workbook_that_people_filled_in_becomes_a_draft(app, bring_workbook, book):
    """Rows without identifiers are new; what a row lacks is told, and the others count."""
    book["Attributes"].append(["", "Working together", "", "Patience", "Can wait."])
    book["Attributes"].append(["", "Being well", "", "Calm", ""])
    book["Attributes"].append(["", "", "", "", "No name"])
    book["Indicators"].append(["Patience", "K-2", "I wait for my turn."])
    book["Indicators"].append(["Nobody", "K-2", "I am lost."])
    book["Alignments"].append(["Patience", "", "", "", "", "Somehow"])
    answer = bring_workbook(book)
    _title, found = made(app, answer)
    names = dict(found)
    assert ("Patience", [("K-2", "I wait for my turn.")]) in names["Working together"]
    assert names["Being well"] == [("Calm", [])]


def test_another_workbook_says_what_is_missing(bring_workbook):
    answer = bring_workbook(Workbook(), status=422)
    assert "This is not the workbook of a profile" in answer.text
