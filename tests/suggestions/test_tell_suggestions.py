"""Suggestions in the process record, on paper and in workbooks, with their fate."""

import io

import pytest
from openpyxl import load_workbook

from tests.factories import make_participant, make_suggestion


@pytest.fixture
def told(cast, work, attribute):
    with work():
        seat = make_participant(cast.convening)
        common = {"convening": cast.convening, "participant": seat, "quote": "clearly"}
        make_suggestion(
            attribute, "=1+1", state="declined", is_minority=True, decision_reason="Too short.",
            support=(seat,), group_name="Students", **common,
        )  # fmt: skip
        make_suggestion(
            attribute, "Quetzal", hidden_at=attribute.created_at, hidden_reason="A name.", **common
        )
        make_suggestion(attribute, "Waiting", held_at=attribute.created_at, **common)


def rows_of(answer, sheet):
    book = load_workbook(io.BytesIO(answer.data))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2)]


def test_the_record_tells_all_with_their_fate(cast, as_person, told):
    ana = as_person(cast.ana)
    for address in ("record", "record/print"):
        page = ana.get(f"/convenings/{cast.convening.id}/{address}").text
        assert "A minority" in page
        assert "Too short." in page
        assert "Hidden: A name." in page
        assert "Quetzal" not in page
        assert "Waiting" not in page


def test_workbooks_list_them_without_formulas(cast, as_person, told):
    ana = as_person(cast.ana)
    record = rows_of(ana.get(f"/convenings/{cast.convening.id}/record.xlsx"), "Suggestions")
    assert [row[6] for row in record] == ["'=1+1", None]
    assert [row[17] for row in record] == ["yes", "no"]
    whole = rows_of(ana.get(f"/profiles/{cast.profile.id}/export/xlsx"), "Suggestions")
    assert [(row[5], row[8], row[10]) for row in whole] == [("'=1+1", 1, "declined")]
