"""A stream travels packed where the browser takes it, and says the same."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.live.packing import PackedText, PlainText, checksum_of_both


@given(st.lists(st.binary(max_size=300), max_size=12))
def test_pieces_packed_apart_make_one_text(texts):
    stream = PackedText()
    body = stream.head + b"".join(stream.add(stream.piece(text)).body for text in texts)
    assert zlib.decompress(body + stream.end) == b"".join(texts)


@given(st.binary(max_size=70_000), st.binary(max_size=70_000))
def test_the_checksum_of_two_texts_follows_from_theirs(first, second):
    both = checksum_of_both(zlib.adler32(first), zlib.adler32(second), len(second))
    assert both == zlib.adler32(first + second)


def test_the_same_piece_fits_into_every_stream():
    one, other = PackedText(), PackedText()
    one.add(one.piece(b"only the first stream has this"))
    piece = one.piece(b"both have this")
    assert other.piece(b"both have this") is piece
    assert zlib.decompress(other.head + other.add(piece).body + other.end) == b"both have this"
    assert PlainText().piece(b"words").body == b"words"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip, deflate, br", True), ("gzip", False), ("deflate;q=0", False), ("", False)],
)
def test_only_those_who_take_it_get_it_packed(server, ana_cookie, topic, accepted, packed):
    stream = server.stream(topic, cookie=ana_cookie, Accept_Encoding=accepted)
    assert (stream.headers.get("content-encoding") == "deflate") is packed
    assert stream.headers["vary"] == "accept-encoding"
    stream.close()
