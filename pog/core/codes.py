"""Codes people read aloud and type on a phone, and nicknames they can take."""

import unicodedata
from collections.abc import Collection
from random import Random
from typing import Final

# Without 0 and O, 1 and I and L: nobody has to guess what the projector shows.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 6
CARD_LENGTH: Final = 8
"""A card is one person's seat, so its code is long enough that nobody guesses one."""

_ENGLISH_FIRST: Final = (
    "Able Amber Brave Breezy Bright Calm Careful Cheerful Clever Cosmic Cozy Curious Daring Eager "
    "Early Fair Friendly Gentle Golden Happy Helpful Honest Humble Jolly Joyful Keen Kind Lively "
    "Lucky Merry Mindful Noble Patient Polite Quick Quiet Ready Shiny Silver Smiling Steady Sunny "
    "Swift Thoughtful Tidy Warm Wise Witty"
).split()
_ENGLISH_SECOND: Final = (
    "Acorn Anchor Aspen Badger Beacon Birch Bison Breeze Brook Canyon Cedar Cloud Clover Comet "
    "Compass Coral Cricket Daisy Dolphin Eagle Falcon Fern Finch Forest Fox Garden Harbor Hawk "
    "Heron Island Juniper Kite Lantern Lark Lemon Lily Lynx Maple Meadow Moon Oak Orchard Otter "
    "Owl Panda Pebble Pine Planet Prairie Puffin Quill Rabbit Raven River Robin Sparrow Spruce "
    "Star Swan Tiger Tulip Turtle Valley Violin Walnut Willow Wren"
).split()
# Adjectives with one form for both genders, so that every pair agrees.
_SPANISH_SECOND: Final = (
    "Admirable Afable Ágil Alegre Amable Audaz Brillante Capaz Celeste Cordial Elegante Eficaz "
    "Estelar Excelente Feliz Fiable Firme Flexible Fuerte Genial Gentil Hábil Humilde Importante "
    "Independiente Leal Libre Noble Notable Original Paciente Perseverante Perspicaz Prudente "
    "Puntual Radiante Responsable Sagaz Servicial Sobresaliente Sonriente Tenaz Valiente Veloz"
).split()
_SPANISH_FIRST: Final = (
    "Abeto Águila Álamo Alondra Amapola Arroyo Árbol Bosque Brisa Brújula Búho Canario Cedro "
    "Cielo Cisne Clavel Colibrí Cometa Coral Delfín Estrella Faro Flor Fresno Garza Girasol "
    "Golondrina Gorrión Guitarra Halcón Isla Jardín Lago Limonero Lince Lirio Lucero Luna "
    "Manzano Mar Margarita Mariposa Montaña Naranjo Nido Nube Nutria Olivo Panda Pino Planeta "
    "Puente Río Roble Ruiseñor Sauce Sol Tigre Tortuga Trébol Tulipán Valle Violín Zorzal"
).split()


def new_code(random: Random, length: int = CODE_LENGTH) -> str:
    """Draw a code; the caller checks that it is free."""
    return "".join(random.choice(ALPHABET) for _ in range(length))


def read_code(typed: str, length: int = CODE_LENGTH) -> str | None:
    """Return the code somebody typed in any case, with spaces or dashes, or nothing."""
    code = "".join(
        character
        for character in unicodedata.normalize("NFKC", typed).upper()
        if unicodedata.category(character) not in {"Zs", "Pd", "Cc", "Cf"}
    )
    if len(code) == length and all(character in ALPHABET for character in code):
        return code
    return None


def suggest_nickname(random: Random, language: str, taken: Collection[str]) -> str:
    """Draw a friendly pair of words nobody has yet, in Spanish for "es" and else in English."""
    if language.partition("_")[0].partition("-")[0] == "es":
        first, second = _SPANISH_FIRST, _SPANISH_SECOND
    else:
        first, second = _ENGLISH_FIRST, _ENGLISH_SECOND
    used = {name.casefold() for name in taken}
    for _ in range(20):
        pair = f"{random.choice(first)} {random.choice(second)}"
        if pair.casefold() not in used:
            return pair
    free = [f"{one} {two}" for one in first for two in second]
    free = [pair for pair in free if pair.casefold() not in used]
    if free:
        return random.choice(free)
    number = 2
    while f"{pair} {number}".casefold() in used:
        number += 1
    return f"{pair} {number}"
