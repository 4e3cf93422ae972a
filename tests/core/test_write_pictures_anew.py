"""Pictures from strangers: what is kept of them, and what is refused before it is decoded."""

import io
import zlib

import pytest
from PIL import Image

from pog.core.errors import TooLarge, Unreadable
from pog.core.pictures import MOST_BYTES, written_anew
from tests.factories import picture_bytes


def opened(picture):
    return Image.open(io.BytesIO(picture.content))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("wanted", ["PNG", "JPEG"])
def test_every_kind_becomes_ours(form, wanted):
    picture = written_anew(picture_bytes(form, (300, 200)), form=wanted, longest=150)
    image = opened(picture)
    assert image.format == wanted
    assert picture.mimetype == f"image/{wanted.lower()}"
    assert image.size == (picture.width, picture.height) == (150, 100)


def test_nothing_but_the_dots_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "Taken at Mia's house"
    exif[0x0112] = 6  # the camera lay on its side
    secret = picture_bytes("JPEG", (60, 40), exif=exif, comment=b"Mia Secret")
    assert b"Mia" in secret
    for wanted in ("PNG", "JPEG"):
        picture = written_anew(secret, form=wanted, longest=800)
        assert b"Mia" not in picture.content
        image = opened(picture)
        assert not image.getexif()
        assert not {"comment", "exif", "icc_profile"} & set(image.info)
        assert image.size == (40, 60)  # upright all the same


def test_what_comes_behind_a_picture_is_gone():
    picture = written_anew(picture_bytes() + b"<script>Mia</script>", form="PNG", longest=800)
    assert b"Mia" not in picture.content


def test_what_is_see_through_stays_so_or_becomes_white():
    clear = picture_bytes("PNG", mode="RGBA")
    clear_dot = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    out = io.BytesIO()
    clear_dot.save(out, "PNG")
    assert opened(written_anew(clear, form="PNG", longest=800)).mode == "RGBA"
    whitened = opened(written_anew(out.getvalue(), form="JPEG", longest=800))
    assert whitened.getpixel((10, 10)) == (255, 255, 255)


def bomb(side):
    """A PNG that says it has so many dots on each side, in a few bytes."""

    def chunk(kind, data):
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    head = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("side", [7_000, 12_000, 60_000])
def test_too_many_dots_are_refused_before_they_are_decoded(side):
    with pytest.raises(TooLarge, match="smaller"):
        written_anew(bomb(side), form="PNG", longest=800)


def test_too_many_bytes_are_refused():
    with pytest.raises(TooLarge, match="8 MB"):
        written_anew(b"\x89PNG" + bytes(MOST_BYTES), form="PNG", longest=800)


TIFF = picture_bytes("TIFF")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "source",
    [b"", b"%PDF-1.7", SVG, TIFF, picture_bytes()[:-30], picture_bytes("JPEG", (400, 400))[:300]],
    ids=["nothing", "pdf", "svg", "tiff", "cut off", "cut off jpeg"],
)
def test_what_is_no_picture_is_refused(source):
    with pytest.raises(Unreadable, match="no picture we can read"):
        written_anew(source, form="JPEG", longest=800)
