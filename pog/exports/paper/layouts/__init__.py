"""Where things stand on a poster; pure geometry in points (1/72 inch), origin top left.

A layout is a picture of shapes, and boxes for words that lie inside the shapes and apart from each
other whatever stands in them. Whether the words fit is measured when they are set: the poster takes
the first layout in which every name fits at a size that can be read from two steps away.
"""

from collections.abc import Callable, Sequence
from typing import Final

from pog.exports.paper.layouts.columns import columns
from pog.exports.paper.layouts.hexagons import hexagons
from pog.exports.paper.layouts.interface import HEIGHT, WIDTH, Layout, Section, Words, everything
from pog.exports.paper.layouts.rows import rows
from pog.exports.paper.layouts.tree import tree
from pog.exports.paper.layouts.wheel import wheel

__all__ = ["HEIGHT", "LAYOUTS", "WIDTH", "Layout", "Section", "Words", "candidates"]

LAYOUTS: Final[dict[str, Callable[[Sequence[Section], str], Layout]]] = {
    "wheel": wheel,
    "hexagons": hexagons,
    "columns": columns,
    "tree": tree,
}
"""What a profile can choose; `rows` is for what fits in none of them."""


def in_order(sections: Sequence[Section], wanted: str = "") -> list[str]:
    """Which layouts to try, first the one asked for, then what suits the number and groupings."""
    number, named = len(everything(sections)), sum(bool(one.name) for one in sections)
    if 2 <= named <= 4:
        usual = ["columns", "tree", "hexagons", "wheel"]
    elif number <= 8:
        usual = ["wheel", "hexagons", "tree", "columns"]
    else:
        usual = ["hexagons", "tree", "columns", "wheel"]
    first = [wanted] if wanted in LAYOUTS else []
    return [*first, *(one for one in usual if one != wanted)]


def candidates(sections: Sequence[Section], centre: str, wanted: str = "") -> list[Layout]:
    """The layouts to try, in order; the last one takes everything."""
    possible = [
        name
        for name in in_order(sections, wanted)
        if name != "wheel" or 3 <= len(everything(sections)) <= 12
    ]
    return [*(LAYOUTS[name](sections, centre) for name in possible), rows(sections, centre)]
