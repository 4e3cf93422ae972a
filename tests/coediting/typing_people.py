"""An editor without a browser: a Yjs document, the real socket, the real server."""

import json
import time
import uuid
from contextlib import ExitStack, suppress
from typing import Any

from pycrdt import Doc, Text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from pog.coediting import messages
from pog.coediting.messages import Reader, sync


class Typing:
    """One editor of one text."""

    def __init__(self, url: str, attribute_id: uuid.UUID, cookie: str = "", **options: Any) -> None:
        self.address = url.replace("http", "ws") + f"/live/texts/{attribute_id}"
        self.cookie = cookie
        self.options = options
        self.doc: Doc = Doc()
        self.doc["text"] = self.text = Text()
        self.made: list[bytes] = []
        self._remote = False
        self._watch = self.doc.observe(self._changed)
        self.socket: ClientConnection | None = None
        self._forget()

    def _forget(self) -> None:
        self.hello: list[dict[str, Any]] = []
        self.kept: list[dict[str, Any]] = []
        self.refused: dict[str, Any] | None = None
        self.stored = 0
        self.sent = 0
        self.synced = False
        self.carets: dict[int, Any] = {}
        self.closed: int | None = None

    def _changed(self, event: Any) -> None:
        if not self._remote:
            self.made.append(event.update)

    def open(self) -> "Typing":
        """Connect and bring both sides up to date."""
        self.connect()
        assert self.until(lambda: self.synced or self.closed is not None), "never in step"
        return self

    def connect(self) -> None:
        """Connect and ask, without waiting for the answer."""
        self._forget()
        headers = {"Cookie": self.cookie} if self.cookie else {}
        headers.update(self.options.get("headers", {}))
        self._end = ExitStack()
        self.socket = self._end.enter_context(
            connect(self.address, additional_headers=headers, compression=None, max_size=None)
        )
        self.send(sync(messages.STEP1, self.doc.get_state()))

    def send(self, message: bytes) -> None:
        assert self.socket is not None
        with suppress(ConnectionClosed):  # what it said last is still to be read
            self.socket.send(message)

    def type(self, at: int, words: str) -> None:
        """Insert words and send them."""
        self.text.insert(at, words)
        self.flush()

    def delete(self, start: int, end: int) -> None:
        del self.text[start:end]
        self.flush()

    def flush(self) -> None:
        for update in self.made:
            self.send(sync(messages.UPDATE, update))
            self.sent += 1
        self.made.clear()

    def read(self, seconds: float = 0.05) -> bool:
        """Take one message; False when none came or the socket ended."""
        assert self.socket is not None
        try:
            body = self.socket.recv(timeout=seconds)
        except TimeoutError:
            return False
        except ConnectionClosed as closed:
            self.closed = closed.rcvd.code if closed.rcvd else 1006
            return False
        assert isinstance(body, bytes)
        self.take(body)
        return True

    def take(self, body: bytes) -> None:
        reader = Reader(body)
        kind = reader.number()
        if kind == messages.SYNC:
            step, content = reader.number(), reader.bytes()
            if step == messages.STEP1:
                self.made.clear()
                self.send(sync(messages.STEP2, self.doc.get_update(content)))
                self.sent += 1
            else:
                self.apply(content)
                self.synced = self.synced or step == messages.STEP2
        elif kind == messages.AWARENESS:
            inner = Reader(reader.bytes())
            for _ in range(inner.number()):
                client, _clock = inner.number(), inner.number()
                self.carets[client] = json.loads(inner.text())
        elif kind == messages.STORED:
            self.stored = reader.number()
        elif kind == messages.REFUSED:
            self.refused = json.loads(reader.text())
        elif kind == messages.HELLO:
            self.hello.append(json.loads(reader.text()))
        elif kind == messages.KEPT:
            self.kept.append(json.loads(reader.text()))

    def apply(self, update: bytes) -> None:
        self._remote = True
        try:
            self.doc.apply_update(update)
        finally:
            self._remote = False

    def until(self, reached: Any, seconds: float = 5) -> bool:
        """Read until this is so."""
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                return False
            if not self.read() and self.closed is not None:
                return bool(reached())
        return True

    def settle(self, seconds: float = 5) -> bool:
        """Read until all that was sent is stored."""
        return self.until(lambda: self.stored >= self.sent, seconds)

    def says(self, words: str, seconds: float = 5) -> bool:
        return self.until(lambda: str(self.text) == words, seconds)

    def is_ended(self, seconds: float = 5) -> bool:
        return self.until(lambda: self.closed is not None, seconds)

    def close(self) -> None:
        if self.socket is not None:
            self._end.close()


def caret(client: int, clock: int, state: Any) -> bytes:
    """An awareness message."""
    body = messages.number(1) + messages.number(client) + messages.number(clock)
    return messages.awareness(body + messages.sized(json.dumps(state).encode()))
