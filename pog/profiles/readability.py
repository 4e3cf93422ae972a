"""How easy a statement is to read: published formulas for English and Spanish.

English: the grade of Kincaid, Fishburne, Rogers and Chissom (1975), 0.39 words per sentence +
11.8 syllables per word - 15.59. Spanish: the perspicuity of Szigriszt-Pazos (1993), 206.835 -
62.3 syllables per word - words per sentence, read on the INFLESZ scale (Barrio-Cantalejo et al.,
2008): above 80 very easy, 65-80 rather easy, 55-65 usual, 40-55 rather hard, below very hard.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

FEWEST_WORDS: Final = 8
"""The formulas say nothing about a few words."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;…]+(?=\s|$)|\n+")
_SILENT = re.compile(r"[^aeiouy]es?$|[^aeiouytd]ed$")
_VOWELS = re.compile(r"[aeiouy]+")
# Two strong vowels, or a stressed weak one, are two syllables; other vowels together are one.
_SPANISH = re.compile(r"[iuü]?[aeoáéóíú](?:[iuy](?![aeoáéó]))?|[iuü]+|y(?![aeiouáéíóú])")


@dataclass(frozen=True, slots=True)
class Reading:
    """How easy a text is: `ease` is easy, fair or hard."""

    ease: str
    grade: int | None
    """The grade of a US school that reads it easily; known for English only."""


def reading_of(text: str, language: str) -> Reading | None:
    """How easy a plain text is; None for too few words and for languages without a formula."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS or language not in ("en", "es"):
        return None
    sentences = max(1, sum(1 for one in _SENTENCE_END.split(text) if _WORD.search(one)))
    per_sentence = len(words) / sentences
    if language == "es":
        per_word = sum(map(spanish_syllables, words)) / len(words)
        ease = 206.835 - 62.3 * per_word - per_sentence
        return Reading("easy" if ease > 65 else "fair" if ease > 55 else "hard", None)
    per_word = sum(map(english_syllables, words)) / len(words)
    grade = max(1, round(0.39 * per_sentence + 11.8 * per_word - 15.59))
    return Reading("easy" if grade <= 6 else "fair" if grade <= 8 else "hard", min(grade, 18))


def english_syllables(word: str) -> int:
    """As the letters suggest: groups of vowels, without the e that is not spoken."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if _SILENT.search(letters) and not re.search(r"[^aeioul]les?$", letters):
        letters = re.sub(r"e[sd]?$", "", letters)
    return max(1, len(_VOWELS.findall(letters)))


def spanish_syllables(word: str) -> int:
    """Spanish is written as it is spoken: one syllable for each vowel or diphthong."""
    letters = unicodedata.normalize("NFC", word.lower())
    letters = re.sub(r"(?<=[gq])u(?=[eiéí])", "", letters)
    return max(1, len(_SPANISH.findall(letters)))
