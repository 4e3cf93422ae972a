"""A page's stream without a browser, and the server it comes from in a thread of the test."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from flask import Flask

from pog.asgi import Application
from pog.live.serving import SOCKETS, PageProtocol
from tests.services import free_port


@dataclass(frozen=True)
class Message:
    """One server-sent event."""

    event: str
    data: str
    id: str
    retry: int | None = None

    @property
    def regions(self) -> list[str]:
        """The names of the regions it brings."""
        return re.findall(r'<hx-partial hx-target="#region-([^"]+)"', self.data)


class Stream:
    """An open stream, read piece by piece; `read=False` never reads."""

    def __init__(self, url: str, path: str, *, receive_buffer: int | None = None, **headers: str):
        address = urlsplit(url)
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((address.hostname, address.port))
        lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}", "Accept: text/event-stream"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.raw = b""
        self.text = ""
        self.ended = False
        self.status, self.headers = self._head()

    def _head(self) -> tuple[int, dict[str, str]]:
        deadline = time.monotonic() + 10
        while b"\r\n\r\n" not in self.raw:
            self._fill(deadline)
        head, self.raw = self.raw.split(b"\r\n\r\n", 1)
        first, *rest = head.decode().split("\r\n")
        return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in rest)

    def _fill(self, deadline: float) -> None:
        self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = self.socket.recv(65536)
        if not piece:
            self.ended = True
            raise EOFError
        self.raw += piece

    def _unchunk(self) -> None:
        while True:
            size, found, rest = self.raw.partition(b"\r\n")
            if not found:
                return
            length = int(size, 16)
            if length == 0:
                self.ended = True
                return
            if len(rest) < length + 2:
                return
            self.text += rest[:length].decode()
            self.raw = rest[length + 2 :]

    def next(self, seconds: float = 5) -> Message | None:
        """The next event; None when it takes longer than this or the stream ended."""
        deadline = time.monotonic() + seconds
        while "\n\n" not in self.text:
            self._unchunk()
            if "\n\n" in self.text:
                break
            if self.ended:
                return None
            try:
                self._fill(deadline)
            except (TimeoutError, EOFError, ConnectionResetError):
                self._unchunk()
                if "\n\n" not in self.text:
                    return None
        block, self.text = self.text.split("\n\n", 1)
        fields: dict[str, list[str]] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        return Message(
            event=fields.get("event", [""])[0],
            data="\n".join(fields.get("data", [])),
            id=fields.get("id", [""])[0],
            retry=int(fields["retry"][0]) if "retry" in fields else None,
        )

    def part(self, seconds: float = 5) -> Message | None:
        """The next message that brings parts."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = self.next(left)
            if message is None or not message.event:
                return message
        return None

    def is_cut(self, seconds: float) -> bool:
        """Whether the server ends it within this time."""
        deadline = time.monotonic() + seconds
        while not self.ended and time.monotonic() < deadline:
            try:
                self._fill(deadline)
                self._unchunk()
            except TimeoutError:
                return False
            except (EOFError, ConnectionResetError):
                return True
        return self.ended

    def close(self) -> None:
        self.socket.close()


class Server:
    """`pog.asgi` on a port, in a thread."""

    def __init__(self, app: Flask) -> None:
        self.application = Application(app)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self.application,
            port=self.port,
            http=PageProtocol,
            **SOCKETS,
            lifespan="on",
            log_config=None,
            timeout_graceful_shutdown=3,
        )
        self.uvicorn = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.uvicorn.run, daemon=True)
        self.streams: list[Stream] = []

    def start(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + 15
        while not self.uvicorn.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        for stream in self.streams:
            with contextlib.suppress(OSError):
                stream.close()
        self.uvicorn.should_exit = True
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()

    def stream(self, *topics: str, cookie: str = "", since: str = "", **more: str) -> Stream:
        path = f"/live/stream?topics={','.join(topics)}&since={since}"
        for name in [name for name in more if name == "show"]:
            path += f"&{name}={more.pop(name)}"
        headers = {"Cookie": cookie} if cookie else {}
        found = Stream(self.url, path, **headers, **more)
        self.streams.append(found)
        return found


@contextmanager
def running(app: Flask) -> Iterator[Server]:
    server = Server(app)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def cookie_of(browser) -> str:
    """The cookie header of somebody who signed in."""
    return f"session={browser.get_cookie('session').value}"
