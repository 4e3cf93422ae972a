"""The graph engine: neighbours through crosswalks and alignments, with the path as the reason."""

from pog.matching.engines import graph
from pog.matching.engines.interface import OWN, PATH, Knowledge, Passage, Tie

WRITING = Passage(key="a/writing", name="Written comprehension")
JUDGING = Passage(key="a/judging", name="Judgement and decisions")
POOL = [
    Passage(key="b/1", name="Getting hold of facts"),
    Passage(key="b/2", name="Weighing options"),
    Passage(key="b/3", name="Lifting loads"),
]


def knowledge(*ties):
    return Knowledge(
        passages={one.key: one for one in (WRITING, JUDGING, *POOL)},
        ties=[Tie(*tie) for tie in ties],
    )


def test_a_neighbour_in_words_leads_to_what_was_joined_to_it():
    known = knowledge(("a/writing", "b/1", 0.6, "Crosswalk A"), ("a/judging", "b/2", 0.6, "A"))
    asked = Passage(key="mine", name="Reading comprehension")
    (match,) = graph.ready(POOL, known).rank(asked, 5)
    assert match.key == "b/1"
    (reason,) = match.reasons
    assert (reason.kind, reason.facts, reason.source) == (
        PATH,
        ("Written comprehension",),
        "Crosswalk A",
    )
    assert 0 < match.score < 1


def test_its_own_tie_says_so():
    known = knowledge(("mine", "b/3", 1.0, OWN))
    (match,) = graph.ready(POOL, known).rank(Passage(key="mine", name="Zzz"), 5)
    assert match.key == "b/3"
    assert match.reasons[0].facts == ("",)


def test_further_neighbours_count_less_and_the_way_is_told():
    known = knowledge(
        ("a/writing", "b/1", 0.6, "A"),
        ("a/judging", "b/1", 0.6, "A"),
        ("a/judging", "b/2", 0.6, "B"),
    )
    found = graph.ready(POOL, known).rank(Passage(key="mine", name="Written comprehension"), 5)
    assert [match.key for match in found] == ["b/1", "b/2"]
    assert found[1].reasons[0].facts == (
        "Written comprehension",
        "Getting hold of facts",
        "Judgement and decisions",
    )


def test_what_is_joined_to_everything_says_little():
    hub = [("a/writing", f"x/{n}", 0.6, "A") for n in range(30)]
    alone = knowledge(("a/writing", "b/1", 0.6, "A"))
    crowded = knowledge(("a/writing", "b/1", 0.6, "A"), *hub)
    asked = Passage(key="mine", name="Written comprehension")
    one, other = (graph.ready(POOL, known).rank(asked, 1)[0].score for known in (alone, crowded))
    assert other < one


def test_without_ties_there_is_no_ranking():
    assert graph.ready(POOL).rank(Passage(key="mine", name="Getting hold of facts"), 5) == []
