"""Codes that can be read aloud, and nicknames fit for a school."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.core.codes import ALPHABET, CODE_LENGTH, new_code, read_code, suggest_nickname


def test_codes_have_six_characters_that_nobody_confuses() -> None:
    assert len(ALPHABET) == 31
    assert not set("01OIL") & set(ALPHABET)
    code = new_code(Random(1))
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)


def test_codes_use_the_whole_alphabet_evenly() -> None:
    random = Random(7)
    drawn = "".join(new_code(random) for _ in range(5_000))
    counts = [drawn.count(character) for character in ALPHABET]
    assert min(counts) > 800
    assert max(counts) < 1_150


@pytest.mark.parametrize(
    "typed", ["AB23CD", "ab23cd", " ab2 3cd ", "AB2-3CD", "ab2\u20133cd", "A B 2 3 C D", "ab23cd\n"]
)
def test_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert read_code(typed) == "AB23CD"


@pytest.mark.parametrize(
    "typed",
    ["", "AB23C", "AB23CDE", "AB23C0", "AB23CO", "AB23C1", "AB23CI", "AB23Cl", "AB_3CD", "ÄB23CD"],
)
def test_nothing_is_guessed(typed: str) -> None:
    assert read_code(typed) is None


@given(st.integers(), st.sampled_from(["", " ", "-", " - "]), st.booleans())
def test_every_code_is_read_back(seed: int, gap: str, lower: bool) -> None:
    code = new_code(Random(seed))
    typed = gap.join(code)
    assert read_code(typed.lower() if lower else typed) == code


@given(st.text())
def test_any_text_is_read_or_refused(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 6 and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("language", ["en", "es", "es_MX", "fr"])
def test_a_thousand_people_get_a_thousand_short_nicknames(language: str) -> None:
    random, taken = Random(3), set[str]()
    for _ in range(1_000):
        name = suggest_nickname(random, language, taken)
        assert name not in taken
        assert len(name) <= 40
        assert len(name.split()) == 2
        taken.add(name)


def test_taken_names_differ_by_more_than_case() -> None:
    everything = {suggest_nickname(Random(seed), "en", ()) for seed in range(50)}
    taken = {name.upper() for name in everything}
    again = {suggest_nickname(Random(seed), "en", taken) for seed in range(50)}
    assert not everything & again


def test_names_go_on_when_all_pairs_are_taken() -> None:
    words = [suggest_nickname(Random(seed), "es", ()).split() for seed in range(3_000)]
    taken = {f"{noun} {word}" for noun in {w[0] for w in words} for word in {w[1] for w in words}}
    assert len(taken) > 2_000
    name = suggest_nickname(Random(5), "es", taken)
    assert name.endswith(" 2")
    assert suggest_nickname(Random(5), "es", taken | {name}) == f"{name[:-2]} 3"
