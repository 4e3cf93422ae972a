"""Consent: adopted when nobody blocks, and never past an open objection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

CONSENT = METHODS["consent"]


def counted(*marks):
    return CONSENT.count([{"a": mark} for mark in marks], ["a"], {})


@pytest.mark.parametrize(
    ("marks", "passes", "blocks"),
    [
        ((3, 3, 2), True, 0),
        ((3, 1, 1, 1), True, 0),
        ((3, 3, 3, 0), False, 1),
        ((2, 2), False, 0),
        ((1,), False, 0),
        ((), False, 0),
    ],
)
def test_adopted(marks, passes, blocks):
    [one] = counted(*marks)["options"]
    assert (one["passes"], one["blocks"]) == (passes, blocks)


@given(st.lists(st.integers(0, 3), max_size=20))
def test_no_way_from_an_open_objection_to_adoption(marks):
    for answers in (marks, [*marks, 0]):
        result = counted(*answers)
        assert (result["winners"] == ["a"]) == (3 in answers and 0 not in answers)


def test_who_disagrees_or_blocks_says_why():
    assert [CONSENT.asks_reason({"a": mark}) for mark in range(4)] == [True, True, False, False]
    assert "Say why" in str(CONSENT.reason.missing)


def test_open_objections_are_named():
    result = counted(3, 0, 0)["options"][0]
    assert str(CONSENT.remark(result, None)) == "2 objections are open."


@pytest.mark.parametrize("mark", ["4", "x", ""])
def test_refuses_other_marks(mark):
    with pytest.raises(Refusal, match="one of the four answers"):
        CONSENT.check({"a": mark}, {}, ["a"])
