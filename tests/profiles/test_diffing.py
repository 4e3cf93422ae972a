"""Two texts side by side: every word accounted for, and readable."""

from functools import partial
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.profiles.diffing import Kind, changes, common_pairs, diff_words, tokens
from tests.steps import lines_run

WORDS = st.lists(
    st.sampled_from(
        ["a", "the", "learner", "listens", "and", ".", ",", " ", " ", " ", "\n", "’", "é"]
    ),
    max_size=40,
).map("".join)


def drawn(old: str, new: str) -> str:
    shape = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
    return "".join(shape[span.kind].format(span.text) for span in diff_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        (
            "Communicates clearly with peers.",
            "Communicates clearly and listens with peers.",
            "Communicates clearly {+and listens +}with peers.",
        ),
        ("good work", "fine job", "[-good work-]{+fine job+}"),
        (
            "It reads books and papers daily.",
            "It writes essays and stories weekly.",
            "It [-reads books and papers daily-]{+writes essays and stories weekly+}.",
        ),
        ("I can't do it", "I can do it", "I [-can't-]{+can+} do it"),
        ("l’élève écoute", "l’élève parle", "l’élève [-écoute-]{+parle+}"),
        ("One.\n\nTwo three.", "One!\n\nTwo four.", "One[-.-]{+!+}\n\nTwo [-three-]{+four+}."),
        ("a b", "a  b", "a[- -]{+  +}b"),
        ("我们学习阅读", "我们学习写作", "我们学习[-阅读-]{+写作+}"),
        ("niño", "nin\u0303o", "[-niño-]{+nin\u0303o+}"),
    ],
)
def test_shows_changed_words(old: str, new: str, shown: str) -> None:
    assert drawn(old, new) == shown


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Don't stop.", ["Don't", " ", "stop", "."]),
        ("'quoted' ", ["'", "quoted", "'", " "]),
        ("self-aware,  yes", ["self", "-", "aware", ",", "  ", "yes"]),
        ("cafe\u0301 中文", ["cafe\u0301", " ", "中", "文"]),
        ("नमस्ते दुनिया", ["नमस्ते", " ", "दुनिया"]),
    ],
)
def test_splits_into_words(text: str, split: list[str]) -> None:
    assert tokens(text) == split


@given(st.text())
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
def test_spans_join_to_both_texts(old: str, new: str) -> None:
    spans = diff_words(old, new)
    assert "".join(span.text for span in spans if span.kind is not Kind.ADDED) == old
    assert "".join(span.text for span in spans if span.kind is not Kind.REMOVED) == new
    assert all(span.text for span in spans)
    kinds = [span.kind for span in spans]
    assert all(one is not other for one, other in pairwise(kinds))
    assert (Kind.ADDED, Kind.REMOVED) not in pairwise(kinds)


@given(WORDS)
def test_equal_texts_have_no_changes(text: str) -> None:
    assert changes(tokens(text), tokens(text)) == []


@given(
    st.lists(st.sampled_from("abcdé"), max_size=30), st.lists(st.sampled_from("abcdé"), max_size=30)
)
def test_keeps_a_longest_common_part(old: list[str], new: list[str]) -> None:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            longer = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else longer
    pairs = common_pairs(old, new)
    assert len(pairs) == table[-1][-1]
    assert all(old[one] == new[other] for one, other in pairs)
    assert all(one < later[0] and other < later[1] for (one, other), later in pairwise(pairs))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("!?.,;:-()", "()-!?.,;:"),
        ("!?", "?!"),
        ("ab!c ", "abc! "),
        ("a ", "b a"),
        ("学习阅读", "写学作习"),
    ],
)
def test_long_texts_take_few_steps(first: str, second: str) -> None:
    random = Random(1)
    old = "".join(random.choices(first, k=8_000))
    new = "".join(random.choices(second, k=8_000))
    # Some for each sign of both texts, not for each pair of signs.
    assert lines_run(partial(diff_words, old, new)) <= 60 * 2 * 8_000
