"""Profiles side by side: who may be compared, what stands in one row, and the sheets of it."""

import csv
import io
import re
import uuid

import pytest
from openpyxl import load_workbook

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.factories import (
    make_alignment,
    make_attribute,
    make_competency,
    make_edition,
    make_framework,
    make_grouping,
    make_indicator,
    make_library_entry,
    make_profile,
)
from tests.watching import statements_of


@pytest.fixture
def library(work):
    """Two published profiles."""
    with work():
        south = make_library_entry(
            "Portrait of the South",
            issuer="South Carolina",
            attributes=("Collaboration and teamwork", "Integrity", "Creativity and innovation"),
        )
        east = make_library_entry(
            "Portrait of the East",
            issuer="Virginia",
            attributes=("Creative thinking", "Collaboration", "Citizenship"),
        )
    return south, east


def rows(page):
    """For each row its name, its reason, and the names in it by profile."""
    found = {}
    for row in re.findall(r'<li class="card compare-row".*?</dl>', page, re.DOTALL):
        name = re.search(r"<h3[^>]*>(.*?) <span", row, re.DOTALL)[1]
        why = re.search(r'<p class="compare-why">(.*?)</p>', row, re.DOTALL)[1].strip()
        cells = re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", row, re.DOTALL)
        found[name] = (
            why,
            {place: re.findall(r"<summary[^>]*>(.*?)</summary>", cell) for place, cell in cells},
        )
    return found


def attributes_of(profile):
    return db.session.query(Attribute).filter_by(profile_id=profile.id).all()


def alone(page):
    return page[page.index('id="alone-title"') :]


def compare(browser, *things):
    keys = "&".join(
        f"profile={thing.id}" if isinstance(thing.id, uuid.UUID) else f"entry={thing.id}"
        for thing in things
    )
    return browser.get(f"/compare?{keys}")


def test_what_speaks_about_the_same_thing_stands_in_one_row(client, library):
    page = compare(client, *library).text
    found = rows(page)
    assert list(found) == ["Collaboration", "Creative thinking"]
    why, cells = found["Collaboration"]
    assert cells == {
        "South Carolina": ["Collaboration and teamwork"],
        "Virginia": ["Collaboration"],
    }
    assert why == "Similar words: “collaboration”."
    for name in ("Integrity", "Citizenship"):
        assert name in alone(page)
    assert "Collaboration" not in alone(page)
    assert "Take “" not in page  # a stranger changes nothing


def test_one_invites_another_and_none_leads_to_the_library(client, library):
    south, _east = library
    assert "Add another profile below" in compare(client, south).text
    assert "Tick two or more profiles" in client.get("/compare").text
    assert "Tick two or more profiles" in client.get("/compare?entry=nothing").text
    twice = client.get(f"/compare?entry={south.id}&add=entry:{south.id}").text
    assert twice.count('class="card compare-side') == 1


def test_more_than_a_few_at_once_and_not_too_many(client, work):
    with work():
        entries = [make_library_entry(f"Portrait {n}", issuer=f"Place {n}") for n in range(25)]
    page = compare(client, *entries[:24]).text
    assert "in 24 of 24" in page
    answer = compare(client, *entries)
    assert answer.status_code == 422
    assert "Compare at most 24 profiles at once." in answer.text


def test_facts_stand_on_top(as_person, cast, work):
    with work():
        skills = make_grouping(cast.profile, "Skills")
        listening = make_attribute(cast.profile, "Listening", grouping=skills)
        make_indicator(listening, "I listen.", level="Grade 5")
        make_indicator(listening, "I ask.", level="Grade 12")
        entry = make_library_entry("Published", issuer="Ohio", year=2018)
    page = compare(as_person(cast.ben), cast.profile, entry).text
    facts = re.findall(r'<dl class="compare-facts">.*?</dl>', page, re.DOTALL)
    assert "Skills (1)" in facts[0] and "Grade 5, Grade 12" in facts[0] and "Draft" in facts[0]
    assert "2018" in facts[1] and "One list" in facts[1] and "2 attributes" in facts[1]


def test_drafts_of_others_are_not_here_and_what_they_published_is(as_person, cast, client, work):
    with work():
        hidden = make_profile(cast.hillcrest, "Hidden portrait", attributes=("Secret quality",))
        shown = make_profile(cast.hillcrest, "Shown portrait", attributes=("Listening",))
        make_edition(shown)
        make_attribute(shown, "Only in the draft")
    ana, cy = as_person(cast.ana), as_person(cast.cy)
    for ending in ("", ".csv", ".xlsx"):
        for address in (hidden.id, uuid.uuid4(), "nothing"):
            assert ana.get(f"/compare{ending}?profile={address}").status_code == 404
            assert client.get(f"/compare{ending}?profile={address}").status_code == 404
        assert cy.get(f"/compare{ending}?profile={hidden.id}").status_code == 200
    for browser in (ana, client):
        page = compare(browser, shown).text
        assert "Listening" in page and "Only in the draft" not in page
        assert "Hidden portrait" not in page
    assert "Only in the draft" in compare(cy, shown).text


