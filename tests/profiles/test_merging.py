"""Two people edit the same text: what fits together merges, nothing is lost."""

import re
from functools import partial
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pog.profiles.merging import Conflict, Merge, merge
from tests.steps import lines_run

TEXT = st.one_of(
    st.lists(
        st.sampled_from(["a", "the", "learner", "listens", "and", ".", ",", " ", " ", " ", "\n"]),
        max_size=25,
    ).map("".join),
    st.text(max_size=20),
)


def swapped(result: Merge) -> tuple[str | Conflict, ...]:
    return tuple(
        Conflict(part.base, part.theirs, part.mine) if isinstance(part, Conflict) else part
        for part in result.parts
    )


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (
            "Adapts to change and learns from setbacks.",
            "Adapts well to change and learns from setbacks.",
            "Adapts to change and learns from setbacks and success.",
            "Adapts well to change and learns from setbacks and success.",
        ),
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE"),
        (
            "First.\n\nSecond.",
            "First thing.\n\nSecond.",
            "First.\n\nSecond thing.",
            "First thing.\n\nSecond thing.",
        ),
        (
            "listens clearly",
            "listens clearly and kindly",
            "listens well",
            "listens well and kindly",
        ),
        ("a b c", "b c", "a b", "b"),
        ("same", "both", "both", "both"),
        ("x one y two z", "x 1 y two z", "x 1 y 2 z", "x 1 y 2 z"),
        ("", "", "new", "new"),
    ],
)
def test_edits_in_different_places_merge(base: str, mine: str, theirs: str, merged: str) -> None:
    result = merge(base, mine, theirs)
    assert result.clean
    assert result.text == merged


def test_the_same_words_changed_twice_are_left_to_a_person() -> None:
    result = merge(
        "Adapts to change quickly. Learns daily.",
        "Adapts to change calmly. Learns always.",
        "We say: adapts to change with courage. Learns daily.",
    )
    assert not result.clean
    assert Conflict("quickly", "calmly", "with courage") in result.parts
    assert result.mine_on_top == "We say: adapts to change calmly. Learns always."
    assert result.theirs_on_top == "We say: adapts to change with courage. Learns always."
    with pytest.raises(ValueError, match="decide"):
        _ = result.text


def test_one_removes_what_the_other_rewords() -> None:
    result = merge("keep this sentence now", "keep now", "keep this long sentence now")
    assert [part for part in result.parts if isinstance(part, Conflict)]
    assert result.mine_on_top == "keep now"
    assert result.theirs_on_top == "keep this long sentence now"


def test_two_insertions_at_one_place_are_left_to_a_person() -> None:
    result = merge("Learns together", "Learns hard together", "Learns well together")
    assert result.conflicts == (Conflict("", "hard ", "well "),)


def test_two_people_fill_an_empty_field() -> None:
    assert merge("", "mine", "theirs").parts == (Conflict("", "mine", "theirs"),)


@given(TEXT, TEXT)
def test_one_sided_changes_win(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed


@given(TEXT, TEXT, TEXT)
def test_swapping_sides_swaps_only_the_names(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert swapped(one) == other.parts
    assert one.mine_on_top == other.theirs_on_top


@given(TEXT, TEXT, TEXT)
def test_no_typed_word_is_lost(base: str, mine: str, theirs: str) -> None:
    result = merge(base, mine, theirs)
    known = set(re.findall(r"\w+", base))
    for side in (mine, theirs):
        for word in set(re.findall(r"\w+", side)) - known:
            assert any(
                word in (part if isinstance(part, str) else f"{part.mine} {part.theirs}")
                for part in result.parts
            )


@given(TEXT, TEXT, TEXT, TEXT)
def test_edits_of_different_paragraphs_both_survive(
    first: str, second: str, mine: str, theirs: str
) -> None:
    assume("\n" not in first + second + mine + theirs)
    wall = "\nA wall of words that nobody touches stands here.\n"
    result = merge(first + wall + second, mine + wall + second, first + wall + theirs)
    assert result.clean
    assert result.text == mine + wall + theirs


@given(st.lists(st.tuples(st.sampled_from("bmt"), st.integers(0, 9)), max_size=30))
def test_edits_of_different_words_both_survive(places: list[tuple[str, int]]) -> None:
    """Nobody changes a word beside one the other changed."""
    assume(all({one, other} != {"m", "t"} for (one, _), (other, _) in pairwise(places)))

    def text(sides: str) -> str:
        return "\n".join(
            f"{'new' if side in sides else 'old'}{number}x{index}"
            for index, (side, number) in enumerate(places)
        )

    result = merge(text(""), text("m"), text("t"))
    assert result.clean
    assert result.text == text("mt")


@pytest.mark.parametrize("letters", ["!?.,", "ab!c ", "学习阅读", "a \n"])
def test_long_texts_take_few_steps(letters: str) -> None:
    random = Random(1)
    base, mine, theirs = ("".join(random.choices(letters, k=8_000)) for _ in range(3))
    # Some for each sign of the three texts, not for each pair of signs.
    assert lines_run(partial(merge, base, mine, theirs)) <= 60 * 3 * 8_000
