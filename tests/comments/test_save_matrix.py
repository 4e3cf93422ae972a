"""The response matrix as a workbook and as CSV: all comments, hidden ones without their words."""

import csv
import io

import openpyxl
import pytest

from pog.comments.models import Disposition
from pog.core.clock import now
from tests.factories import make_comment, saved


@pytest.fixture
def comments(cast, work):
    with work():
        first = make_comment(cast.profile, "=1+1", group_name="Families")
        make_comment(cast.profile, "Agreed", parent=first)
        hidden = make_comment(cast.profile, "Names a child")
        hidden.hidden_at, hidden.hidden_reason, hidden.hidden_by = now(), "A name.", "Ana"
        make_comment(cast.profile, "Nobody reads this yet", held_at=now())
        for comment, published in ((first, now()), (hidden, None)):
            given = {"answer": "accepted", "reason": "Done.", "revision_number": 3}
            dates = {"published_at": published, "changed_at": None, "answer_before": None}
            saved(Disposition(comment_id=comment.id, answered_by="Ana", **given, **dates))


def test_both_files_say_the_same(cast, comments, seated, as_person):
    address = f"/profiles/{cast.profile.id}/comments/matrix"
    for browser in (seated(role="observer"), as_person(cast.ana)):
        text = browser.get(f"{address}.csv").get_data().decode("utf-8-sig")
        head, *lines = list(csv.reader(io.StringIO(text)))
        rows = [dict(zip(head, line, strict=True)) for line in lines]
        assert [row["Comment"] for row in rows] == ["'=1+1", "Agreed", ""]
        assert [row["Answer"] for row in rows] == ["accepted", "", ""]
        assert [row["Reply to"] for row in rows] == ["", "1", ""]
        assert (rows[2]["Hidden"], rows[2]["Why hidden"]) == ("yes", "A name.")
        assert rows[0]["Group"] == "Families"
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{address}.xlsx").get_data()))
        told = [[cell.value for cell in row] for row in book["Comments"].iter_rows()]
        assert [row[7] for row in told] == ["Comment", "'=1+1", "Agreed", None]


def test_strangers_get_neither(cast, as_person, client):
    for ending in ("csv", "xlsx"):
        address = f"/profiles/{cast.profile.id}/comments/matrix.{ending}"
        assert as_person(cast.cy).get(address).status_code == 404
        assert client.get(address).status_code == 404
