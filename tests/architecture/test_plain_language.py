"""What people in the hall read is plain: about the eighth grade of a US school, or below."""

import re
from fnmatch import fnmatch
from statistics import mean

import pytest

from tests.architecture.test_translations import entries, on_screen

LIMIT = 8.0
# A single sentence is judged loosely: two long words in a short one weigh a lot in the formula.
WORST = 10.0
# Labels and buttons are no sentences; the formula says nothing about them.
FEWEST_WORDS = 5

PLACES = [
    "pog/ballots/methods/*",
    "pog/clusters/*",
    "pog/comments/services.py",
    "pog/convenings/joining.py",
    "pog/convenings/phases.py",
    "pog/convenings/presets.py",
    "pog/notes/*",
    "templates/ballots/_list.html",
    "templates/ballots/_result.html",
    "templates/ballots/_status.html",
    "templates/ballots/_vote.html",
    "templates/ballots/now.html",
    "templates/ballots/show.html",
    "templates/clusters/*",
    "templates/comments/*",
    "templates/convenings/_code.html",
    "templates/convenings/_follow.html",
    "templates/convenings/_mine.html",
    "templates/convenings/_ready.html",
    "templates/convenings/_nickname.html",
    "templates/convenings/_now.html",
    "templates/convenings/activity.html",
    "templates/convenings/join*",
    "templates/convenings/show.html",
    "templates/layouts/base.html",
    "templates/layouts/participant.html",
    "templates/notes/*",
    "templates/shared/error.html",
    "templates/shared/live.html",
    "templates/start/*",
]


def syllables(word):
    """How many syllables an English word is spoken with, as its letters suggest."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if re.search(r"[^aeiouyl]es?$|[^aeioul]les$|[^aeiouytd]ed$", letters):
        # The e of "vote", "votes" and "voted" after most letters is not spoken.
        letters = re.sub(r"e[sd]?$", "", letters)
    return max(1, len(re.findall(r"[aeiouy]+", letters)))


def grade(text):
    """The Flesch-Kincaid grade: the school year in which a text is read with ease.

    Kincaid and others, "Derivation of New Readability Formulas", 1975.
    """
    spoken = re.sub(r"%\(\w+\)[sd]|\{\w+\}", "one", text)
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*", spoken)
    sentences = max(1, len(re.findall(r"[.?!]+(?:\s|”|$)", spoken)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences_for_participants():
    """Each English sentence that somebody who takes part can meet, with its place."""
    found = {}
    for message in entries(on_screen()):
        text = message.id[-1] if isinstance(message.id, tuple) else message.id
        places = [name for name, _line in message.locations]
        place = next((n for n in places if any(fnmatch(n, p) for p in PLACES)), None)
        if place and len(text.split()) >= FEWEST_WORDS and text.rstrip("”")[-1] in ".?!":
            found[text] = place
    return found


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("vote", 1),
        ("votes", 1),
        ("closed", 1),
        ("voted", 2),
        ("people", 2),
        ("table", 2),
        ("agree", 2),
        ("convening", 3),
        ("facilitator", 5),
        ("the", 1),
        ("3", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word, expected):
    assert syllables(word) == expected


def test_the_grade_is_that_of_the_formula():
    # 6 words in a sentence, 6 syllables.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    # A placeholder counts as one short word.
    assert grade("%(name)s sat on the mat.") == pytest.approx(0.39 * 5 + 11.8 - 15.59)


def test_what_participants_read_is_plain():
    grades = {text: grade(text) for text in sentences_for_participants()}
    assert len(grades) > 50
    average = mean(grades.values())
    hardest = sorted(grades, key=lambda text: -grades[text])[:10]
    told = "\n".join(f"{grades[text]:.1f}  {text}" for text in hardest)
    assert average <= LIMIT, f"The average is grade {average:.1f}. The hardest:\n{told}"


def test_no_sentence_is_hard():
    hard = [
        f"{grade(text):.1f}  {place}: {text}"
        for text, place in sentences_for_participants().items()
        if grade(text) > WORST
    ]
    assert not hard, "\n".join(sorted(hard))
