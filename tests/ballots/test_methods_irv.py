"""Instant runoff: one goes out at a time, ties as announced."""

import json

import pytest
from hypothesis import given, settings

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal
from tests.ballots.elections import OPTIONS, holds_under_renaming, many, strict_ballots, without_lot

IRV = METHODS["irv"]


def count(ballots, seed="7", options=OPTIONS):
    return IRV.count(ballots, options, {"seed": seed})


def test_votes_move_on_until_one_has_most():
    result = count(many((4, "ab"), (3, "bc"), (2, "cb"), (1, "d")))
    assert result["winners"] == ["b"]
    assert [one["totals"] for one in result["rounds"]] == [
        {"a": 4, "b": 3, "c": 2, "d": 1},
        {"a": 4, "b": 3, "c": 2, "d": 0},
        {"a": 4, "b": 5, "c": 0, "d": 0},
    ]
    assert [one["exhausted"] for one in result["rounds"]] == [0, 1, 1]
    assert result["order"] == [["b"], ["a"], ["c"], ["d"]]
    assert [one.get("excluded_round") for one in result["options"]] == [None, None, 2, 1]


def test_a_majority_ends_it_at_once():
    result = count(many((6, "a"), (3, "b"), (2, "c")))
    assert (result["winners"], len(result["rounds"])) == (["a"], 1)


def test_a_tie_is_decided_by_an_earlier_round():
    # After the first exclusion b and c have 3 each; in the first round c had more.
    result = count(many((4, "a"), (2, "b"), (3, "c"), (1, "db")))
    [tie] = result["broken_ties"]
    assert tie == {
        "options": ["b", "c"],
        "round": 2,
        "about": "excluded",
        "rule": "earlier stage",
        "stage": 1,
        "chosen": "b",
    }


def test_else_by_a_lot_that_everybody_can_draw():
    """SHA-256 of "seed:number": for seed 7 the order of the four is worked out here by hand."""
    from hashlib import sha256

    drawn = sorted("1234", key=lambda number: sha256(f"7:{number}".encode()).hexdigest())
    result = count(many((1, "a"), (1, "b"), (1, "c"), (1, "d")))
    out = [tie["chosen"] for tie in result["broken_ties"]]
    assert [OPTIONS.index(one) + 1 for one in out] == [int(n) for n in reversed(drawn)][:3]
    assert {tie["rule"] for tie in result["broken_ties"]} == {"lot"}
    assert count(many((1, "a"), (1, "b"), (1, "c"), (1, "d"))) == result
    assert result["winners"] == [OPTIONS[int(drawn[0]) - 1]]


def test_nobody_voted():
    result = count([])
    assert (result["winners"], result["rounds"], result["order"]) == ([], [], [OPTIONS])


@settings(max_examples=60)
@given(strict_ballots())
def test_names_and_the_order_of_ballots_do_not_matter(ballots):
    result = holds_under_renaming(IRV, ballots, {"seed": "7"})
    assert json.loads(json.dumps(result)) == result
    for one in result["rounds"]:
        assert sum(one["totals"].values()) + one["exhausted"] == len(ballots)
    if without_lot(result):
        assert count(ballots, options=OPTIONS[::-1])["winners"] == result["winners"]


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ({"a": "2", "b": "2", "c": "1"}, "You gave place 2 more than once"),
        ({"a": "1", "b": "3"}, "You left out place 2"),
        ({"a": "2"}, "You left out place 1"),
        ({"a": "0"}, "Use places from 1 to 4"),
        ({"a": "5"}, "Use places from 1 to 4"),
        ({"a": "first"}, "Use places from 1 to 4"),
        ({"a": ""}, "at least your first choice"),
        ({"z": "1"}, "other options now"),
    ],
)
def test_what_does_not_fit_is_explained(marks, sentence):
    with pytest.raises(Refusal, match=sentence):
        IRV.check(marks, {}, OPTIONS)


def test_a_ballot_may_stop_anywhere():
    assert IRV.check({"a": "2", "b": "", "c": "1"}, {}, OPTIONS) == {"a": 2, "c": 1}


def test_each_round_has_a_seed_of_its_own():
    assert IRV.settings_again({"seed": "7"}, 3) == {}
    with pytest.raises(Refusal, match="at most 40"):
        IRV.check_settings({"seed": "x" * 41}, 3)
