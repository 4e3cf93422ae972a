"""Gradients of agreement: eight steps, no verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

GRADIENTS = METHODS["gradients"]


def test_eight_steps_from_full_support_down():
    steps = GRADIENTS.steps({})
    assert [step.value for step in steps] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert [step.side for step in steps] == [1, 1, 1, 0, -1, -1, -1, -1]
    assert len({str(step.words) for step in steps}) == 8


def test_a_hand_counted_room():
    result = GRADIENTS.count([{"a": mark} for mark in (8, 8, 6, 5, 3, 1)], ["a"], {})
    [one] = result["options"]
    assert GRADIENTS.bars({"a": one["counts"]})["a"].value == 3
    assert (one["median"], one["lowest"], one["blocks"]) == ([5, 6], 1, 1)
    assert "passes" not in one
    assert str(GRADIENTS.remark(one, None)) == "1 person cannot accept it."


def test_more_support_is_ahead_then_fewer_who_cannot_accept_it():
    ballots = [{"a": 8, "b": 6, "c": 2}, {"a": 1, "b": 2, "c": 7}, {"c": 8}]
    assert GRADIENTS.count(ballots, ["a", "b", "c"], {})["order"] == [["c"], ["b"], ["a"]]


@given(st.lists(st.integers(1, 8), max_size=20))
def test_sums(marks):
    one = GRADIENTS.count([{"a": mark} for mark in marks], ["a"], {})["options"][0]
    assert sum(one["counts"].values()) == one["answers"] == len(marks)


@pytest.mark.parametrize("mark", ["0", "9", "x"])
def test_refuses_other_marks(mark):
    with pytest.raises(Refusal, match="one of the eight steps"):
        GRADIENTS.check({"a": mark}, {}, ["a"])
