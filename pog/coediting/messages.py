"""What travels over a socket: the y-protocols framing, and our own four messages beside it."""

import json
from collections.abc import Mapping
from typing import Any

SYNC, AWARENESS, QUERY_AWARENESS = 0, 1, 3
STORED, REFUSED, HELLO, KEPT = 8, 9, 10, 11
STEP1, STEP2, UPDATE = 0, 1, 2


class Malformed(Exception):
    """Bytes that are none of our messages."""


class Reader:
    """Reads lib0's encoding; every slip is a `Malformed`."""

    __slots__ = ("at", "body")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0

    def byte(self) -> int:
        try:
            found = self.body[self.at]
        except IndexError:
            raise Malformed from None
        self.at += 1
        return found

    def number(self) -> int:
        """A varUint of at most 53 bits, what JavaScript can count."""
        byte = self.byte()
        if byte < 128:  # nearly all of them
            return byte
        found, shift = byte & 127, 7
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
            if shift > 49:
                raise Malformed

    def bytes(self) -> bytes:
        length = self.number()
        start, self.at = self.at, self.at + length
        if self.at > len(self.body):
            raise Malformed
        return self.body[start : self.at]

    def text(self) -> str:
        try:
            return self.bytes().decode()
        except UnicodeDecodeError:
            raise Malformed from None

    @property
    def finished(self) -> bool:
        return self.at == len(self.body)


def number(value: int) -> bytes:
    """A varUint."""
    if value < 128:
        return bytes((value,))
    pieces = bytearray()
    while value > 127:
        pieces.append(128 | (value & 127))
        value >>= 7
    pieces.append(value)
    return bytes(pieces)


def sized(body: bytes) -> bytes:
    """Bytes with their length in front."""
    return number(len(body)) + body


def sync(kind: int, body: bytes) -> bytes:
    return bytes((SYNC, kind)) + sized(body)


def awareness(body: bytes) -> bytes:
    return bytes((AWARENESS,)) + sized(body)


def stored(count: int) -> bytes:
    return bytes((STORED,)) + number(count)


def spoken(kind: int, content: Mapping[str, Any]) -> bytes:  # Any: plain JSON
    """One of our messages that carries JSON."""
    return bytes((kind,)) + sized(json.dumps(content, ensure_ascii=False).encode())
