"""Flask's pages for the ASGI server, in threads.

What a page says is nearly always whole when it is made, so it crosses from its thread to the event
loop once; only what is made in pieces crosses piece by piece. a2wsgi's own bridge crosses four
times for each answer, and while a hall votes every crossing waits for its turn.
"""

import asyncio
import contextvars
import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from a2wsgi.wsgi import Body, build_environ
from flask import Flask

THREADS = 12
AT_ONCE, LOOKS_AT_ONCE = 2, 1
"""Requests worked on at the same time; who only looks starts while there are fewer than the second.
Of more, each waits longer for the interpreter's lock, and a vote holds the database meanwhile."""
LONG = 0.1
"""Seconds after which a page that is still being made (it waits for something, or is a large one)
lets another one start beside it."""
CHANGES_IN_A_ROW = 8
"""So many who pressed a button may pass one who looks: they come first, but not for ever."""
AHEAD = 64 * 1024
"""Bytes of a form that is awaited before a thread is taken: on bad wifi it comes slowly."""
Scope = dict[str, Any]  # ASGI's own loose mapping and callables
Receive = Any
Send = Any
Message = dict[str, Any]


class Pages:
    """The Flask application as an ASGI one.

    On a full evening a page may be late, but "stored" must not: who pressed a button comes before
    those who look.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")
        self._changes: deque[Waiting] = deque()
        self._looks: deque[Waiting] = deque()
        self._counted: set[Waiting] = set()
        self._running = 0
        self._in_a_row = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body = Body(loop, receive)
        looks = scope["method"] in ("GET", "HEAD")
        if is_small(scope) and not await read_ahead(body, receive):
            return
        exchange = Exchange(self._app, loop, send)
        environ: Any = build_environ(scope, body)  # type: ignore[arg-type]  # its own TypedDict
        run = functools.partial(contextvars.copy_context().run, exchange.run, environ)
        one = Waiting(loop.create_future())
        (self._looks if looks else self._changes).append(one)
        self._start(loop)
        try:
            await one.comes
            messages = await loop.run_in_executor(self._threads, run)
        finally:
            self._end(one, loop)
        for message in messages:
            await send(message)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let those start for whom there is room."""
        while self._changes or self._looks:
            room = AT_ONCE if self._changes else LOOKS_AT_ONCE
            if len(self._counted) >= room or self._running == THREADS:
                return
            one = self._next()
            if one.comes.done():  # its task was cancelled
                continue
            one.comes.set_result(None)
            self._running += 1
            self._counted.add(one)
            one.timer = loop.call_later(LONG, self._takes_long, one, loop)

    def _next(self) -> "Waiting":
        passed = self._looks and self._in_a_row >= CHANGES_IN_A_ROW
        looks = passed or not self._changes
        self._in_a_row = 0 if looks else self._in_a_row + 1
        return (self._looks if looks else self._changes).popleft()

    def _takes_long(self, one: "Waiting", loop: asyncio.AbstractEventLoop) -> None:
        self._counted.discard(one)
        self._start(loop)

    def _end(self, one: "Waiting", loop: asyncio.AbstractEventLoop) -> None:
        if one.timer is not None:
            one.timer.cancel()
            self._running -= 1
            self._counted.discard(one)
            self._start(loop)


@dataclass(slots=True, eq=False)
class Waiting:
    """A request that waits to be worked on."""

    comes: asyncio.Future[None]
    timer: asyncio.TimerHandle | None = None
    """It has started, and is counted until then."""


def is_small(scope: Scope) -> bool:
    """Whether it brings what a form usually has; of anything else the application sees the head at
    once, and may refuse it unread.
    """
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return length.isdigit() and 0 < int(length) <= AHEAD


async def read_ahead(body: Body, receive: Receive) -> bool:
    """Take in all of it; whether the sender is still there."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.buffer.extend(message.get("body", b""))
        more = message.get("more_body", False)
    body._has_more = False  # it has no other way to be told
    return True


class Exchange:
    """One request and its answer."""

    def __init__(self, app: Flask, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._app = app
        self._loop = loop
        self._send = send
        self._length: int | None = None
        self._head: Message = {}

    def run(self, environ: dict[str, Any]) -> list[Message]:
        """In a thread: make the answer; what of it is still to be sent."""
        made: Iterable[bytes] = self._app(environ, self._start)
        try:
            pieces = iter(made)
            first = next(pieces, None)
            if first is None or len(first) == self._length:
                return [self._head, {"type": "http.response.body", "body": first or b""}]
            self._send_pieces(first, pieces)
            return [{"type": "http.response.body", "body": b""}]
        finally:
            close: Callable[[], None] | None = getattr(made, "close", None)
            if close is not None:
                close()

    def _send_pieces(self, first: bytes, rest: Iterator[bytes]) -> None:
        """One after the other, each when the one before has left."""
        self._send_now(self._head)
        self._send_now({"type": "http.response.body", "body": first, "more_body": True})
        for piece in rest:
            self._send_now({"type": "http.response.body", "body": piece, "more_body": True})

    def _send_now(self, message: Message) -> None:
        asyncio.run_coroutine_threadsafe(self._send(message), self._loop).result()

    def _start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        """WSGI's `start_response` (PEP 3333); nobody uses the `write` it may return."""
        named = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        length = dict(named).get(b"content-length")
        self._length = int(length) if length is not None else None
        self._head = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": named,
        }
        return self._refuse_write

    def _refuse_write(self, _piece: bytes) -> None:
        raise NotImplementedError("Answers are returned, not written.")
