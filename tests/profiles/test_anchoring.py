"""Marked words are found again, and never words that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.core.markup import TEXT_LIMIT, clean_text
from pog.profiles.anchoring import Anchor, Fate, anchor_at, anchor_in, move_anchor

WORDS = st.lists(
    st.sampled_from(
        ["a", "the", "learner", "listens", "and", ".", ",", " ", " ", "\n", "’", "é", "*"]
    ),
    max_size=25,
).map("".join)
AROUND = st.lists(st.sampled_from(["we", "read", "and", "write", "."]), max_size=12).map(" ".join)


def marked(text: str) -> tuple[str, Anchor]:
    """The text without its square brackets, and the anchor of what stood between them."""
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    return text, anchor_at(text, start, end)


@pytest.mark.parametrize(
    ("old", "new", "fate", "found"),
    [
        ("He [listens] well.", "He always listens well.", Fate.SAME, "listens"),
        ("He [listens] well.", "He listens very well.", Fate.SAME, "listens"),
        ("He [listens well].", "He listens very well.", Fate.REWORDED, "listens very well"),
        ("He [listens well] daily.", "He listens closely daily.", Fate.REWORDED, "listens closely"),
        ("He [listens] well.", "He hears well.", Fate.GONE, "hears"),
        ("He [listens] well.", "He well.", Fate.GONE, ""),
        ("He listens [well].", "", Fate.GONE, ""),
        # The other "good" is another word.
        ("[good] work and good talk", "fine work and good talk", Fate.GONE, "fine"),
        ("good work and [good] talk", "fine work and good talk", Fate.SAME, "good"),
        # A sentence that moved takes its mark along.
        ("[I read.] We write essays.", "We write essays. I read.", Fate.SAME, "I read."),
        ("Sees. [我们学习]阅读", "Sees. 我们学习写作", Fate.SAME, "我们学习"),
    ],
)
def test_follows_words(old: str, new: str, fate: Fate, found: str) -> None:
    text, anchor = marked(old)
    moved = move_anchor(anchor, text, new)
    assert (moved.fate, moved.anchor.quote) == (fate, found)


def test_a_moved_sentence_is_marked_where_it_went() -> None:
    text, anchor = marked("[Reads books.] Writes long essays.")
    assert move_anchor(anchor, text, "Writes long essays. Reads books.").anchor.start == 20


@given(AROUND, AROUND, AROUND, AROUND)
def test_edits_around_words_leave_them(before: str, after: str, front: str, back: str) -> None:
    quote = "zebras yawn"
    old, new = f"{before} {quote} {after}", f"{front} {quote} {back}"
    anchor = anchor_at(old, len(before) + 1, len(before) + 1 + len(quote))
    moved = move_anchor(anchor, old, new)
    assert moved.fate == Fate.SAME
    assert moved.anchor == anchor_at(new, len(front) + 1, len(front) + 1 + len(quote))


@given(WORDS, WORDS, st.data())
def test_what_is_found_stands_there(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    anchor = anchor_at(old, start, end)
    moved = move_anchor(anchor, old, new)
    assert moved.anchor == anchor_at(new, moved.anchor.start, moved.anchor.end)
    assert 0 <= moved.anchor.start <= moved.anchor.end <= len(new)
    if moved.fate == Fate.SAME:
        assert moved.anchor.quote == anchor.quote
    assert move_anchor(anchor, old, old) == type(moved)(anchor, Fate.SAME)


@given(WORDS, st.data())
def test_an_anchor_is_found_in_its_own_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = anchor_at(text, start, end)
    if anchor.quote and anchor.quote == anchor.quote.strip():
        found = anchor_in(text, anchor.quote, anchor.before, anchor.after, anchor.start)
        assert found == anchor


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Say it **clearly** and well.", "it clearly", "it **clearly**"),
        ("Say it **clearly** and well.", "clearly and well.", "**clearly** and well."),
        ("Say it **clearly** and well.", "clearly", "clearly"),
        ("- reads\n- writes\n", "reads\nwrites", "reads\n- writes"),
        (
            "Reads [old books](https://a.org) daily.",
            "old books daily",
            "[old books](https://a.org) daily",
        ),
        (
            "Reads [old books](https://a.org) daily.",
            "Reads old books",
            "Reads [old books](https://a.org)",
        ),
        ("one\ntwo", "one two", "one\ntwo"),
        ("one — two", "—", "—"),
        ("snake\\_case", "snake_case", "snake\\_case"),
    ],
)
def test_finds_what_was_read_on_a_page(text: str, quote: str, found: str) -> None:
    anchor = anchor_in(text, quote)
    assert anchor is not None
    assert anchor.quote == found


@pytest.mark.parametrize("quote", ["", "  ", "absent", "*"])
def test_says_when_the_words_are_not_there(quote: str) -> None:
    assert anchor_in("Learners listen.", quote) is None


def test_surroundings_tell_repeated_words_apart() -> None:
    text = "They speak clearly. They **write** clearly. They sing clearly."
    found = anchor_in(text, "clearly", "They write ", ". They sing")
    assert found is not None
    assert found.start == text.index("clearly. They sing")
    last = anchor_in(text, "clearly", hint=len(text))
    assert last is not None
    assert last.start == text.rindex("clearly")


def test_the_longest_text_of_one_letter_is_no_trap() -> None:
    text = clean_text("a " * (TEXT_LIMIT // 2))
    found = anchor_in(text, "a", "a ", " a", hint=4_000)
    assert found is not None
    assert found.start == 4_000
