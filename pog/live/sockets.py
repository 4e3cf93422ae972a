"""`/live/texts/<attribute>`: one editor's socket, from the handshake to the end.

The standard Yjs sync protocol with four messages of our own (pog/coediting/messages.py).
"""

import asyncio
import logging
import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from pog.coediting import messages
from pog.coediting.messages import Malformed, Reader
from pog.coediting.models import UPDATE_LIMIT
from pog.coediting.people import Typist, typist_at
from pog.config import Settings
from pog.live.admission import Scope, environment
from pog.live.frames import frame
from pog.live.room import Member, Room
from pog.live.texts import Texts
from pog.web.doors import actor
from pog.web.edge import site_of

log = logging.getLogger(__name__)
Receive = Any  # ASGI's callables
Send = Any
PREFIX = "/live/texts/"
CLOSE_WITHIN = 5.0
NOBODY = messages.number(0)


async def socket(texts: Texts, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the editor in, and take what it sends until either side has enough."""
    await receive()  # websocket.connect
    key = _key(scope["path"])
    connection = scope["extensions"].get("pog.socket")  # pog/live/serving.py hands it out
    if key is None or connection is None:
        await _reject(send, 404, "There is nothing at this address.\n")
        return
    if not _from_here(scope, texts.hub.settings):
        await _reject(send, 403, "This request came from another site.\n")
        return
    if texts.hub.leaving:
        await _reject(send, 503, "The server is about to restart.\n")
        return
    try:
        typist = await texts.hub.in_thread(_admit, texts.app, scope, key)
    except Exception:
        log.exception("A shared text could not be opened.")
        await _reject(send, 503, "This is not possible just now. Please try again.\n")
        return
    if typist is None:
        await _reject(send, 404, "There is nothing at this address.\n")
        return
    member = Member(typist, connection.transport)
    ear = Ear(texts, member, connection)
    await send({"type": "websocket.accept"})
    talk = asyncio.ensure_future(_talk(ear, receive))
    try:
        await asyncio.wait((talk, member.ended), return_when=asyncio.FIRST_COMPLETED)
    finally:
        talk.cancel()
    if talk.done() and not talk.cancelled() and talk.exception() is not None:
        log.error("A socket failed.", exc_info=talk.exception())
        member.refuse("busy")
    if member.ended.done():
        await _close(send, member.transport, member.ended.result())


def _key(path: str) -> uuid.UUID | None:
    text = path.removeprefix(PREFIX)
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return key if str(key) == text else None


def _from_here(scope: Scope, settings: Settings) -> bool:
    """Browsers say which site a script that opens a socket belongs to; other sites get none."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if origin is None:
        return True  # no browser, so nobody's cookie is sent against their will
    ours = {headers.get(b"host", ""), urlsplit(settings.base_url).netloc}
    if settings.trusted_proxies:
        ours.add(headers.get(b"x-forwarded-host", ""))
    return site_of(origin) in ours - {""}


def _admit(app: Flask, scope: Scope, key: uuid.UUID) -> Typist | None:
    """In a thread: who this is by their cookie, if they may see the text."""
    with app.request_context(environment(app, scope)):
        return typist_at(actor(), key)


class Ear:
    """Takes what one editor sends as it comes, in its order."""

    def __init__(self, texts: Texts, member: Member, socket: Any) -> None:
        self.texts, self.member, self._socket = texts, member, socket
        self._room: Room | None = None
        self._early: list[bytes] = []
        socket.listener = self

    def hear(self, message: bytes) -> None:
        room, member = self._room, self.member
        if room is None:
            self._keep(message)
        elif not member.refused:
            try:
                take(self.texts, room, member, message)
            except Malformed:
                member.refuse("malformed")
            except Exception:
                log.exception("A socket failed.")
                member.refuse("busy")

    def _keep(self, message: bytes) -> None:
        """The text is not open yet: no more is read until it is."""
        if not self._early:
            self.member.transport.pause_reading()
        self._early.append(message)

    def open(self, room: Room) -> None:
        self._room = room
        for message in self._early:
            self.hear(message)
        self._read_on()

    def lose(self) -> None:
        self.member.end()

    def close(self) -> None:
        self._socket.listener = None
        self._read_on()

    def _read_on(self) -> None:
        if self._early and not self.member.transport.is_closing():
            self.member.transport.resume_reading()
        self._early.clear()


async def _talk(ear: Ear, receive: Receive) -> None:
    try:
        await _talk_in_room(ear, receive)
    finally:
        ear.close()


async def _talk_in_room(ear: Ear, receive: Receive) -> None:
    texts, member = ear.texts, ear.member
    if member.typist.is_dropped:
        member.refuse("gone")
        return
    try:
        room = await texts.enter(member)
    except Exception:
        log.exception("The text of %s could not be loaded.", member.typist.attribute_id)
        member.refuse("busy")
        return
    try:
        _greet(room, member)
        ear.open(room)
        while (await receive())["type"] != "websocket.disconnect":
            member.refuse("malformed")  # bytes are heard: this is text
    finally:
        texts.depart(room, member)


def _greet(room: Room, member: Member) -> None:
    hello = member.typist.hello(editable=member.editable, revision=room.revision)
    first = frame(messages.spoken(messages.HELLO, hello))
    first += frame(messages.sync(messages.STEP1, room.document.state))
    carets = room.all_carets()
    if carets is not None:
        first += frame(messages.awareness(carets))
    member.write(first)


def take(texts: Texts, room: Room, member: Member, body: bytes) -> None:
    """One message of an editor; raises Malformed when it is none."""
    if len(body) > UPDATE_LIMIT:
        member.refuse("too-big")
        return
    reader = Reader(body)
    kind = reader.number()
    if kind == messages.SYNC:
        step, content = reader.number(), reader.bytes()
        if step == messages.STEP1:
            member.send(messages.sync(messages.STEP2, room.document.since(content)))
        elif step in (messages.STEP2, messages.UPDATE):
            texts.type(member, content)
        else:
            raise Malformed
    elif kind == messages.AWARENESS:
        room.move_caret(member, reader.bytes())
    elif kind == messages.QUERY_AWARENESS:
        # Always answered: pages ask it to learn whether anybody is still there.
        member.send(messages.awareness(room.all_carets() or NOBODY))
    else:
        raise Malformed


async def _reject(send: Send, status: int, sentence: str) -> None:
    """Answer the handshake like an ordinary request."""
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body, "more_body": False})


async def _close(send: Send, transport: asyncio.WriteTransport, code: int) -> None:
    """End it in good manners; a reader who takes nothing is cut off."""
    try:
        async with asyncio.timeout(CLOSE_WITHIN):
            await send({"type": "websocket.close", "code": code})
    except TimeoutError:
        transport.abort()
