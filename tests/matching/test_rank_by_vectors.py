"""The embedding engine: word vectors of the operator's, in the text form of GloVe and fastText."""

import pytest

from pog.core.errors import Refusal, Unreadable
from pog.matching.engines import embedding
from pog.matching.engines.interface import Passage

VECTORS = """4 3
speak 1 0 0
talk 0.9 0.1 0
drive 0 1 0
steer 0.1 0.9 0
the 0.5 0.5 0.5
"""
POOL = [
    Passage(key="steer", name="Steer"),
    Passage(key="talk", name="Talk"),
    Passage(key="unknown", name="Zyx"),
]


@pytest.fixture
def model(tmp_path, monkeypatch):
    def put(text):
        path = tmp_path / "vectors.txt"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv(embedding.SETTING, str(path))

    return put


def test_words_without_a_letter_in_common_find_each_other(model):
    model(VECTORS)
    found = embedding.ready(POOL).rank(Passage(key="mine", name="Speak"), 5)
    assert [match.key for match in found] == ["talk", "steer"]
    assert found[0].score > 0.9


def test_a_passage_without_a_known_word_gets_nothing(model):
    model(VECTORS)
    assert embedding.ready(POOL).rank(Passage(key="mine", name="Qqq"), 5) == []


@pytest.mark.parametrize("text", ["talk one two\n", "talk 1 2\nsteer 1\n"])
def test_a_file_that_is_none_is_refused(model, text):
    model(text)
    with pytest.raises(Unreadable):
        embedding.ready(POOL)


def test_without_a_file_the_setting_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv(embedding.SETTING, raising=False)
    with pytest.raises(Refusal, match=embedding.SETTING):
        embedding.ready(POOL)
    monkeypatch.setenv(embedding.SETTING, str(tmp_path / "none.txt"))
    with pytest.raises(Refusal):
        embedding.ready(POOL)
