"""The record: ready the minute the convening closes, complete, and no more than may be told."""

import io
import json
import re

import openpyxl
import pytest

from pog.ballots.models import Option
from pog.core.database import db
from pog.profiles.models import Attribute
from tests.factories import make_attribute, make_ballot, make_comment
from tests.records.conftest import play
from tests.watching import statements_of

SECTIONS = ("outcome attendance agenda notes clusters revisions comments ballots tables").split()
NEVER = ("Rude words", "Still secret", "Awful words", "A reply to awful", "Draft of an answer")


@pytest.fixture
def ben(cast, as_person):
    return as_person(cast.ben)


def document(browser, evening):
    answer = browser.get(f"{evening.at}/record.json")
    assert answer.status_code == 200
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="record-spring-evening.json"'
    )
    return json.loads(answer.data)


def workbook(browser, evening):
    answer = browser.get(f"{evening.at}/record.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def texts(book):
    return [
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    ]


def test_participants_read_it_after_the_close(ben, closed_evening):
    page = ben.get(f"{closed_evening.at}/record").text
    for name in SECTIONS:
        assert f'id="{name}"' in page, name
    for words in (
        "We keep nine.",
        "Print the draft",
        "Creek School",
        "Hear everybody.",
        "Listening first",
        "4 stars",
        "Hidden: Not kind",
        "Hearing each other",
        "Partly accepted",
        "We took the point",
        "Hidden: Names a child",
        "Keep these?",
        "One went home",
        "Shorter",
    ):
        assert words in page, words
    assert "1 note was never shown" in page
    assert "The result was not shown." in page
    assert re.search(r"<ins>.*?clearly", page)


def test_paper_has_the_ground_rules_and_everything_said(cast, ben, work, closed_evening):
    with work():
        convening = db.session.get(type(cast.convening), closed_evening.id)
        convening.rules = "Listen first."
        for number in range(70):
            make_comment(cast.profile, f"Remark {number} of many", convening=convening)
    page = ben.get(f"{closed_evening.at}/record").text
    paper = ben.get(f"{closed_evening.at}/record/print").text
    assert '<details class="more" open><summary>Ground rules' in paper
    assert "Remark 69 of many" in paper
    assert "Remark 69 of many" not in page
    assert "These are the first 60 of 73." in page


@pytest.mark.parametrize("file", ["record", "record/print", "record.json"])
def test_what_may_not_be_told_is_in_no_file(ben, closed_evening, file):
    text = ben.get(f"{closed_evening.at}/{file}").text
    for words in NEVER:
        assert words not in text, words


def test_the_workbook_tells_no_more(ben, closed_evening):
    told = texts(workbook(ben, closed_evening))
    for words in NEVER:
        assert not any(words in text for text in told), words


def test_before_the_close_only_facilitators_read_it(cast, as_person, ben, evening):
    ana = as_person(cast.ana)
    assert "This is the record so far." in ana.get(f"{evening.at}/record").text
    waiting = ben.get(f"{evening.at}/record")
    assert "It is ready the minute we close" in waiting.text
    assert "Listening first" not in waiting.text
    for file in ("record/print", "record.json", "record.xlsx"):
        assert ben.get(f"{evening.at}/{file}").status_code == 403
        assert ana.get(f"{evening.at}/{file}").status_code == 200


def test_strangers_find_nothing(cast, as_person, client, closed_evening):
    for file in ("record", "record/print", "record.json", "record.xlsx"):
        assert as_person(cast.cy).get(f"{closed_evening.at}/{file}").status_code == 404
        assert client.get(f"{closed_evening.at}/{file}").status_code == 404
    assert as_person(cast.cy).post(f"{closed_evening.at}/record/names").status_code == 404


def test_a_result_nobody_was_shown_is_told_nowhere(ben, closed_evening):
    shown, secret = document(ben, closed_evening)["ballots"]["ballots"]
    assert shown["options"][0]["rank"] == 1
    assert secret["shown"] is False
    assert (secret["voted"], secret["eligible"]) == (13, 15)
    assert (secret["groups"], secret["reasons"]) == ([], [])
    known = {"option", "wording", "revision", "revision_now"}
    assert all(set(one) == known for one in secret["options"])


def test_small_groups_are_told_together(ben, closed_evening):
    told = document(ben, closed_evening)
    names = [one["group"] for one in told["attendance"]["groups"]]
    # The one employer hides with the smallest of the others: alone the sum would give them away.
    assert "Other groups" in names
    assert "Employers" not in names
    assert "told together" in told["attendance"]["explanation"]
    assert told["attendance"]["total"]["joined"] == 14
    assert sum(one["joined"] for one in told["attendance"]["groups"]) == 14
    groups = [one["group"] for one in told["ballots"]["ballots"][0]["groups"]]
    assert "Employers" not in groups


def test_names_stand_in_it_by_choice_only(cast, as_person, ben, closed_evening):
    nickname = closed_evening.seats["Families"][0].nickname
    before = ben.get(f"{closed_evening.at}/record").text
    assert nickname not in before
    assert "Families" in before
    assert ben.post(f"{closed_evening.at}/record/names", data={"names": "yes"}).status_code == 403
    as_person(cast.ana).post(f"{closed_evening.at}/record/names", data={"names": "yes"})
    assert f"{nickname} (Families)" in ben.get(f"{closed_evening.at}/record").text
    told = document(ben, closed_evening)
    assert told["names"] is True
    assert told["about"]["facilitator_names"] == ["Ana"]
    as_person(cast.ana).post(f"{closed_evening.at}/record/names", data={"names": "no"})
    assert nickname not in ben.get(f"{closed_evening.at}/record").text


def test_a_text_typed_together_names_all_its_groups(ben, cast, as_person, work, closed_evening):
    from pog.profiles.models import Revision

    students, families = (closed_evening.seats[name][0] for name in ("Students", "Families"))
    names = [f"{students.nickname} (Students)", f"{families.nickname} (Families)"]
    with work():
        revision = db.session.query(Revision).filter_by(change="reworded").one()
        revision.contributors = names
    [told] = document(ben, closed_evening)["revisions"]["attributes"]
    assert told["revisions"][0]["author"] == "Students, Families"
    as_person(cast.ana).post(f"{closed_evening.at}/record/names", data={"names": "yes"})
    [told] = document(ben, closed_evening)["revisions"]["attributes"]
    assert told["revisions"][0]["author"] == ", ".join(names)


def test_no_cell_is_a_formula(ben, closed_evening):
    book = workbook(ben, closed_evening)
    assert book.sheetnames == [
        "About", "Outcome", "Next steps", "Attendance", "Agenda", "Notes", "Themes", "Revisions",
        "Comments", "Ballots", "Ballot records", "Reasons", "Count sheets",
    ]  # fmt: skip
    assert "'=SUM(A1) is no quality" in texts(book)
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds


def keys(value, path=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from keys(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        if not value:
            yield f"{path}[]"
        for inner in value:
            yield from keys(inner, f"{path}[]")
    else:
        yield path


def test_every_field_is_documented(client, ben, closed_evening):
    page = client.get("/record-format").text
    documented = set(re.findall(r"<code>([^<]+)</code>", page))
    told = {key for key in keys(document(ben, closed_evening)) if not key.endswith("[]")}
    assert told - documented == set()
    lists = {key for key in keys(document(ben, closed_evening)) if key.endswith("[]")}
    assert all(any(one.startswith(key) for one in documented) for key in lists)


def test_it_takes_as_many_queries_however_many_came(app, cast, work, as_person):
    found = []
    ana = as_person(cast.ana)
    with work():
        evening = play(cast)
    for _more in range(2):
        for file in ("record", "record.xlsx", "record.json"):
            with statements_of(app) as statements:
                assert ana.get(f"{evening.at}/{file}").status_code == 200
            found.append(len(statements))
        with work():
            from tests.factories import make_ballot, make_participant

            convening = db.session.get(type(cast.convening), evening.id)
            for _one in range(20):
                seat = make_participant(convening)
                make_comment(cast.profile, convening=convening, participant=seat)
            for _one in range(5):
                make_ballot(convening, state="closed")
    assert found[:3] == found[3:]


def test_it_is_empty_handed_without_anything(cast, as_person, app):
    page = as_person(cast.ana).get(f"/convenings/{cast.convening.id}/record")
    assert page.status_code == 200
    assert 'id="comments"' not in page.text


def test_decisions_and_records_of_ballots_stand_in_it(as_person, cast, work):
    """Quorum and rule with what they gave, frozen revisions, and each line; no names unasked."""
    with work():
        attribute = make_attribute(cast.profile, "Courage")
        ballot = make_ballot(
            cast.convening, options=(), state="draft", quorum_number=1, pass_percent=50
        )
        for name, about in (("Courage", attribute.id), ("Else", None)):
            db.session.add(
                Option(ballot_id=ballot.id, name=name, attribute_id=about, revision_number=None)
            )
    ana = as_person(cast.ana)
    ana.post(f"/ballots/{ballot.id}/open")
    ana.post(f"/ballots/{ballot.id}/close")
    ana.post(f"/ballots/{ballot.id}/reveal")
    with work():
        db.session.get(Attribute, attribute.id).revision += 2
    told = json.loads(ana.get(f"/convenings/{cast.convening.id}/record.json").text)
    [one] = told["ballots"]["ballots"]
    assert one["quorum"] == {"needed": 1, "cast": 0, "met": False}
    assert [line["passes"] for line in one["decided"]] == [False, False]
    about = next(line for line in one["options"] if line["option"] == "Courage")
    assert about["revision_now"] - about["revision"] == 2
    assert [line["what"] for line in one["log"]] == ["opened", "closed", "revealed"]
    assert {line["by"] for line in one["log"]} == {""}
    assert one["head"] == one["log"][-1]["hash"]
