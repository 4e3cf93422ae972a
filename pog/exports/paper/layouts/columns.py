"""A column for each grouping; a profile without groupings stands in two."""

import math
from collections.abc import Iterator, Sequence

from pog.exports.paper.colours import ink_on, mixed
from pog.exports.paper.layouts.interface import (
    HEIGHT,
    LEAST_NAME,
    WIDTH,
    Box,
    Layout,
    Section,
    Words,
    rounded,
)


def columns(sections: Sequence[Section], centre: str) -> Layout:
    """A column for each grouping; a profile without groupings stands in two."""
    made = Layout(name="columns")
    parts = list(sections)
    if len(parts) == 1:
        words = parts[0].attributes
        half = math.ceil(len(words) / 2)
        parts = [
            Section(name="", tone=parts[0].tone, attributes=some)
            for some in (words[:half], words[half:])
            if some
        ]
    gap = 18.0
    wide = (WIDTH - gap * (len(parts) - 1)) / max(len(parts), 1)
    head = 64.0 if any(part.name for part in parts) else 0.0
    most = max((len(part.attributes) for part in parts), default=1)
    high = (HEIGHT - head - gap * most) / max(most, 1)
    for place, part in enumerate(parts):
        x = place * (wide + gap)
        if head:
            made.shapes.append(rounded(x, 0, wide, head - 10, part.tone))
            made.boxes.append(
                Box(
                    x=x + 10,
                    y=4,
                    w=wide - 20,
                    h=head - 18,
                    text=part.name,
                    kind="section",
                    most=20,
                    least=9,
                    ink=ink_on(part.tone),
                )
            )
        for number, one in enumerate(part.attributes):
            y = head + number * (high + gap)
            made.shapes.append(rounded(x, y, wide, high, mixed(one.tone, "#ffffff", 0.86)))
            made.shapes.append(rounded(x, y, 7, high, one.tone, radius=3))
            made.boxes += card(one, x + 16, y + 6, wide - 24, high - 12)
    return made


def card(one: Words, x: float, y: float, w: float, h: float) -> Iterator[Box]:
    """A name above its statement; the statement only where it has its place."""
    name = h if h < 70 or not one.statement else max(h * 0.34, 34.0)
    yield Box(x=x, y=y, w=w, h=name, text=one.name, most=20, least=LEAST_NAME - 2, align="left")
    if name < h:
        yield Box(
            x=x,
            y=y + name + 2,
            w=w,
            h=h - name - 2,
            text=one.statement,
            most=13,
            least=8.5,
            bold=False,
            align="left",
            optional=True,
            kind="statement",
        )
