"""The server that `pog serve` runs: uvicorn, with our streams in mind."""

import sys
from typing import Any, Protocol

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.supervisors import Multiprocess

APPLICATION = "pog.asgi:application"
SECONDS_TO_END = 4
TURN = 0.0005
"""Seconds for which a thread may go on while another wants to. Whoever types waits for two of them
in turn, while pages are made in others: Python's own 5 ms, several times over, can be seen."""


class PageProtocol(HttpToolsProtocol):
    """Hands the connection to the application, so that a reader who takes nothing can be cut."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"pog.transport": self.transport}  # type: ignore[dict-item]


class Listener(Protocol):
    """Whoever has a socket."""

    def hear(self, message: bytes) -> None: ...
    def lose(self) -> None: ...


class SocketProtocol(WebSocketsSansIOProtocol):
    """The same for sockets: a broadcast is encoded once and written to each connection.

    What comes in may be heard at once: the queue, the task that has to be woken for it and the
    connection that is not read meanwhile cost as much as all that is done with a keystroke.
    """

    listener: Listener | None = None
    """Gets every binary message instead of `receive`, and hears at once when there is no more."""

    def handle_connect(self, event: Any) -> None:  # the handshake's request
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)  # there is none when the handshake is refused
        if scope is not None:
            scope["extensions"]["pog.socket"] = self

    def send_receive_event_to_app(self) -> None:
        if self.listener is None or self.curr_msg_data_type != "bytes" or self.close_sent:
            super().send_receive_event_to_app()
            return
        message, self.frames = b"".join(self.frames), []
        self.listener.hear(message)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.listener is not None:
            self.transport.abort()  # so much waits for this reader that it has to come back

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.listener is not None:
            self.listener.lose()


SOCKETS: dict[str, Any] = {
    "ws": SocketProtocol,
    "ws_max_size": 1024 * 1024,  # what is above our own limit gets a sentence, up to here
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "ws_per_message_deflate": False,  # updates of thirty bytes grow by it, and it costs memory
}


def serve(host: str, port: int, workers: int = 1) -> None:
    """Run until told to stop."""
    sys.setswitchinterval(TURN)
    config = uvicorn.Config(
        APPLICATION,
        host=host,
        port=port,
        workers=workers,
        loop="auto",
        http=PageProtocol,
        **SOCKETS,
        lifespan="on",
        interface="asgi3",
        access_log=False,
        log_level="warning",
        proxy_headers=False,  # Flask's ProxyFix does it, for as many proxies as there are
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
        timeout_keep_alive=30,
        backlog=4096,
    )
    if workers > 1:
        Multiprocess(config, [config.bind_socket()]).run()
    else:
        uvicorn.Server(config).run()
