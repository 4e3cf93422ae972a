"""The two colours of a profile, the tones made from them, and whether they can be read."""

import re
from collections.abc import Sequence
from typing import Final

MAIN, ACCENT = "#0f5c4c", "#b4460f"
"""When a profile has not chosen its own."""
LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: normal text against what is behind it."""
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_INK, _PAPER = "#000000", "#ffffff"  # one of the two reaches 4.58 on any color

Rgb = tuple[int, int, int]


def is_colour(text: str) -> bool:
    """Whether it is written as #rrggbb."""
    return _HEX.fullmatch(text.lower()) is not None


def rgb_of(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hex_of(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb_of(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, definition)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """White or black, whichever is read better on this colour."""
    return max((_PAPER, _INK), key=lambda ink: contrast(ink, colour))


def readable_on_paper(colour: str) -> bool:
    """Whether words in this colour can be read on white."""
    return contrast(colour, _PAPER) >= LEAST_CONTRAST


def darkened(colour: str) -> str:
    """The nearest darker tone of the colour that can be read on white."""
    red, green, blue = rgb_of(colour)
    for step in range(20, -1, -1):
        tone = hex_of((red * step // 20, green * step // 20, blue * step // 20))
        if readable_on_paper(tone):
            return tone
    return _INK


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one."""
    first, second = rgb_of(one), rgb_of(other)
    parts = [round(a * (1 - share) + b * share) for a, b in zip(first, second, strict=True)]
    return hex_of((parts[0], parts[1], parts[2]))


def tones(main: str, accent: str, number: int) -> Sequence[str]:
    """A tone for each grouping: main, accent, and what lies between and beside them."""
    found = [
        main,
        accent,
        mixed(main, accent, 0.5),
        mixed(main, _INK, 0.35),
        mixed(accent, _INK, 0.35),
        mixed(main, _PAPER, 0.3),
    ]
    return [found[place % len(found)] for place in range(number)]
