"""A trunk with leaves left and right: for up to sixteen names of any length."""

import math
from collections.abc import Sequence

from pog.exports.paper.colours import ink_on
from pog.exports.paper.layouts.interface import (
    HEIGHT,
    LEAST_NAME,
    WIDTH,
    Box,
    Layout,
    Section,
    everything,
    rounded,
)


def tree(sections: Sequence[Section], centre: str) -> Layout:
    """A trunk with leaves left and right: for up to sixteen names of any length."""
    words = everything(sections)
    made = Layout(name="tree")
    rows = max(math.ceil(len(words) / 2), 1)
    middle, foot = WIDTH / 2, 70.0
    high = min((HEIGHT - foot) / rows, 150.0)
    top = HEIGHT - foot - rows * high
    bark = "#6b4f3a"
    made.shapes.append(
        f'<path fill="{bark}" d="M{middle - 9:g} {top + 10:g} L{middle + 9:g} {top + 10:g} '
        f'L{middle + 20:g} {HEIGHT - foot:g} L{middle - 20:g} {HEIGHT - foot:g} Z"/>'
    )
    made.shapes.append(rounded(middle - 180, HEIGHT - foot + 4, 360, foot - 8, bark, radius=20))
    made.boxes.append(
        Box(
            x=middle - 165,
            y=HEIGHT - foot + 8,
            w=330,
            h=foot - 16,
            text=centre,
            kind="centre",
            most=20,
            least=10,
            ink=ink_on(bark),
        )
    )
    wide = middle - 46
    for number, one in enumerate(words):
        row, right = divmod(number, 2)
        y = top + (rows - 1 - row) * high
        x = middle + 46 if right else 0.0
        end = x if right else x + wide
        made.shapes.append(
            f'<path stroke="{bark}" stroke-width="7" fill="none" stroke-linecap="round" '
            f'd="M{middle:g} {y + high * 0.8:g} Q{(middle + end) / 2:g} {y + high * 0.5:g} '
            f'{end:g} {y + high * 0.45:g}"/>'
        )
        made.shapes.append(
            f'<path fill="{one.tone}" d="{_leaf(x, y + 5, wide, high - 12, bool(right))}"/>'
        )
        made.boxes.append(
            Box(
                x=x + 20,
                y=y + 11,
                w=wide - 40,
                h=high - 24,
                text=one.name,
                most=24,
                least=LEAST_NAME - 1,
                ink=ink_on(one.tone),
            )
        )
    return made


def _leaf(x: float, y: float, w: float, h: float, right: bool) -> str:
    """A rectangle with two round corners and two pointed ones."""
    r = min(h, w) * 0.48
    if right:
        return (
            f"M{x:g} {y + h:g} L{x:g} {y + r:g} Q{x:g} {y:g} {x + r:g} {y:g} L{x + w:g} {y:g} "
            f"L{x + w:g} {y + h - r:g} Q{x + w:g} {y + h:g} {x + w - r:g} {y + h:g} Z"
        )
    return (
        f"M{x + w:g} {y + h:g} L{x + r:g} {y + h:g} Q{x:g} {y + h:g} {x:g} {y + h - r:g} "
        f"L{x:g} {y:g} L{x + w - r:g} {y:g} Q{x + w:g} {y:g} {x + w:g} {y + r:g} Z"
    )
