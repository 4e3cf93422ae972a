"""Words of a search: how they are told apart, shortened to their stems and marked."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
MOST_WORDS: Final = 8
SHORTEST_STEM: Final = 4
# Endings of English and Spanish, without accents; the longest that leaves a stem goes.
ENDINGS: Final = tuple(
    sorted(
        (
            # how things are called
            *("ations", "ation", "itions", "ition", "ions", "ion"),
            *("ities", "ity", "ments", "ment", "ness", "ences", "ence", "ances", "ance"),
            *("aciones", "acion", "iciones", "icion", "ciones", "cion", "siones", "sion"),
            *("idades", "idad", "mientos", "miento", "encias", "encia", "ancias", "ancia"),
            # what people do, and how
            *("ings", "ing", "ers", "er", "ors", "or", "ed", "ive", "ively", "ly"),
            *("ating", "ated", "ates", "ate", "ators", "ator", "ative", "atively"),
            *("adores", "ador", "adora", "adoras", "ando", "iendo", "amente", "mente"),
            *("ar", "ir", "ados", "adas", "ado", "ada", "idos", "idas", "ido", "ida"),
            *("ivos", "ivas", "ivo", "iva", "ativo", "ativa", "ativos", "ativas"),
            # more than one
            *("ies", "es", "s", "as", "os", "e", "a", "o", "y"),
        ),
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word somebody looks for, and the stem other forms of it begin with."""

    whole: str
    stem: str


def fold(text: str) -> str:
    """Small letters without accents, one for one: "Comunicación" and "comunicacion" are the same.

    The result is as long as the text, so that places in the one are places in the other.
    """
    return "".join(_fold_letter(letter) for letter in text)


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[:1].lower()
    return plain if len(plain) == 1 else letter


def words_in(text: str) -> tuple[Word, ...]:
    """The words of what somebody typed, each once; signs between them mean nothing."""
    found = dict.fromkeys(WORD.findall(fold(unicodedata.normalize("NFC", text))))
    return tuple(Word(whole, stem_of(whole)) for whole in list(found)[:MOST_WORDS])


def stem_of(word: str) -> str:
    """The part that "communicate", "communication" and "comunicación" share with their kin.

    A light touch: one ending goes, and four letters stay. Words with a digit are codes.
    """
    if not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def marked(text: str, words: tuple[Word, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in WORD.finditer(fold(text)):
        if any(found[0].startswith(word.stem) for word in words):
            if found.start() > end:
                pieces.append((text[end : found.start()], False))
            pieces.append((text[found.start() : found.end()], True))
            end = found.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces
