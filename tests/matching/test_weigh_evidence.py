"""The combined engine: more evidence never lowers a score, dismissals do, grades break ties."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.matching.engines import ENGINES, combined
from pog.matching.engines.grades import grades_in
from pog.matching.engines.interface import AVOIDED, LEVEL, OWN, Knowledge, Passage, Tie

POOL = [
    Passage(key="talk", name="Talking with customers"),
    Passage(key="write", name="Writing reports"),
    Passage(key="lift", name="Lifting loads"),
]
ASKED = Passage(key="mine", name="Talking and writing well")


def order(knowledge, asked=ASKED):
    return [match.key for match in combined.ready(POOL, knowledge).rank(asked, 5)]


def test_an_accepted_neighbour_raises_and_a_dismissal_lowers():
    plain = {m.key: m.score for m in combined.ready(POOL).rank(ASKED, 5)}
    assert set(plain) == {"talk", "write"}
    kin = Passage(key="kin", name="Talking and writing")
    tied = Knowledge(passages={"kin": kin}, ties=[Tie("kin", "lift", 0.9, OWN)])
    assert "lift" in order(tied)
    first = order(Knowledge())[0]
    gone = Knowledge(passages={"mine": ASKED}, dismissed=[("mine", first)])
    found = combined.ready(POOL, gone).rank(ASKED, 5)
    assert found[0].key != first
    assert any(reason.kind == AVOIDED for reason in found[-1].reasons)


def test_a_dismissal_for_a_kindred_passage_counts_less_than_its_own():
    kin = Passage(key="kin", name="Writing and talking well")
    known = {"mine": ASKED, "kin": kin}

    def score(pairs):
        knowledge = Knowledge(passages=known, dismissed=pairs)
        return next(
            m.score for m in combined.ready(POOL, knowledge).rank(ASKED, 5) if m.key == "talk"
        )

    assert score([("mine", "talk")]) < score([("kin", "talk")]) < score([])
    far = Passage(key="kin", name="Lifting weights")
    known["kin"] = far
    assert score([("kin", "talk")]) == score([])


def test_the_same_grade_goes_first():
    pool = [
        Passage(key=f"{grade}.1", name="Describe patterns of weather", code=f"{grade}.W.1")
        for grade in ("K", "2", "5", "9-10", "11-12")
    ]
    asked = Passage(key="5-ESS1-1", name="Observe patterns of weather", code="5-ESS1-1")
    found = combined.ready(pool).rank(asked, 5)
    assert found[0].key == "5.1"
    assert any(reason.kind == LEVEL for reason in found[0].reasons)


@pytest.mark.parametrize(
    ("label", "grades"),
    [
        ("K-2-ETS1-1", {0, 1, 2}),
        ("MS-PS1-3", {6, 7, 8}),
        ("HS-PS1-2", {9, 10, 11, 12}),
        ("CCSS.ELA-Literacy.RST.11-12.1", {11, 12}),
        ("CCSS.Math.Content.HSN-Q.A.3", {9, 10, 11, 12}),
        ("CCSS.Math.Practice.MP2", set()),
        ("Grade 3", {3}),
        ("High School", {9, 10, 11, 12}),
        ("", set()),
    ],
)
def test_grades_are_read_from_codes_and_levels(label, grades):
    assert set(grades_in(label)) == grades


def test_numbers_of_other_codes_are_no_grades():
    pool = [
        Passage(key=f"4.A.{n}", name=f"Element {n} of talking", code=f"4.A.{n}") for n in range(9)
    ]
    asked = Passage(key="2.A.1", name="Element of talking", code="2.A.1")
    for match in combined.ready(pool).rank(asked, 9):
        assert all(reason.kind != LEVEL for reason in match.reasons)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(alphabet="abcde ", max_size=20), max_size=6), st.text("abcde ", max_size=20)
)
def test_every_ranking_is_sorted_bounded_and_without_repeats(pool, asked):
    passages = [Passage(key=str(at), name=text) for at, text in enumerate(pool)]
    for name in ("combined", "lexical", "graph"):
        found = ENGINES[name].ready(passages).rank(Passage(key="mine", name=asked), 4)
        scores = [match.score for match in found]
        assert scores == sorted(scores, reverse=True)
        assert len({match.key for match in found}) == len(found) <= 4
        assert all(
            0 <= score <= 1 and match.reasons for score, match in zip(scores, found, strict=True)
        )
