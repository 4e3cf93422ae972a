"""The server that `pog serve` runs: uvicorn, with our streams in mind."""

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.supervisors import Multiprocess

APPLICATION = "pog.asgi:application"
SECONDS_TO_END = 4


class Protocol(HttpToolsProtocol):
    """Hands the connection to the application, so that a reader who takes nothing can be cut."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"pog.transport": self.transport}  # type: ignore[dict-item]


def serve(host: str, port: int, workers: int = 1) -> None:
    """Run until told to stop."""
    config = uvicorn.Config(
        APPLICATION,
        host=host,
        port=port,
        workers=workers,
        loop="auto",
        http=Protocol,
        ws="none",
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
