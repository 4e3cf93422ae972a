"""Flask's pages for the ASGI server, in threads.

What a page says is nearly always whole when it is made, so it crosses from its thread to the event
loop once; only what is made in pieces crosses piece by piece. a2wsgi's own bridge crosses four
times for each answer, and while a hall votes every crossing waits for its turn.
"""

import asyncio
import contextvars
import functools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import Body, build_environ
from flask import Flask

READERS, CHANGERS = 6, 6
"""Threads for those who look and for those who pressed a button, who never wait behind the others:
on a full evening a page may be late, but "stored" must not."""
AHEAD = 64 * 1024
"""Bytes of a form that are awaited before a thread is taken: on bad wifi they come slowly."""
Scope = dict[str, Any]  # ASGI's own loose mapping and callables
Receive = Any
Send = Any
Message = dict[str, Any]


class Pages:
    """The Flask application as an ASGI one."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._changers = ThreadPoolExecutor(CHANGERS, thread_name_prefix="change")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body = Body(loop, receive)
        looks = scope["method"] in ("GET", "HEAD")
        if not looks and not await read_ahead(body, receive):
            return
        exchange = Exchange(self._app, loop, send)
        environ: Any = build_environ(scope, body)  # type: ignore[arg-type]  # its own TypedDict
        run = functools.partial(contextvars.copy_context().run, exchange.run, environ)
        threads = self._readers if looks else self._changers
        for message in await loop.run_in_executor(threads, run):
            await send(message)


async def read_ahead(body: Body, receive: Receive) -> bool:
    """Take in what a form usually has; whether the sender is still there."""
    while len(body.buffer) < AHEAD:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.buffer.extend(message.get("body", b""))
        if not message.get("more_body", False):
            body._has_more = False  # it has no other way to be told
            break
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
