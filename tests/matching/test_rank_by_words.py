"""The lexical engine: the same words, alike ones, and words of one idea."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pog.matching.engines import lexical
from pog.matching.engines.interface import KINDRED, WORDS, Passage
from pog.matching.engines.kinship import Kinship
from pog.matching.engines.words import stem, words_of

POOL = [
    Passage(key="speak", name="Speaking", statement="Talking to others to convey information."),
    Passage(key="repair", name="Repairing", statement="Repairing machines with the needed tools."),
    Passage(key="team", name="Teamwork", statement="Working with others towards a common goal."),
    Passage(key="mango", name="Choosing ripe mangoes"),
]


def ranked(name, statement="", pool=POOL):
    ranker = lexical.ready(pool)
    return ranker.rank(Passage(key="asked", name=name, statement=statement), 10)


def test_the_same_word_counts_more_than_an_alike_one():
    assert ranked("Repairing machines")[0].key == "repair"
    best, *_ = ranked("Repaired machinery")
    assert best.key == "repair"
    assert best.score < ranked("Repairing machines")[0].score


def test_words_of_one_idea_find_each_other_in_two_languages():
    found = ranked("Communicates clearly")
    assert found[0].key == "speak"
    assert found[0].reasons[0].kind == KINDRED
    assert ranked("Sabe colaborar")[0].key == "team"


def test_reasons_name_the_words_that_did_it():
    (reason, *_) = ranked("Choosing mangoes")[0].reasons
    assert reason.kind == WORDS
    assert set(reason.facts) == {"choosing", "mangoes"}


def test_what_shares_nothing_is_not_ranked():
    assert ranked("Xylophone") == []
    assert ranked("") == []
    assert ranked("anything", pool=[]) == []


def test_rare_words_count_more_than_common_ones():
    pool = [
        Passage(key=str(n), name=f"Student learning {word}")
        for n, word in enumerate(("geometry", "poetry", "chemistry", "welding"))
    ]
    assert ranked("Student learning welding", pool=pool)[0].key == "3"


def test_names_of_what_stands_above_help():
    pool = [
        Passage(key="plain", name="Level two"),
        Passage(key="below", name="Level two", above=("Communication",)),
    ]
    assert ranked("Communication at level two", pool=pool)[0].key == "below"


def test_accents_and_function_words_make_no_difference():
    assert list(words_of("La Comunicación de los niños")) == ["comunicacion", "ninos"]
    assert stem("communicating") == stem("communicates")


texts = st.text(alphabet="abcdeéñ xyz.", max_size=40)


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6), texts)
def test_likeness_is_a_share_and_nothing_is_liker_than_itself(pool, asked):
    passages = [Passage(key=str(at), name=text) for at, text in enumerate(pool)]
    scores = Kinship(passages).likeness(Passage(key="asked", name=asked))
    assert all(0 <= score <= 1 for score in scores)
    for at, passage in enumerate(passages):
        own = Kinship(passages).likeness(passage)
        if list(words_of(passage.name)):
            assert own[at] > 0.999
