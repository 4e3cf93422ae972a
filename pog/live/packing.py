"""The bytes of a stream: as they are, or packed once for all who take them packed.

A packed stream is one zlib text (RFC 1950, what HTTP calls "deflate") made of pieces that were
packed apart from each other: each ends at a whole byte and refers to nothing before it, so the
same bytes fit into every stream. Only the checksum at the end is a stream's own, and that of two
texts together follows from theirs. The list of comments travels in a seventh of its size.
"""

import functools
import zlib
from dataclasses import dataclass

BASE = 65521
"""The largest prime below 65,536 (RFC 1950, section 8.2)."""
HEAD = b"\x78\x9c"
LAST_BLOCK = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stream, ready to be written: by itself, and as a chunk of a chunked answer."""

    body: bytes
    chunk: bytes
    length: int
    """Of the text before it was packed."""
    checksum: int


def as_chunk(body: bytes) -> bytes:
    """One chunk of a chunked answer, as uvicorn would write it."""
    return b"%x\r\n%s\r\n" % (len(body), body)


@functools.lru_cache(maxsize=64)
def plain_piece(text: bytes) -> Piece:
    return Piece(text, as_chunk(text), len(text), 0)


@functools.lru_cache(maxsize=64)
def packed_piece(text: bytes) -> Piece:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
    return Piece(body, as_chunk(body), len(text), zlib.adler32(text))


class PlainText:
    """A stream for those who take no packed one."""

    packed = False
    headers: tuple[tuple[bytes, bytes], ...] = ()
    head = b""
    end = b""

    def piece(self, text: bytes) -> Piece:
        return plain_piece(text)

    def add(self, piece: Piece) -> Piece:
        return piece


class PackedText(PlainText):
    """A packed stream; it remembers the checksum of all that went into it."""

    packed = True
    headers = ((b"content-encoding", b"deflate"),)
    head = HEAD

    def __init__(self) -> None:
        self.checksum = 1

    def piece(self, text: bytes) -> Piece:
        return packed_piece(text)

    def add(self, piece: Piece) -> Piece:
        self.checksum = checksum_of_both(self.checksum, piece.checksum, piece.length)
        return piece

    @property
    def end(self) -> bytes:  # type: ignore[override]  # the plain one never changes
        return LAST_BLOCK + self.checksum.to_bytes(4, "big")


def checksum_of_both(first: int, second: int, length: int) -> int:
    """The Adler-32 of two texts together, from theirs and the second one's length."""
    rest = length % BASE
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % BASE
    high = (rest * (first & 0xFFFF) + (first >> 16) + (second >> 16) - rest) % BASE
    return high << 16 | low
