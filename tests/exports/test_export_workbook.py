"""The workbook: a sheet per thing, no formulas, no small groups, no names."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.comments.models import Disposition
from pog.core.clock import now
from pog.core.database import db
from pog.core.sheets import add_sheet, harmless, written
from pog.profiles.models import Profile
from tests.factories import make_comment, make_participant, make_profile, make_vote

SHEETS = ["Profile", "Attributes", "Indicators", "Alignments", "Coverage", "Frameworks"]
RECORD = ["Revisions", "Comments", "Suggestions", "Ballots", "Attendance"]


@pytest.fixture
def workbook(as_person, cast, rich):
    def read(person=cast.ana):
        answer = as_person(person).get(f"/profiles/{rich.id}/export/xlsx")
        assert answer.status_code == 200
        return openpyxl.load_workbook(io.BytesIO(answer.data))

    return read


def rows(book, name):
    head, *found = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in found]


def test_each_thing_has_a_sheet_with_a_frozen_head(workbook):
    book = workbook()
    assert book.sheetnames == [*SHEETS, *RECORD, "About"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.column_dimensions["A"].width >= 9


def test_the_profile_is_in_it(workbook, rich):
    book = workbook()
    told = {row["Field"]: row["Value"] for row in rows(book, "Profile")}
    assert told["Core statement"] == "Every graduate *can* be heard."
    assert told["Identifier"] == str(rich.id)
    teamwork = next(row for row in rows(book, "Attributes") if row["Name"] == "Teamwork")
    assert teamwork["Statement"] == "Works **with** others & listens."
    assert teamwork["Grouping"] == "Working together"
    assert [row["Level"] for row in rows(book, "Indicators")] == ["K-2", "9-12", "Mastery"]
    aligned = rows(book, "Alignments")
    assert len(aligned) == 8
    assert aligned[0]["Code"] == "WS.0"
    assert aligned[0]["Relation"] == "Exact match"
    covered = next(row for row in rows(book, "Coverage") if row["Attribute"] == "Teamwork")
    assert covered["Workforce"] == "8, Exact match"
    assert covered["Gaps"] == "K-12, Higher education"
    assert rows(book, "Frameworks")[0]["Licence"] == "all rights reserved"


def test_protected_texts_stay_out(workbook):
    for sheet in workbook():
        for row in sheet.iter_rows(values_only=True):
            assert not any("protected text" in str(value) for value in row)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://evil")']


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_becomes_a_formula(workbook, work, rich, text):
    with work():
        profile = db.session.get(Profile, rich.id)
        profile.title = text
        profile.attributes[0].statement = text
        make_comment(profile, text.strip() or "x")
    for sheet in workbook():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert cell.value[:1] not in ("=", "+", "-", "@", "\t")


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_any_text_is_written_as_text(text):
    stored = harmless(text)
    assert stored[:1] not in ("=", "+", "-", "@", "\t", "\r")
    book = openpyxl.Workbook()
    add_sheet(book, "Any", ["Head"], [[text]])
    content = written(book, datetime(2026, 1, 2, tzinfo=UTC), title="t", creator="c")
    cell = openpyxl.load_workbook(io.BytesIO(content))["Any"]["A2"]
    assert cell.data_type in ("s", "n")
    assert cell.value is None or isinstance(cell.value, str)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "\uffff"])
def test_what_no_workbook_can_hold_is_left_out(character):
    assert harmless(f"a{character}b") == "ab"


def test_an_edition_is_the_same_file_every_time(client, as_person, cast, rich, edition):
    address = f"/p/{rich.slug}/editions/1/export/xlsx"
    first = client.get(address)
    spanish = as_person(cast.ana).get(address, headers={"Accept-Language": "es"})
    assert first.data == spanish.data
    book = openpyxl.load_workbook(io.BytesIO(first.data))
    assert book.sheetnames == [*SHEETS, "About"], "how it came about is not public"


def test_comments_are_told_by_group_without_names(workbook, cast, work, rich):
    with work():
        profile = db.session.get(Profile, rich.id)
        shown = make_comment(
            profile, "Keep it short.", participant=cast.ben_seat, group_name="Students"
        )
        hidden = make_comment(profile, "Something rude.")
        hidden.hidden_at = now()
        make_comment(profile, "An answer to it.", parent=hidden)
        shown.disposition = Disposition(
            answer="accepted",
            reason="Done.",
            revision_number=2,
            answered_by="Ana",
            published_at=now(),
        )
        later = make_comment(profile, "And longer.")
        later.disposition = Disposition(
            answer="declined", reason="A secret draft.", revision_number=None,
            answered_by="Ana", published_at=None,
        )  # fmt: skip
    found = {row["Comment"]: row for row in rows(workbook(), "Comments")}
    assert set(found) == {"Keep it short.", "And longer."}
    assert found["Keep it short."]["Group"] == "Students"
    assert found["Keep it short."]["Answer"] == "accepted"
    assert found["And longer."]["Answer"] is None


def test_no_name_of_anybody_is_in_it(workbook, cast, work, rich):
    with work():
        make_comment(db.session.get(Profile, rich.id), "Mine.", participant=cast.ben_seat)
    values = {
        str(value)
        for sheet in workbook()
        for row in sheet.iter_rows(values_only=True)
        for value in row
    }
    assert not values & {"Ana", "Ben", cast.ben_seat.nickname}
    assert not [v for v in values if "Ana (" in v or "Ben (" in v]


def test_attendance_is_counted_by_group(workbook, cast, work):
    with work():
        make_participant(cast.convening)
    found = {row["Group"]: row for row in rows(workbook(), "Attendance")}
    assert found["Students"]["Joined"] == 2, "facilitators are not counted"
    assert found["Families"]["Joined"] == 0


@pytest.fixture
def ballot(cast, work):
    """A closed approval ballot: five Students said yes, two Families did not."""
    from pog.ballots import services
    from pog.convenings.models import Convening, StakeholderGroup
    from tests.factories import make_ballot

    with work():
        convening = db.session.get(Convening, cast.convening.id)
        groups = {
            g.name: g
            for g in db.session.query(StakeholderGroup).filter_by(convening_id=convening.id)
        }
        ballot = make_ballot(convening, options=("Courage", "Care"), hidden=True)
        db.session.refresh(ballot)
        first, second = (str(option.id) for option in ballot.options)
        for name, number, mark in (("Students", 6, 1), ("Families", 2, 0)):
            for _ in range(number):
                seat = make_participant(convening, group=groups[name])
                make_vote(ballot, seat, {first: mark, second: 0})
        db.session.flush()
        services.close_ballot(ballot)
        return ballot


def test_unrevealed_ballots_are_left_out(workbook, ballot):
    assert rows(workbook(), "Ballots") == []


def test_revealed_ballots_tell_no_small_group(workbook, ballot, work):
    from pog.ballots.models import Ballot
    from pog.ballots.services import reveal_ballot

    with work():
        reveal_ballot(db.session.get(Ballot, ballot.id))
    found = rows(workbook(), "Ballots")
    assert {row["Option"] for row in found} == {"Courage", "Care"}
    groups = {row["Group"] for row in found}
    assert "Families" not in groups
    assert "Students" not in groups, "eight minus six would give the Families away"
    total = next(row for row in found if row["Option"] == "Courage")
    assert (total["Ballots"], total["Number"]) == (8, 6)


def test_a_seat_in_one_convening_tells_no_results_of_others(as_person, cast, ballot, work, rich):
    from pog.ballots.models import Ballot
    from pog.ballots.services import reveal_ballot
    from tests.factories import make_convening

    here, elsewhere = as_person(None), as_person(None)
    with work():
        reveal_ballot(db.session.get(Ballot, ballot.id))
        make_participant(cast.convening, sign_in=here.sign_in)
        make_participant(make_convening(rich, "Autumn evening"), sign_in=elsewhere.sign_in)
    told = {}
    for guest in (here, elsewhere):
        answer = guest.get(f"/profiles/{rich.id}/export/xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        told[guest] = [
            {row["Convening"] for row in rows(book, name)} for name in ("Ballots", "Attendance")
        ]
    assert told[here] == [{"Spring evening"}, {"Spring evening"}]
    assert told[elsewhere] == [set(), {"Autumn evening"}]


def test_an_empty_profile_has_a_workbook(as_person, cast, work):
    with work():
        empty = make_profile(cast.riverbend, "Nothing yet")
    answer = as_person(cast.ana).get(f"/profiles/{empty.id}/export/xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Profile"


def test_comments_of_another_profile_stay_there(workbook, cast, work):
    with work():
        other = make_profile(cast.hillcrest, "Elsewhere")
        make_comment(other, "Not yours.")
    assert not [row for row in rows(workbook(), "Comments") if row["Comment"] == "Not yours."]
