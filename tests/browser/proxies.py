"""Networks as halls have them, between the browsers and the server: each a small proxy of its own.

Every request gets a connection of its own, so that a browser cannot hide a lost answer by
repeating the request by itself.
"""

import contextlib
import socket
import socketserver
import threading
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"


class Proxy(socketserver.ThreadingTCPServer):
    """Once it is bad, `answer` of the networks below decides what comes through."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, site_url: str) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.server_port = urlsplit(site_url).port or 80
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.is_bad = False
        """Before, everything is passed on as it comes."""
        self.dropped: list[str] = []
        self._open: set[socket.socket] = set()

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def turn_bad(self) -> None:
        """From now on; what is open ends, as when the filter comes into its way."""
        self.is_bad = True
        for one in list(self._open):
            end(one)

    def stop(self) -> None:
        self.shutdown()
        for one in list(self._open):
            end(one)
        self.server_close()

    def finish_request(self, request: socket.socket, client_address: object) -> None:
        """One request, one answer."""
        server = socket.create_connection(("127.0.0.1", self.server_port))
        self._open |= {request, server}
        try:
            with contextlib.suppress(OSError):  # one of the two went away, as networks do
                head, rest = read_head(request)
                server.sendall(one_request_only(head))
                up = threading.Thread(target=pass_on, args=(request, server, rest), daemon=True)
                up.start()
                if self.is_bad:
                    self.answer(head, server, request)
                else:
                    pass_on(server, request)
        finally:
            end(request)
            end(server)
            server.close()
            self._open -= {request, server}

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that failed is what the tests are about."""

    def answer(self, head: bytes, server: socket.socket, browser: socket.socket) -> None:
        raise NotImplementedError


class Cable(Proxy):
    """Pulled out, nothing gets through in either direction; put in again, everything does."""

    def turn_good(self) -> None:
        self.is_bad = False

    def finish_request(self, request: socket.socket, client_address: object) -> None:
        if self.is_bad:
            end(request)
        else:
            super().finish_request(request, client_address)


class HoldsUntilTheEnd(Proxy):
    """Passes an answer on when it is whole, as filters of schools do: no stream gets through."""

    def answer(self, head, server, browser):
        pieces = []
        while piece := server.recv(65536):
            pieces.append(piece)
        browser.sendall(b"".join(pieces))


class DropsEveryFifth(Proxy):
    """The server does its work, and every fifth time nobody hears of it."""

    count = 0

    def answer(self, head, server, browser):
        self.count += 1
        if self.count % 5:
            pass_on(server, browser)
        else:
            server.recv(1)
            self.dropped.append(head.split(b"\r\n", 1)[0].decode())


def read_head(browser: socket.socket) -> tuple[bytes, bytes]:
    """The head of the request, and what came with it of its body."""
    came = b""
    while HEAD_END not in came:
        piece = browser.recv(65536)
        if not piece:
            raise ConnectionError
        came += piece
    at = came.index(HEAD_END) + len(HEAD_END)
    return came[:at], came[at:]


def pass_on(source: socket.socket, target: socket.socket, first: bytes = b"") -> None:
    with contextlib.suppress(OSError):
        target.sendall(first)
        while piece := source.recv(65536):
            target.sendall(piece)


def end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def one_request_only(head: bytes) -> bytes:
    """The request's head, with the wish for a further one taken out; sockets keep theirs."""
    first, *lines = head[: -len(HEAD_END)].split(b"\r\n")
    if any(line.lower().startswith(b"upgrade:") for line in lines):
        return head
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([first, *kept, b"Connection: close"]) + HEAD_END
