"""One open stream: what it has seen, what waits to be written, and how it ends."""

import asyncio
import random
from collections.abc import Iterable, Mapping
from typing import Any

from pog.live.admission import Listener
from pog.live.bookmarks import write_bookmark
from pog.live.packing import PackedText, Piece, PlainText

STALLED_AFTER = 10.0
"""Seconds after which a reader that takes nothing is cut off; it comes back and catches up."""
COME_BACK_BETWEEN = (500, 5000)
"""Milliseconds: a thousand pages must not come back in one second."""

Send = Any  # ASGI's callables
Parts = Iterable[tuple[str, int, Mapping[str, bytes]]]
Frames = dict[tuple[str, bool, tuple[bytes, ...]], Piece]
BEAT = b"event: beat\ndata:\n\n"


class Subscriber:
    """A stream. What waits is one part for each region, the newest: it cannot pile up."""

    def __init__(
        self,
        listener: Listener,
        numbers: Iterable[int],
        shown: Iterable[str] = (),
        *,
        packed: bool = False,
    ) -> None:
        self.listener = listener
        self.topics = listener.topics
        self.numbers = dict(zip(listener.topics, numbers, strict=True))
        self.shown = frozenset(shown)
        self.transport: asyncio.WriteTransport | None = None
        self.text = PackedText() if packed else PlainText()
        self._waiting: dict[tuple[str, str], bytes] = {}
        self._words: list[bytes] = []
        self._woken = asyncio.Event()
        self._writing = False
        self._ended = False

    def offer(self, topic: str, position: int, parts: Parts, frames: Frames) -> None:
        """Take what it has not seen yet."""
        seen = self.numbers.get(topic, 0)
        for region, number, data in parts:
            mine = data.get(self.listener.language)
            if number > seen and mine is not None and (not self.shown or region in self.shown):
                self._waiting[topic, region] = mine
        self.numbers[topic] = max(position, seen)
        if self._waiting and not self._write_at_once(frames):
            self._woken.set()

    def _write_at_once(self, frames: Frames) -> bool:
        """Hand the bytes to a connection that keeps up: a thousand pages in a few milliseconds.

        A task and a time limit for each of them took three times as long (tests/bench). The
        answer is chunked, and most pages get the same chunk: `frames` keeps it.
        """
        transport = self._free_transport()
        if transport is None:
            return False
        key = (self._bookmark(), self.text.packed, tuple(self._waiting.values()))
        piece = frames.get(key)
        if piece is None:
            piece = frames[key] = self.text.piece(self.message())
        self._waiting.clear()
        transport.write(self.text.add(piece).chunk)
        return True

    def _free_transport(self) -> asyncio.WriteTransport | None:
        """The connection, when all that was written before has left."""
        transport = self.transport
        if transport is None or self._writing or self._words or self._ended:
            return None
        if transport.is_closing() or transport.get_write_buffer_size():
            return None
        return transport

    def beat(self) -> None:
        transport = self._free_transport()
        if transport is not None:
            transport.write(self.text.add(self.text.piece(BEAT)).chunk)
        elif not self._words:
            self._words.append(BEAT)
            self._woken.set()

    def say_goodbye(self) -> None:
        """End it, and have the page come back at some moment of the next seconds."""
        delay = random.randint(*COME_BACK_BETWEEN)  # noqa: S311 - spreads load
        self._words.append(b"retry: %d\nevent: leaving\ndata:\n\n" % delay)
        self.cut()

    def cut(self) -> None:
        self._ended = True
        self._woken.set()

    def _bookmark(self) -> str:
        return write_bookmark(self.numbers[topic] for topic in self.topics)

    def message(self) -> bytes:
        """All that waits, as one piece of the stream."""
        pieces = list(self._words)
        self._words.clear()
        if self._waiting:
            bookmark = self._bookmark().encode()
            pieces += [b"id: %s\n" % bookmark, *self._waiting.values(), b"\n"]
            self._waiting.clear()
        return b"".join(pieces)

    async def write(self, send: Send) -> bool:
        """Write until the stream ends; whether the reader kept up."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            body = self.message()
            if body:
                self._writing = True
                piece = self.text.add(self.text.piece(body))
                try:
                    async with asyncio.timeout(STALLED_AFTER):
                        await send(
                            {"type": "http.response.body", "body": piece.body, "more_body": True}
                        )
                except TimeoutError:
                    return False
                self._writing = False
            if self._ended:
                return True
