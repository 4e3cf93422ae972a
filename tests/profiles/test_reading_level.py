"""How easy a drafted statement is, by the published formulas, told to those who write it."""

import pytest

from pog.profiles.models import Attribute
from pog.profiles.readability import english_syllables, reading_of, spanish_syllables
from tests.factories import make_attribute


@pytest.mark.parametrize(
    ("word", "number"),
    [("cat", 1), ("make", 1), ("table", 2), ("asked", 1), ("wanted", 2), ("community", 4),
     ("responsibility", 6), ("people", 2)],
)  # fmt: skip
def test_english_syllables(word, number):
    assert english_syllables(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("sol", 1), ("casa", 2), ("ciudad", 2), ("país", 2), ("leer", 2), ("guitarra", 3),
     ("queso", 2), ("comunicación", 5), ("pingüino", 3), ("aire", 2)],
)  # fmt: skip
def test_spanish_syllables(word, number):
    assert spanish_syllables(word) == number


def test_easy_and_hard_texts_are_told_apart():
    easy = "They listen to others. They say what they mean. They ask when they do not know."
    hard = (
        "Graduates demonstrate interdisciplinary communicative competencies appropriate to "
        "increasingly heterogeneous professional environments and multifaceted responsibilities."
    )
    assert reading_of(easy, "en").ease == "easy"
    assert reading_of(hard, "en").ease == "hard"
    assert reading_of(hard, "en").grade > 12
    facil = "Escucha a los otros. Dice lo que piensa. Pide ayuda si no sabe algo."
    dificil = (
        "Demuestra competencias comunicativas interdisciplinarias apropiadas para entornos "
        "profesionales crecientemente heterogéneos y responsabilidades multidimensionales."
    )
    assert reading_of(facil, "es").ease == "easy"
    assert reading_of(dificil, "es").ease == "hard"
    assert reading_of("Too few words", "en") is None
    assert reading_of(easy, "vi") is None


def test_the_writers_see_it(cast, work, as_person):
    with work():
        attribute = make_attribute(
            cast.profile, "Talk", "They listen to others. They say what they mean to say."
        )
    ana = as_person(cast.ana)
    assert "Easy to read" in ana.get(f"/attributes/{attribute.id}/edit").text
    assert "Easy to read" not in ana.get(f"/attributes/{attribute.id}").text
    with work():
        from pog.core.database import db

        db.session.get(Attribute, attribute.id).statement_html = "<p>Short.</p>"
    assert "to read" not in ana.get(f"/attributes/{attribute.id}/edit").text.split("stored now")[1]
