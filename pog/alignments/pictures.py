"""The coverage map as a picture that stands alone: SVG with its own colours, and PNG made of it."""

from collections.abc import Sequence
from typing import Final

import typst
from markupsafe import escape

from pog.alignments.coverage import Cell, Line

LEFT, WIDE, HIGH, TOP, FOOT = 300, 150, 36, 92, 44
FILLS: Final = {3: "#12372e", 2: "#bfe0d5", 1: "#eef1ee", 0: "#ffffff"}
INKS: Final = {3: "#ffffff", 2: "#12372e", 1: "#1d2723", 0: "#5b6660"}
LONGEST_ROW, LONGEST_HEAD = 34, 19
LETTERS: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def map_svg(
    title: str, heads: Sequence[str], lines: Sequence[Line], key: Sequence[tuple[int, str]]
) -> str:
    """The map with its title and a key; every cell says its number, colour only repeats it."""
    width = max(LEFT + len(heads) * WIDE + 20, 640)
    height = TOP + len(lines) * HIGH + FOOT
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{LETTERS}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        text(20, 36, title, size=22, weight=700),
    ]
    parts += [
        text(LEFT + n * WIDE + WIDE / 2, TOP - 14, cut(head, LONGEST_HEAD), "middle", weight=700)
        for n, head in enumerate(heads)
    ]
    for row, line in enumerate(lines):
        y = TOP + row * HIGH
        name = cut(f"{line.number}. {line.attribute.name}", LONGEST_ROW)
        parts.append(text(LEFT - 12, y + HIGH / 2 + 5, name, "end", size=15))
        parts += [square(LEFT + n * WIDE, y, cell) for n, cell in enumerate(line.cells)]
    for n, (strength, words) in enumerate(key):
        x, y = 20 + n * 150, height - 22
        dashes = ' stroke-dasharray="4 3"' if not strength else ""
        parts.append(
            f'<rect x="{x}" y="{y - 13}" width="16" height="16" rx="4" '
            f'fill="{FILLS[strength]}" stroke="#5b6660"{dashes}/>'
        )
        parts.append(text(x + 24, y, words, size=14))
    return "".join(parts) + "</svg>"


def square(x: float, y: float, cell: Cell) -> str:
    dashes = ' stroke-dasharray="4 3"' if not cell.count else ""
    return (
        f'<rect x="{x + 2}" y="{y + 2}" width="{WIDE - 4}" height="{HIGH - 4}" rx="5" '
        f'fill="{FILLS[cell.strength]}" stroke="#8a948f"{dashes}/>'
    ) + text(
        x + WIDE / 2,
        y + HIGH / 2 + 6,
        str(cell.count or "–"),
        "middle",
        size=16,
        weight=700,
        fill=INKS[cell.strength],
    )


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    *,
    size: int = 14,
    weight: int = 400,
    fill: str = "#1d2723",
) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="{fill}">{escape(words)}</text>'
    )


def cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def png_of(svg: str) -> bytes:
    """The picture in pixels, at twice its size."""
    made: bytes = typst.compile(
        b"#set page(width: auto, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg")\n',
        format="png",
        ppi=144.0,
        sys_inputs={"svg": svg},
    )
    return made
