"""Pictures from strangers: decoded within limits and written anew, so that only the dots remain."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from pog.core.errors import Refusal, TooLarge, Unreadable
from pog.core.i18n import _

READ: Final = ("PNG", "JPEG", "WEBP", "GIF")
"""Decoders that strangers' bytes may reach. SVG is a program, TIFF a box of formats."""
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_DOTS: Final = 40_000_000
"""What a good phone takes; decoded it is 160 MB. A bomb says more in a hundred bytes."""
QUALITY: Final = 85


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture we wrote ourselves, without the file it came from."""

    content: bytes
    mimetype: str
    width: int
    height: int


def written_anew(source: bytes, *, form: Literal["PNG", "JPEG"], longest: int) -> Picture:
    """The picture at most so long on its longer side. What else was in the file is gone: place and
    time (EXIF), comments, color profiles, further frames.

    As JPEG what was see-through becomes white. Too many bytes or dots, and what is no picture, is
    refused.
    """
    if len(source) > MOST_BYTES:
        raise TooLarge(
            _("This picture is too large. Send one of %(size)s MB at most.", size=MOST_BYTES >> 20)
        )
    with decoding():
        image = Image.open(io.BytesIO(source), formats=READ)
        width, height = image.size
        if width * height > MOST_DOTS:
            raise TooLarge(
                _(
                    "This picture has %(width)s by %(height)s dots. Make it smaller and try again.",
                    width=width,
                    height=height,
                )
            )
        image.draft("RGB", (longest * 2, longest * 2))  # a JPEG need not be decoded in full
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((longest, longest))
        dots = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    # A new image: what a format keeps in an old one's notes is written along otherwise.
    clean = Image.new(
        "RGBA" if form == "PNG" and dots.mode == "RGBA" else "RGB", dots.size, "white"
    )
    clean.paste(dots, mask=dots if dots.mode == "RGBA" and clean.mode == "RGB" else None)
    out = io.BytesIO()
    clean.save(out, form, optimize=True, **({"quality": QUALITY} if form == "JPEG" else {}))
    return Picture(
        content=out.getvalue(),
        mimetype=f"image/{form.lower()}",
        width=clean.width,
        height=clean.height,
    )


def as_svg(content: bytes, mimetype: str, width: int, height: int) -> str:
    """The picture inside an SVG, dots untouched, for whoever takes only text."""
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:{mimetype};base64,{data}"/></svg>'
    )


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever a decoder says about bad bytes becomes one sentence."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(
            _("This picture has too many dots. Make it smaller and try again.")
        ) from error
    except Refusal:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable(
            _("This is no picture we can read. Send a PNG, JPEG, WebP or GIF file.")
        ) from error
