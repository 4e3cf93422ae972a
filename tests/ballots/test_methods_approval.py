"""Approval ballots: what may be marked, and what they add up to."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS, method_named
from pog.core.errors import NotFound, Refusal

APPROVAL = METHODS["approval"]
OPTIONS = ["a", "b", "c", "d"]
BALLOTS = st.lists(st.fixed_dictionaries({option: st.integers(0, 1) for option in OPTIONS}))


@pytest.mark.parametrize(
    ("marks", "limit", "checked"),
    [
        ({"a": "1", "c": "1"}, None, {"a": 1, "b": 0, "c": 1, "d": 0}),
        ({"d": 1, "b": 0}, 1, {"a": 0, "b": 0, "c": 0, "d": 1}),
        ({"none": "1"}, 2, {"a": 0, "b": 0, "c": 0, "d": 0}),
        (dict.fromkeys(OPTIONS, 0), None, {"a": 0, "b": 0, "c": 0, "d": 0}),
        (dict.fromkeys(OPTIONS, 1), 4, {"a": 1, "b": 1, "c": 1, "d": 1}),
    ],
)
def test_reads_marks(marks: dict[str, object], limit: int | None, checked: dict[str, int]) -> None:
    assert APPROVAL.check(marks, {"limit": limit}, OPTIONS) == checked
    assert APPROVAL.check(checked, {"limit": limit}, OPTIONS) == checked


@pytest.mark.parametrize(
    ("marks", "limit", "sentence"),
    [
        ({}, None, "Choose at least one option, or “None of these”."),
        ({"a": 0}, None, "Choose at least one option, or “None of these”."),
        ({"a": 1, "b": 1, "c": 1, "d": 1}, 3, "You can choose at most 3."),
        ({"a": 1, "b": 1}, 1, "You can choose at most one."),
        ({"a": 1, "none": 1}, None, "Choose options or “None of these”, not both."),
        ({"z": 1}, None, "This ballot has other options now."),
        ({"a": 2}, None, "An option can only be chosen or not chosen."),
        ({"a": "yes"}, None, "An option can only be chosen or not chosen."),
        ({"a": ["1"]}, None, "An option can only be chosen or not chosen."),
        ({"a": None}, None, "An option can only be chosen or not chosen."),
    ],
)
def test_refuses_marks(marks: dict[str, object], limit: int | None, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        APPROVAL.check(marks, {"limit": limit}, OPTIONS)
    assert str(refused.value).startswith(sentence)


def test_settings() -> None:
    assert APPROVAL.check_settings({}, 4) == {"limit": None}
    assert APPROVAL.check_settings({"limit": ""}, 4) == {"limit": None}
    assert APPROVAL.check_settings({"limit": "3"}, 4) == {"limit": 3}
    for limit in ("0", "5", "-1", "x", 1.5, True):
        with pytest.raises(Refusal, match="from 1 to 4") as refused:
            APPROVAL.check_settings({"limit": limit}, 4)
        assert refused.value.field == "limit"


def test_says_what_to_do() -> None:
    assert str(APPROVAL.rule({"limit": None})) == "Choose all the options you can support."
    assert str(APPROVAL.rule({"limit": 1})) == "Choose one option at most."
    assert str(APPROVAL.rule({"limit": 3})) == "Choose 3 options at most."


def test_counts_and_names_ties() -> None:
    ballots = [
        {"a": 1, "b": 1, "c": 0, "d": 0},
        {"a": 1, "b": 0, "c": 1, "d": 0},
        {"a": 1, "b": 0, "c": 0, "d": 0},
        {"a": 0, "b": 0, "c": 0, "d": 0},
    ]
    counted = APPROVAL.count(ballots, OPTIONS, {"limit": None})
    assert counted["ballots"] == 4
    assert [count["approvals"] for count in counted["options"]] == [3, 1, 1, 0]
    assert [count["rank"] for count in counted["options"]] == [1, 2, 2, 4]
    assert [count["tied"] for count in counted["options"]] == [False, True, True, False]
    assert counted["options"][0]["counts"] == {"0": 1, "1": 3}
    assert counted["order"] == [["a"], ["b", "c"], ["d"]]
    assert counted["ties"] == [["b", "c"]]


def test_nobody_voted() -> None:
    counted = APPROVAL.count([], OPTIONS, {"limit": None})
    assert counted["order"] == [OPTIONS]
    assert all(count["counts"] == {"0": 0, "1": 0} for count in counted["options"])


@given(BALLOTS)
def test_every_ballot_counts_once(ballots: list[dict[str, int]]) -> None:
    counted = APPROVAL.count(ballots, OPTIONS, {})
    for count in counted["options"]:
        assert sum(count["counts"].values()) == len(ballots)
        assert count["approvals"] == sum(marks[count["option"]] for marks in ballots)
    assert json.loads(json.dumps(counted)) == counted


@given(BALLOTS, st.integers())
def test_order_of_voters_and_options_does_not_matter(
    ballots: list[dict[str, int]], seed: int
) -> None:
    random = Random(seed)
    others, options = list(ballots), list(OPTIONS)
    random.shuffle(others)
    random.shuffle(options)
    one, other = APPROVAL.count(ballots, OPTIONS, {}), APPROVAL.count(others, options, {})
    assert [set(tied) for tied in one["order"]] == [set(tied) for tied in other["order"]]
    assert APPROVAL.count(others, OPTIONS, {}) == one


@given(BALLOTS)
def test_one_more_ballot_for_the_winner_keeps_it(ballots: list[dict[str, int]]) -> None:
    winner = APPROVAL.count(ballots, OPTIONS, {})["order"][0][0]
    more = [*ballots, {option: int(option == winner) for option in OPTIONS}]
    assert APPROVAL.count(more, OPTIONS, {})["order"][0] == [winner]


def test_unknown_methods_are_not_found() -> None:
    assert method_named("approval") is APPROVAL
    with pytest.raises(NotFound, match="no such way"):
        method_named("guessing")
