"""What a layout is made of: words that belong together, boxes for them, shapes around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

WIDTH, HEIGHT = 696.0, 800.0
"""The space between head and foot of a tabloid poster (11 by 17 inches)."""
LEAST_NAME: Final = 13.0
"""The smallest size of a name, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An attribute as a poster shows it."""

    name: str
    statement: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    name: str
    tone: str
    attributes: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place for words: left, top, width and height; the largest and smallest size to try."""

    x: float
    y: float
    w: float
    h: float
    text: str
    most: float
    least: float
    ink: str = "#1a1a1a"
    bold: bool = True
    align: str = "center"
    kind: str = "name"
    """Boxes of one kind are set in one size."""
    optional: bool = False
    """Left out when it does not fit, instead of ruling the layout out."""


@dataclass(slots=True, kw_only=True)
class Layout:
    name: str
    shapes: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def picture(self) -> str:
        """The shapes as an SVG of the layout's size."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT:g}" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{"".join(self.shapes)}</svg>'
        )


def everything(sections: Sequence[Section]) -> list[Words]:
    return [one for section in sections for one in section.attributes]


def rounded(x: float, y: float, w: float, h: float, fill: str, radius: float = 10) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(w, 0):.2f}" height="{max(h, 0):.2f}" '
        f'rx="{radius:g}" fill="{fill}"/>'
    )
