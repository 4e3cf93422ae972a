"""One line for each name, in two columns when there are many: whatever fits nowhere else."""

import math
from collections.abc import Sequence

from pog.exports.paper.layouts.interface import (
    HEIGHT,
    WIDTH,
    Box,
    Layout,
    Section,
    everything,
    rounded,
)


def rows(sections: Sequence[Section], centre: str) -> Layout:
    """One line for each name, in two columns when there are many: whatever fits nowhere else."""
    words = everything(sections)
    made = Layout(name="rows")
    across = 1 if len(words) <= 16 else 2
    down = max(math.ceil(len(words) / across), 1)
    wide, high = (WIDTH - 18.0 * (across - 1)) / across, min(HEIGHT / down, 120.0)
    for number, one in enumerate(words):
        place, row = divmod(number, down)
        x, y = place * (wide + 18.0), row * high
        made.shapes.append(rounded(x, y + 2, 10, high - 6, one.tone, radius=4))
        made.boxes.append(
            Box(
                x=x + 20,
                y=y + 2,
                w=wide - 20,
                h=high - 6,
                text=one.name,
                most=24,
                least=6,
                align="left",
            )
        )
    return made
