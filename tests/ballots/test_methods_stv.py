"""Single transferable vote by the Scottish rules; whole councils are in
test_published_elections.py.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal
from tests.ballots.elections import OPTIONS, holds_under_renaming, many, strict_ballots, without_lot

STV = METHODS["stv"]
UNIT = 100_000


def count(ballots, seats=2, options=OPTIONS):
    return STV.count(ballots, options, {"seats": seats, "seed": "7"})


def test_a_surplus_moves_at_a_value_cut_after_five_decimals():
    result = count(many((10, "ab"), (3, "b"), (3, "c"), (2, "d")))
    assert result["quota"] == 7 * UNIT
    second = result["rounds"][1]
    # 3 of 10 votes are too many: each of the ten moves on worth 0.3.
    assert second["totals"] == {"a": 7 * UNIT, "b": 6 * UNIT, "c": 3 * UNIT, "d": 2 * UNIT}
    assert second["moved_from"] == "a"
    sevenths = count(many((7, "ab"), (2, "b"), (2, "c"), (1, "d")), seats=2)
    assert sevenths["rounds"][1]["totals"]["b"] == 2 * UNIT + 7 * (2 * UNIT // 7)
    assert sevenths["rounds"][1]["exhausted"] == 2 * UNIT - 7 * (2 * UNIT // 7)


def test_the_largest_surplus_first():
    result = count(many((9, "ac"), (8, "bd"), (1, "c")), seats=2)
    assert result["winners"] == ["a", "b"]
    result = count(many((9, "ac"), (8, "bd"), (2, "c"), (2, "d")), seats=3)
    assert [one["moved_from"] for one in result["rounds"]][:3] == [None, "a", "b"]


def test_as_many_left_as_seats_are_elected():
    result = count(many((3, "a"), (2, "b")), seats=2)
    assert result["winners"] == ["a", "b"]
    assert count(many((1, "a")), seats=4)["winners"][0] == "a"
    assert len(count(many((1, "a")), seats=4)["winners"]) == 4
    assert count([], seats=2)["winners"] == []


@pytest.mark.parametrize("seats", ["0", "5", "two"])
def test_refuses_seats(seats):
    with pytest.raises(Refusal, match="how many are chosen, from 1 to 4") as refused:
        STV.check_settings({"seats": seats}, 4)
    assert refused.value.field == "seats"


def test_settings_go_on_to_the_next_round():
    assert STV.check_settings({"seats": "", "seed": " x "}, 9) == {"seats": 3, "seed": "x"}
    assert STV.settings_again({"seats": 5, "seed": "x"}, 3) == {"seats": 3}


@settings(max_examples=60)
@given(strict_ballots(), st.integers(1, 3))
def test_promises(ballots, seats):
    result = holds_under_renaming(STV, ballots, {"seats": seats, "seed": "7"})
    assert len(result["winners"]) == seats == len(set(result["winners"]))
    for one in result["rounds"]:
        assert one["exhausted"] >= 0
        assert sum(one["totals"].values()) + one["exhausted"] == UNIT * len(ballots)
    if without_lot(result):
        again = count(ballots, seats, OPTIONS[::-1])
        assert sorted(again["winners"]) == sorted(result["winners"])


@settings(max_examples=30)
@given(st.integers(1, 20), st.integers(1, 3))
def test_who_everybody_ranks_first_is_chosen_first(number, seats):
    result = count(many((number, "cab")), seats)
    assert result["winners"][0] == "c"
