"""Fist-to-five ballots: what may be marked, and when something passes."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

FIST = METHODS["fist_to_five"]
SETTINGS = FIST.check_settings({}, 1)
VALUES = st.lists(st.integers(0, 5))


def counted(*values: int, **settings: object) -> dict[str, object]:
    return dict(FIST.count([{"a": value} for value in values], ["a"], settings)["options"][0])


@pytest.mark.parametrize("mark", ["0", "3", "5", 0, 5, " 4 "])
def test_reads_a_mark(mark: object) -> None:
    checked = FIST.check({"a": mark}, SETTINGS, ["a"])
    assert checked == {"a": int(str(mark))}
    assert FIST.check(checked, SETTINGS, ["a"]) == checked


@pytest.mark.parametrize("mark", ["6", -1, "-1", "x", "", None, 2.5, True, "٣", ["3"], "9" * 5000])
def test_refuses_other_marks(mark: object) -> None:
    with pytest.raises(Refusal, match=r"Choose a number from 0 to 5\."):
        FIST.check({"a": mark}, SETTINGS, ["a"])


def test_refuses_an_empty_ballot_and_other_options() -> None:
    with pytest.raises(Refusal, match="Choose a number"):
        FIST.check({}, SETTINGS, ["a"])
    with pytest.raises(Refusal, match="other options now"):
        FIST.check({"a": 1, "z": 1}, SETTINGS, ["a"])


def test_of_several_options_some_may_stay_open() -> None:
    assert FIST.check({"b": "2", "a": ""}, SETTINGS, ["a", "b"]) == {"b": 2}


def test_the_words_are_printed_and_editable() -> None:
    assert SETTINGS["pass_share"] == 80
    assert len(SETTINGS["words"]) == 6
    mine = ["no", "hardly", "maybe", "fine", "good", "great"]
    assert FIST.check_settings({"words": mine, "pass_share": "67"}, 1) == {
        "words": mine,
        "pass_share": 67,
    }


@pytest.mark.parametrize(
    ("settings", "sentence", "field"),
    [
        ({"words": ["a"] * 5}, "Enter six descriptions", "words"),
        ({"words": "abcdef"}, "Enter six descriptions", "words"),
        ({"words": ["a", "b", " ", "d", "e", "f"]}, "Say what each number", "words"),
        ({"words": ["a" * 81] * 6}, "at most 80 characters", "words"),
        ({"pass_share": "0"}, "from 1 to 100", "pass_share"),
        ({"pass_share": "101"}, "from 1 to 100", "pass_share"),
        ({"pass_share": "most"}, "from 1 to 100", "pass_share"),
    ],
)
def test_refuses_settings(settings: dict[str, object], sentence: str, field: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        FIST.check_settings(settings, 1)
    assert refused.value.field == field


def test_low_marks_ask_what_would_help() -> None:
    assert [FIST.asks_reason({"a": value}) for value in range(6)] == [True] * 3 + [False] * 3


def test_a_hand_counted_room() -> None:
    count = counted(5, 4, 4, 3, 3, 3, 3, 2, 5, 1)
    assert count["counts"] == {"0": 0, "1": 1, "2": 1, "3": 4, "4": 2, "5": 2}
    assert count["answers"] == 10
    assert count["at_least_three"] == 8
    assert count["blocks"] == 0
    assert count["lowest"] == 1
    assert count["median"] == [3, 3]
    assert count["passes"] is True
    assert "mean" not in count


@pytest.mark.parametrize(
    ("values", "share", "passes"),
    [
        ([3, 3, 3, 3, 2], 80, True),
        ([3, 3, 3, 2], 80, False),
        ([5, 5, 5, 5, 5, 5, 5, 5, 5, 0], 80, False),
        ([3, 3, 2], 66, True),
        ([3, 3, 2], 67, False),
        ([], 1, False),
        ([2, 2], 1, False),
        ([3], 100, True),
    ],
)
def test_passes(values: list[int], share: int, passes: bool) -> None:
    assert counted(*values, pass_share=share)["passes"] is passes


def test_an_even_room_has_two_middle_values() -> None:
    assert counted(1, 2, 4, 5)["median"] == [2, 4]
    assert counted()["median"] == []
    assert counted()["lowest"] is None


def test_orders_options_by_share_then_by_blocks() -> None:
    ballots = [
        {"a": 3, "b": 0, "c": 1, "e": 5},
        {"a": 5, "b": 5, "c": 3, "e": 0},
        {"a": 5},
    ]
    result = FIST.count(ballots, ["a", "b", "c", "d", "e"], SETTINGS)
    assert result["order"] == [["a"], ["c"], ["b", "e"], ["d"]]
    assert result["ties"] == [["b", "e"]]
    assert [count["rank"] for count in result["options"]] == [1, 3, 2, 5, 3]


@given(VALUES, st.integers(1, 100), st.integers())
def test_counts_are_exact(values: list[int], share: int, seed: int) -> None:
    result = FIST.count([{"a": value} for value in values], ["a"], {"pass_share": share})
    count = result["options"][0]
    assert sum(count["counts"].values()) == count["answers"] == len(values)
    assert count["at_least_three"] == sum(count["counts"][value] for value in "345")
    assert json.loads(json.dumps(result)) == result
    others = list(values)
    Random(seed).shuffle(others)
    again = FIST.count([{"a": value} for value in others], ["a"], {"pass_share": share})
    assert again == result


@given(VALUES.filter(bool), st.integers(1, 100))
def test_one_more_five_never_hurts(values: list[int], share: int) -> None:
    if counted(*values, pass_share=share)["passes"]:
        assert counted(*values, 5, pass_share=share)["passes"]


@given(VALUES, st.integers(1, 100))
def test_one_block_stops_it(values: list[int], share: int) -> None:
    assert not counted(*values, 0, pass_share=share)["passes"]
