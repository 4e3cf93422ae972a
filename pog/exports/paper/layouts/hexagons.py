"""A honeycomb: for three to fifteen names."""

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
)


def hexagons(sections: Sequence[Section], centre: str) -> Layout:
    """A honeycomb: for three to fifteen names."""
    words = everything(sections)
    made = Layout(name="hexagons")
    columns, side = _honeycomb(len(words))
    across = math.sqrt(3) * side
    rows = math.ceil(len(words) / columns)
    used = across * (columns + (0.5 if rows > 1 else 0))
    top = (HEIGHT - side * (1.5 * rows + 0.5)) / 2
    for number, one in enumerate(words):
        row, column = divmod(number, columns)
        cx = (WIDTH - used) / 2 + across * (column + 0.5 + (0.5 if row % 2 else 0))
        cy = top + side * (1 + 1.5 * row)
        corners = " ".join(
            f"{cx + (side - 4) * math.sin(k * math.pi / 3):.2f},"
            f"{cy - (side - 4) * math.cos(k * math.pi / 3):.2f}"
            for k in range(6)
        )
        made.shapes.append(f'<polygon points="{corners}" fill="{one.tone}"/>')
        w, h = across * 0.88, side * 0.96
        made.boxes.append(
            Box(
                x=cx - w / 2,
                y=cy - h / 2,
                w=w,
                h=h,
                text=one.name,
                most=28,
                least=LEAST_NAME,
                ink=ink_on(one.tone),
            )
        )
    return made


def _honeycomb(number: int) -> tuple[int, float]:
    """Columns and side of the largest honeycomb of so many cells that has its room."""

    def side_for(columns: int) -> float:
        rows = math.ceil(number / columns)
        wide = columns + (0.5 if rows > 1 else 0)
        return min(WIDTH / (math.sqrt(3) * wide), HEIGHT / (1.5 * rows + 0.5), 190.0)

    best = max(range(1, max(number, 1) + 1), key=lambda columns: (side_for(columns), -columns))
    return best, side_for(best)
