"""A result as a file that is no text: the picture drawn in pixels."""

import json
from typing import Final

import typst

PAGE: Final = b"""
#let picture = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(picture.svg), format: "svg", width: 488pt)
"""


def png_of(svg: str) -> bytes:
    """Return the picture about 1,350 pixels wide."""
    made: bytes = typst.compile(
        PAGE, format="png", ppi=200, sys_inputs={"data": json.dumps({"svg": svg})}
    )
    return made
