"""Points from 0 to 5: averages of those who have an opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

SCORE = METHODS["score"]
BALLOTS = st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 5)), max_size=20)


def test_a_blank_is_no_opinion():
    ballots = [{"a": 5}, {"a": 4, "b": 5}, {"b": 5}, {"a": 3, "b": 4}]
    result = SCORE.count(ballots, ["a", "b", "c"], {})
    assert result["order"] == [["b"], ["a"], ["c"]]
    a, b, c = result["options"]
    assert [(one["points"], one["answers"]) for one in (a, b, c)] == [(12, 3), (14, 3), (0, 0)]
    bars = SCORE.bars({one["option"]: one["counts"] for one in result["options"]})
    assert str(SCORE.amount(bars["b"])) == "4.7 of 5, from 3 people"
    assert str(SCORE.amount(bars["c"])) == "No points given"
    assert result["winners"] == ["b"]


def test_a_zero_counts():
    result = SCORE.count([{"a": 5, "b": 4}, {"a": 0}], ["a", "b"], {})
    assert result["order"] == [["b"], ["a"]]


def test_blanks_are_read_as_blanks():
    assert SCORE.check({"a": "", "b": "0", "c": "5"}, {}, ["a", "b", "c"]) == {"b": 0, "c": 5}
    for marks in ({"a": ""}, {"a": "6"}):
        with pytest.raises(Refusal, match="a number from 0 to 5"):
            SCORE.check(marks, {}, ["a"])


@given(BALLOTS)
def test_one_more_ballot_for_the_winner_keeps_it(ballots):
    options = ["a", "b", "c"]
    winners = SCORE.count(ballots, options, {})["winners"]
    for winner in winners:
        more = {option: 5 if option == winner else 0 for option in options}
        assert winner in SCORE.count([*ballots, more], options, {})["winners"]