def test_attributes_aligned_with_the_same_competency_stand_in_one_row(as_person, cast, work):
    with work():
        framework = make_framework("Durable skills", competencies=())
        competency = make_competency(framework, "Works in teams")
        ours, theirs = (
            make_profile(cast.riverbend, title, attributes=(name, "Something else"))
            for title, name in (("Ours", "Shoulder to shoulder"), ("Theirs", "Kia kaha"))
        )
        for profile in (ours, theirs):
            make_alignment(
                next(one for one in attributes_of(profile) if one.position == 0),
                competency,
                state="endorsed",
            )
    found = rows(compare(as_person(cast.ben), ours, theirs).text)
    why, _cells = found["Kia kaha"]
    assert why == "Aligned with the same competency: “Works in teams”."


def test_alignments_count_once_they_are_endorsed_and_in_editions_too(client, as_person, cast, work):
    with work():
        competency = make_competency(make_framework("Skills", competencies=()), "Works in teams")
        profiles = [
            make_profile(cast.riverbend, f"Portrait {name}", attributes=(name,))
            for name in ("Shoulder to shoulder", "Kia kaha", "Ubuntu")
        ]
        for profile, state in zip(profiles, ("endorsed", "endorsed", "proposed"), strict=True):
            (attribute,) = attributes_of(profile)
            make_alignment(attribute, competency, state=state)
            make_edition(profile)
    found = rows(compare(client, *profiles).text)
    assert list(found) == ["Kia kaha"]
    assert "in 2 of 3" in compare(client, *profiles).text
    assert list(rows(compare(as_person(cast.ben), *profiles).text)) == ["Kia kaha"]


def test_what_was_cloned_stands_beside_its_source(as_person, cast, work):
    with work():
        source = make_profile(cast.riverbend, "Source", attributes=("Perseverance",))
        clone = make_profile(cast.riverbend, "Clone")
        (above,) = attributes_of(source)
        make_attribute(clone, "Ganas", "Sigue adelante.").source_id = above.id
    why, _cells = rows(compare(as_person(cast.ben), source, clone).text)["Ganas"]
    assert why == (
        "One was taken over from the other, or both come from the same source: “Perseverance”."
    )


def test_the_sheets_say_what_the_page_says(client, library):
    south, east = library
    names = f"entry={south.id}&entry={east.id}"
    table = list(csv.reader(io.StringIO(client.get(f"/compare.csv?{names}").text.lstrip("\ufeff"))))
    assert table[0] == ["Row", "South Carolina", "Virginia", "Why they stand in one row"]
    assert ["Year", "2020", "2020", ""] in table
    assert [
        "Collaboration",
        "Collaboration and teamwork: Collaboration and teamwork, in full.",
        "Collaboration: Collaboration, in full.",
        "Similar words: “collaboration”.",
    ] in table
    assert any(row[0] == "Citizenship" and not row[1] and not row[3] for row in table)
    book = load_workbook(io.BytesIO(client.get(f"/compare.xlsx?{names}").data))
    assert book.sheetnames == ["Attributes", "Profiles"]
    lines = [[cell or "" for cell in row] for row in book["Attributes"].iter_rows(values_only=True)]
    assert lines[0] == table[0]
    assert lines[1:] == table[8:]
    assert [cell.value for cell in book["Profiles"]["A"]] == [
        "Profile",
        "Portrait of the South",
        "Portrait of the East",
    ]


def test_the_number_of_queries_does_not_grow(app, as_person, cast, work):
    with work():
        own = [
            make_profile(cast.riverbend, f"Own {n}", attributes=("Listening",)) for n in range(3)
        ]
        others = [
            make_profile(cast.hillcrest, f"Other {n}", attributes=("Care",)) for n in range(3)
        ]
        for profile in others:
            make_edition(profile)
        entries = [make_library_entry(f"Entry {n}") for n in range(3)]
    ana = as_person(cast.ana)
    counts = []
    for number in (1, 3):
        things = own[:number] + others[:number] + entries[:number]
        for ending in ("", ".csv", ".xlsx"):
            keys = [("entry" if thing in entries else "profile", thing.id) for thing in things]
            with statements_of(app) as statements:
                assert ana.get(f"/compare{ending}", query_string=keys).status_code == 200
            counts.append(len(statements))
    assert counts[:3] == counts[3:]
