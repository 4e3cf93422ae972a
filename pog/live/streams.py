"""`GET /live/stream`: what changes on a page, as server-sent events, without Flask and database."""

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qs

from pog.live.admission import Scope, admit
from pog.live.bookmarks import read_bookmark, write_bookmark
from pog.live.hub import Hub
from pog.live.rendering import NONCE
from pog.live.subscribers import Subscriber

log = logging.getLogger(__name__)
Receive = Any  # ASGI's callables
Send = Any
PATH = "/live/stream"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"vary", b"accept-encoding"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the listener in and write until either side has enough."""
    if scope["method"] not in ("GET", "HEAD"):
        await answer(send, 405, "This address takes no such request.\n")
        return
    if hub.leaving:
        await answer(send, 503, "The server is about to restart.\n")
        return
    query = parse_qs(scope["query_string"].decode("latin-1"))
    topics = [word for word in query.get("topics", [""])[0].split(",") if word]
    try:
        listener = await hub.in_thread(admit, hub.app, scope, topics)
    except Exception:
        log.exception("A stream could not be opened.")
        await answer(send, 503, "This is not possible just now. Please try again.\n")
        return
    if listener is None:
        await answer(send, 404, "There is nothing at this address.\n")
        return
    numbers = read_bookmark(_bookmark(scope, query), len(topics))
    shown = [word for word in query.get("show", [""])[0].split(",") if word]
    subscriber = Subscriber(listener, numbers, shown, packed=takes_packed(scope))
    text = subscriber.text
    headers = [*HEADERS, *text.headers]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # The first words go out at once: the page learns that nothing on the way holds them back.
    words = f"id: {write_bookmark(numbers)}\nevent: hello\ndata: {NONCE}\n\n"
    greeting = text.head + text.add(text.piece(words.encode())).body
    await send({"type": "http.response.body", "body": greeting, "more_body": True})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    subscriber.transport = transport_of(scope)
    hub.join(subscriber)
    gone = asyncio.create_task(_gone(receive, subscriber))
    try:
        kept_up = await subscriber.write(send)
    finally:
        hub.part(subscriber)
        gone.cancel()
    if kept_up:
        await send({"type": "http.response.body", "body": text.end, "more_body": False})
    else:
        await cut_off(scope)


def _bookmark(scope: Scope, query: dict[str, list[str]]) -> str | None:
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return str(value.decode("latin-1"))
    return query.get("since", [None])[0]


def takes_packed(scope: Scope) -> bool:
    """Whether the browser named deflate among the encodings it takes."""
    named = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    return any(
        word.split(b";")[0].strip() == b"deflate" and b"q=0" not in word.replace(b" ", b"")
        for word in named.lower().split(b",")
    )


async def _gone(receive: Receive, subscriber: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.cut()


def transport_of(scope: Scope) -> asyncio.WriteTransport | None:
    """The connection itself, when the server hands it out (pog/live/serving.py)."""
    found: asyncio.WriteTransport | None = (scope.get("extensions") or {}).get("pog.transport")
    return found


async def cut_off(scope: Scope) -> None:
    """Break the connection: what waits in its buffers would never be taken."""
    transport = transport_of(scope)
    if transport is not None:
        transport.abort()
        await asyncio.sleep(0)


async def answer(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
