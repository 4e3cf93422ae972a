"""Nobody works out a small group's answers, whatever the room looks like."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.suppression import GroupBallots, Shown, hidden_groups, show_by_group


def room(**ballots: int) -> list[GroupBallots]:
    return [GroupBallots(group=group, ballots=number) for group, number in ballots.items()]


def lines(shown: Shown) -> list[tuple[str, ...]]:
    return [row.groups for row in shown.groups] + ([shown.merged.groups] if shown.merged else [])


@pytest.mark.parametrize(
    ("ballots", "told", "says"),
    [
        ({"a": 9, "b": 6}, [("a",), ("b",)], ""),
        ({"a": 9, "b": 6, "c": 0}, [("a",), ("b",)], ""),
        ({"a": 9, "b": 3, "c": 2}, [("a",), ("b", "c")], "shown together as “Other groups”."),
        ({"a": 9, "b": 6, "c": 4}, [("a",), ("b", "c")], "A larger group is among them"),
        ({"a": 9, "b": 7, "c": 2, "d": 2}, [("a",), ("b", "c", "d")], "A larger group"),
        ({"a": 9, "b": 4}, [], "Results by group are not shown"),
        ({"a": 4, "b": 4, "c": 4}, [], "Results by group are not shown"),
        ({"a": 3}, [], "Results by group are not shown"),
        ({"a": 12}, [("a",)], ""),
        ({}, [], ""),
    ],
)
def test_rooms(ballots: dict[str, int], told: list[tuple[str, ...]], says: str) -> None:
    shown = show_by_group(room(**ballots))
    assert lines(shown) == told
    assert says in shown.explanation
    assert bool(says) == bool(shown.explanation)


def test_a_room_below_the_minimum_is_marked() -> None:
    assert show_by_group(room(a=2, b=2)).total_is_small
    assert not show_by_group(room(a=3, b=2)).total_is_small
    assert show_by_group(room(a=6, b=3), minimum=10).total_is_small


def test_silent_groups_are_named() -> None:
    shown = show_by_group(room(a=6, b=0, c=1))
    assert shown.silent_group_ids == ("b",)
    assert shown.hidden_group_ids == ("a", "c")


def test_the_minimum_is_never_below_five() -> None:
    with pytest.raises(ValueError, match="5"):
        show_by_group(room(a=9), minimum=4)


def test_adds_up_what_is_told_together() -> None:
    shown = show_by_group(
        [
            GroupBallots(group="a", ballots=6, counts={"x": {"0": 1, "1": 5}, "y": {"1": 6}}),
            GroupBallots(group="b", ballots=3, counts={"x": {"1": 3}, "y": {"0": 3}}),
            GroupBallots(group="c", ballots=2, counts={"x": {"0": 0, "1": 2}, "y": {"1": 2}}),
        ]
    )
    assert shown.groups[0].counts == {"x": {"0": 1, "1": 5}, "y": {"1": 6}}
    assert shown.groups[0].one_sided == ("y",)
    assert shown.merged is not None
    assert shown.merged.ballots == 5
    assert shown.merged.counts == {"x": {"0": 0, "1": 5}, "y": {"0": 3, "1": 2}}
    assert shown.merged.one_sided == ("x",)


def rank(rows: list[list[int]]) -> int:
    left = [[Fraction(cell) for cell in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [one - factor * other for one, other in zip(row, pivot, strict=True)]
        found += 1
    return found


def solvable(told: list[list[int]], wanted: list[int]) -> bool:
    """Whether adding and subtracting what is told gives the answers of the wanted groups."""
    return rank(told) == rank([*told, wanted])


def published(sizes: Mapping[str, int], *minima: int) -> list[list[int]]:
    """Return all sets of groups whose answers are told, the total first."""
    names = [name for name, size in sizes.items() if size]
    told = [[1] * len(names)]
    for minimum in minima:
        shown = show_by_group(room(**sizes), minimum=minimum)
        told += [[int(name in line) for name in names] for line in lines(shown)]
    return told


def small_unions(sizes: Mapping[str, int], minimum: int) -> Iterator[list[int]]:
    """Return every set of groups that together cast 1 to minimum - 1 ballots."""
    voting = {name: size for name, size in sizes.items() if size}
    for number in range(1, len(voting) + 1):
        for some in combinations(voting, number):
            if sum(voting[name] for name in some) < minimum:
                yield [int(name in some) for name in voting]


def rooms(groups: int, largest: int) -> Iterator[dict[str, int]]:
    for sizes in combinations_with_replacement(range(largest + 1), groups):
        yield dict(zip("abcdef", sizes, strict=False))


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 5])
def test_no_small_group_can_be_had_by_subtraction(groups: int) -> None:
    """All rooms of up to five groups of up to seven ballots.

    A whole room below the minimum is the one exception: its total is its own decision.
    """
    for sizes in rooms(groups, 7):
        if sum(sizes.values()) < 5:
            assert lines(show_by_group(room(**sizes))) == []
            continue
        told = published(sizes, 5)
        for wanted in small_unions(sizes, 5):
            assert not solvable(told, wanted), (sizes, told, wanted)


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_nor_from_the_room_and_the_public_output_together(groups: int) -> None:
    for sizes in rooms(groups, 11):
        if sum(sizes.values()) < 5:
            continue
        told = published(sizes, 5, 10)
        for wanted in small_unions(sizes, 5):
            assert not solvable(told, wanted), (sizes, told, wanted)


def possible_answers(sizes: Mapping[str, int], yes: Mapping[str, int], name: str) -> set[int]:
    """Return what a group may have answered, going through every world that fits what is told."""
    told = [set(line) for line in [tuple(sizes), *lines(show_by_group(room(**sizes)))]]
    sums = [sum(yes[one] for one in line) for line in told]
    return {
        world[list(sizes).index(name)]
        for world in product(*(range(size + 1) for size in sizes.values()))
        if [sum(world[list(sizes).index(one)] for one in line) for line in told] == sums
    }


@pytest.mark.parametrize(
    "sizes",
    [{"a": 6, "b": 3, "c": 2}, {"a": 7, "b": 5, "c": 1}, {"a": 5, "b": 1}, {"a": 1, "b": 4}],
)
def test_nor_by_bounds_unless_everyone_answered_alike(sizes: dict[str, int]) -> None:
    """Go through all answers of all groups; only a one-sided line tells, and it is flagged."""
    for answers in product(*(range(size + 1) for size in sizes.values())):
        yes = dict(zip(sizes, answers, strict=True))
        shown = show_by_group(
            [
                GroupBallots(
                    group=name,
                    ballots=size,
                    counts={"q": {"1": yes[name], "0": size - yes[name]}},
                )
                for name, size in sizes.items()
            ]
        )
        everybody = sum(sizes.values())
        total_is_one_sided = sum(yes.values()) in (0, everybody)
        merged_is_one_sided = shown.merged is not None and bool(shown.merged.one_sided)
        for name in shown.hidden_group_ids:
            told = len(possible_answers(sizes, yes, name)) == 1
            assert told == (total_is_one_sided or merged_is_one_sided)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 30)), st.integers(5, 12))
def test_the_remainder_is_large_enough(sizes: dict[str, int], minimum: int) -> None:
    shown = show_by_group(room(**sizes), minimum=minimum)
    assert all(row.ballots >= minimum for row in shown.groups)
    if shown.merged:
        assert shown.merged.ballots >= minimum
        assert len(shown.merged.groups) >= 2
    told = sum(row.ballots for row in shown.groups) + (shown.merged.ballots if shown.merged else 0)
    assert told in (0, sum(sizes.values()))


@given(
    st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 30)),
    st.integers(5, 12),
    st.integers(5, 12),
)
def test_a_higher_minimum_hides_the_same_groups_and_more(
    sizes: dict[str, int], one: int, other: int
) -> None:
    low, high = sorted((one, other))
    assert hidden_groups(sizes, low) <= hidden_groups(sizes, high)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)))
def test_the_order_of_groups_does_not_matter(sizes: dict[str, int]) -> None:
    assert hidden_groups(sizes, 5) == hidden_groups(dict(reversed(sizes.items())), 5)
