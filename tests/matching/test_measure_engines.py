"""Measuring: what is asked stays unknown, and the published goals are met."""

import pytest

from pog.config import resources
from pog.core.errors import Unreadable
from pog.matching.engines import ENGINES
from pog.matching.engines.interface import Knowledge, Passage, Tie
from pog.matching.measuring import measure, read_pool, read_questions, without_answers
from pog.matching.queries import PUBLISHED_WEIGHTS
from pog.seeding.published import read_crosswalks

POOL = b"id,text\nB.1,Getting facts\nB.2,Lifting loads\nB.3,Singing\n"
PAIRS = (
    b"source_id,source_text,target_id\nA.1,Finding facts,B.1\nA.2,Carrying loads,B.2\n"
    b"A.3,Parking permits,none\n"
)
SETS = {
    "onet": ("gt_onet_skill_to_workactivity.csv", "pool_onet_workactivities.csv"),
    "ngss": ("gt_ngss_to_ccss_A.csv", "pool_ccss.csv"),
}


def published() -> Knowledge:
    """What comes with pog, as `queries.knowledge_of` reads it."""
    passages, ties = {}, []
    for crosswalk in read_crosswalks(resources() / "seeds" / "crosswalks"):
        for link in crosswalk.links:
            weight = PUBLISHED_WEIGHTS.get(link.relation)
            if link.curated or not weight:
                continue
            keys = []
            for place, code, text in (
                (link.source_framework, link.source_code, link.source_text),
                (link.target_framework, link.target_code, link.target_text),
            ):
                key = f"{place}/{code or text}"
                passages[key] = Passage(key=key, name=text, code=code or "")
                keys.append(key)
            ties.append(Tie(*keys, weight, crosswalk.id))
    return Knowledge(passages=passages, ties=ties)


@pytest.fixture(scope="module")
def figures(shared):
    """Every engine on both sets."""
    found = {}
    folder = shared / "data" / "exchange" / "alignments"
    for name, (pairs, pool) in SETS.items():
        candidates = read_pool((folder / pool).read_bytes())
        questions = read_questions((folder / pairs).read_bytes(), candidates)
        for engine in ("lexical", "combined"):
            found[name, engine] = measure(ENGINES[engine], questions, candidates, published())
    return found


def test_both_engines_stay_above_the_floor(figures):
    """The floor: cosine of TF-IDF over character n-grams of three to five, minus 0.02."""
    for engine in ("lexical", "combined"):
        assert figures["onet", engine].hit_5 > 0.91 - 0.02
        assert figures["onet", engine].hit_1 > 0.66 - 0.02
        assert figures["ngss", engine].hit_5 > 0.064 - 0.02


def test_ties_and_grades_put_the_combined_engine_ahead(figures):
    for name in SETS:
        assert figures[name, "combined"].hit_5 > figures[name, "lexical"].hit_5
        assert figures[name, "combined"].recall_10 > figures[name, "lexical"].recall_10


def test_low_scores_are_shown_as_low(figures):
    """Links between sciences and mathematics are pedagogical: few are right, and it says so."""
    found = figures["ngss", "combined"]
    assert found.error < 0.02
    assert max(one.high for one in found.bins if one.count > 10) <= 0.2


def test_mathematics_has_no_good_match_among_work_activities(shared):
    folder = shared / "data" / "exchange" / "alignments"
    pool = read_pool((folder / SETS["onet"][1]).read_bytes())
    items = [
        one
        for one in read_pool((folder / SETS["ngss"][1]).read_bytes())
        if ".Math.Content." in one.code
    ][::20]
    rows = "".join(f'{one.code},"{one.name.replace(chr(34), "")}",none\n' for one in items)
    questions = read_questions(("source_id,source_text,target_id\n" + rows).encode(), pool)
    found = measure(ENGINES["combined"], questions, pool, published())
    assert (found.questions, found.unanswerable) == (0, len(items))
    assert found.refused > 0.5


def test_no_tie_of_a_passage_under_test_is_known():
    pool = read_pool(POOL)
    questions = read_questions(PAIRS, pool)
    passages = {
        key: Passage(key=key, name=name, code=key.split("/")[1])
        for key, name in (
            ("k/A.1", "Finding facts"),
            ("other/9", "Finding facts"),
            ("k/A.2", "Something else"),
            ("k/B.1", "Getting facts"),
            ("k/X", "Reading facts"),
        )
    }
    known = Knowledge(
        passages=passages,
        ties=[
            Tie("k/A.1", "k/B.1", 1, "same code and beginning"),
            Tie("other/9", "k/B.1", 1, "same name elsewhere"),
            Tie("k/X", "k/B.1", 1, "a neighbour's"),
            Tie("k/A.2", "k/B.1", 1, "the same code in another framework"),
        ],
    )
    left = without_answers(questions, pool, known)
    assert {tie.source for tie in left.ties} == {
        "a neighbour's",
        "the same code in another framework",
    }
    assert {tie.other for tie in left.ties} == {"B.1"}, "the pool's own key"


def test_hits_recall_and_bins_are_counted_as_told():
    pool = read_pool(POOL)
    found = measure(ENGINES["lexical"], read_questions(PAIRS, pool), pool)
    assert (found.hit_1, found.hit_5, found.recall_10) == (1.0, 1.0, 1.0)
    assert (found.questions, found.candidates, found.unanswerable, found.refused) == (2, 3, 1, 1.0)
    assert sum(one.count for one in found.bins) == 2
    assert all(one.low <= one.score <= one.high and one.right == 1.0 for one in found.bins)


@pytest.mark.parametrize(
    ("pairs", "pool", "sentence"),
    [
        (b"a,b\n1,2\n", POOL, "source_id, source_text, target_id"),
        (PAIRS, b"id\n1\n", "text"),
        (PAIRS, b"id,text\nX,Y\n", "B.1"),
        (b"\xff\xfe", POOL, "UTF-8"),
        (b"source_id,source_text,target_id\n", POOL, "empty"),
        (PAIRS, b"", "id, text"),
    ],
)
def test_tables_that_do_not_fit_are_refused(pairs, pool, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_questions(pairs, read_pool(pool))
