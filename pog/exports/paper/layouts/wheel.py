"""Sectors around what all of them make: for three to twelve short names."""

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


def wheel(sections: Sequence[Section], centre: str) -> Layout:
    """Sectors around what all of them make: for three to nine short names."""
    words = everything(sections)
    made = Layout(name="wheel")
    cx, cy, inner, outer = WIDTH / 2, HEIGHT / 2, 118.0, 346.0
    turn = 2 * math.pi / max(len(words), 1)
    for number, one in enumerate(words):
        start = -math.pi / 2 + (number - 0.5) * turn
        made.shapes.append(_sector(cx, cy, inner + 8, outer, start, start + turn, one.tone))
        x, y, w, h = room_in_sector(inner + 16, outer - 10, start, start + turn)
        made.boxes.append(
            Box(
                x=cx + x,
                y=cy + y,
                w=w,
                h=h,
                text=one.name,
                most=25,
                least=LEAST_NAME,
                ink=ink_on(one.tone),
            )
        )
    made.shapes.append(f'<circle cx="{cx:g}" cy="{cy:g}" r="{inner - 4:g}" fill="#ffffff"/>')
    side = (inner - 12) * math.sqrt(2)
    made.boxes.insert(
        0,
        Box(
            x=cx - side / 2,
            y=cy - side / 2,
            w=side,
            h=side,
            text=centre,
            kind="centre",
            most=26,
            least=10,
        ),
    )
    return made


def _sector(
    cx: float, cy: float, inner: float, outer: float, start: float, end: float, fill: str
) -> str:
    def at(radius: float, angle: float) -> str:
        return f"{cx + radius * math.cos(angle):.2f} {cy + radius * math.sin(angle):.2f}"

    large = int(end - start > math.pi)
    gap = 0.012
    a, b = start + gap, end - gap
    return (
        f'<path fill="{fill}" d="M{at(inner, a)} L{at(outer, a)} '
        f"A{outer:g} {outer:g} 0 {large} 1 {at(outer, b)} L{at(inner, b)} "
        f'A{inner:g} {inner:g} 0 {large} 0 {at(inner, a)} Z"/>'
    )


def room_in_sector(
    inner: float, outer: float, start: float, end: float
) -> tuple[float, float, float, float]:
    """The roomiest upright rectangle in a ring's sector: left, top, width, height from the middle.

    Wide is worth more than high, for words run sideways.
    """
    middle = (start + end) / 2
    best, found = -1.0, (0.0, 0.0, 1.0, 1.0)
    for step in range(3, 10):
        radius = inner + (outer - inner) * step / 12
        x, y = radius * math.cos(middle), radius * math.sin(middle)
        for wide in range(1, 15):
            w = (outer - inner) * wide / 9
            for high in range(1, 9):
                h = (outer - inner) * high / 14
                value = min(w, 3.2 * h) * math.sqrt(h)
                if value > best and _inside_sector(x, y, w, h, inner, outer, start, end):
                    best, found = value, (x - w / 2, y - h / 2, w, h)
    return found


def _inside_sector(
    x: float,
    y: float,
    w: float,
    h: float,
    inner: float,
    outer: float,
    start: float,
    end: float,
) -> bool:
    margin = 6.0
    middle, half = (start + end) / 2, (end - start) / 2
    steps = (-0.5, -0.25, 0.0, 0.25, 0.5)
    edge = [(s, t) for s in steps for t in (-0.5, 0.5)] + [
        (s, t) for s in (-0.5, 0.5) for t in steps
    ]
    for s, t in edge:
        px, py = x + s * w, y + t * h
        radius = math.hypot(px, py)
        if not inner <= radius <= outer:
            return False
        turned = (math.atan2(py, px) - middle + math.pi) % (2 * math.pi) - math.pi
        if half < math.pi / 2 * 1.99 and radius * math.sin(max(half - abs(turned), -1.0)) < margin:
            return False
    return True
