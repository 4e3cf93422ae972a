"""Schulze: every two compared, equal places kept; Debian is in test_published_elections.py."""

import pytest
from hypothesis import given, settings

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal
from tests.ballots.elections import OPTIONS, holds_under_renaming, many, weak_ballots, without_lot

SCHULZE = METHODS["schulze"]


def count(ballots, options=OPTIONS):
    return SCHULZE.count(ballots, options, {"seed": "7"})


def test_who_beats_each_other_wins():
    result = count(many((42, "abcd"), (26, "bcda"), (15, "cdba"), (17, "dcba")))
    assert result["winners"] == ["b"]
    assert result["order"] == [["b"], ["c"], ["d"], ["a"]]
    assert result["pairs"][0] == [0, 42, 42, 42]
    assert [one["wins"] for one in result["options"]] == [0, 3, 2, 1]


def test_equal_places_and_blanks_are_kept():
    # Broken into an order by the alphabet, a would win.
    result = count([{"a": 2, "b": 2, "c": 3}, {"b": 1}, {"a": 1, "b": 1}])
    assert result["pairs"][0][1] == 0
    assert result["pairs"][1][0] == 1
    assert result["winners"] == ["b"]
    assert result["order"] == [["b"], ["a"], ["c"], ["d"]]
    assert SCHULZE.check({"a": "1", "b": "1", "c": "4"}, {}, OPTIONS) == {"a": 1, "b": 1, "c": 4}
    with pytest.raises(Refusal, match="places from 1 to 4"):
        SCHULZE.check({"a": "5"}, {}, OPTIONS)


def test_a_shared_first_place_is_told_and_decided_by_lot():
    result = count(many((1, "ab"), (1, "ba")))
    assert result["ties"] == [["a", "b"], ["c", "d"]]
    [tie] = result["broken_ties"]
    assert (tie["options"], tie["rule"], [tie["chosen"]]) == (["a", "b"], "lot", result["winners"])
    assert count([])["winners"] == []


def beats_all(pairs):
    size = range(len(pairs))
    return [i for i in size if all(pairs[i][j] > pairs[j][i] for j in size if j != i)]


@settings(max_examples=80)
@given(weak_ballots())
def test_promises(ballots):
    result = holds_under_renaming(SCHULZE, ballots, {"seed": "7"})
    pairs = result["pairs"]
    for i in range(4):
        for j in range(4):
            assert pairs[i][j] + pairs[j][i] <= len(ballots)
    if best := beats_all(pairs):
        assert result["winners"] == [OPTIONS[best[0]]]
    # Monotone: another ballot that puts the winner alone on top never unseats it.
    [winner] = result["winners"]
    assert winner in count([*ballots, {winner: 1}])["order"][0]
    if without_lot(result):
        assert count(ballots, OPTIONS[::-1])["winners"] == result["winners"]
        backwards = [
            {option: 5 - place for option, place in marks.items()} for marks in full(ballots)
        ]
        assert len(result["order"]) == 1 or winner not in count(backwards)["order"][0]


def full(ballots):
    """The same preferences with a place for everybody."""
    return [{option: marks.get(option, 5) for option in OPTIONS} for marks in ballots]
