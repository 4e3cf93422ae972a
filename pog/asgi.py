"""What `pog serve` runs: streams and sockets in asyncio, everything else is Flask in threads."""

import asyncio
import gc
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask

from pog.app import create_app
from pog.live.files import Files
from pog.live.hub import Hub
from pog.live.pages import Pages
from pog.live.sockets import socket
from pog.live.streams import PATH, answer, stream
from pog.live.texts import Texts

GARBAGE_AFTER = 10_000
"""New objects after which cycles are looked for among them; Python's own 700 suit no server."""
Scope = dict[str, Any]  # Any: ASGI's own loose mapping and callables
Receive = Any
Send = Any


class Application:
    """The whole site. The Flask application is made when the server starts, not on import."""

    def __init__(self, flask_app: Flask | None = None) -> None:
        self._given = flask_app
        self._hub: Hub | None = None
        self._texts: Texts | None = None
        self._files: Files | None = None
        self._pages: Pages | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            if self._texts is None:
                await send({"type": "websocket.close", "code": 1012})
            else:
                await socket(self._texts, scope, receive, send)
        elif self._hub is None or self._files is None or self._pages is None:
            await answer(send, 503, "The server is starting.\n")
        elif scope["path"] == PATH:
            await stream(self._hub, scope, receive, send)
        elif not await self._files.answer(scope, send):
            await self._pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        app = self._given or create_app()
        self._pages = Pages(app)
        self._files = Files(Path(str(app.static_folder)) / "dist")
        self._hub = Hub(app)
        await self._hub.start()
        self._texts = Texts(self._hub)
        await self._texts.start()
        end_streams_on_signals(self._hub)
        if self._given is None:  # the process is the server's alone
            spare_what_stays()

    async def stop(self) -> None:
        if self._texts is not None:
            await self._texts.stop()
            self._texts = None
        if self._hub is not None:
            await self._hub.stop()
            self._hub = None


def spare_what_stays() -> None:
    """Have the collector of reference cycles pass by what the server holds until it ends.

    Modules, mappers and templates are some 200,000 objects. Looking through all of them takes a
    tenth of a second, in which nothing else goes on.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)


def end_streams_on_signals(hub: Hub) -> None:
    """Have streams end as soon as the server is told to stop: it waits for open connections."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def end(signum: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.leave)
            if callable(before):
                before(signum, frame)

        signal.signal(number, end)


application = Application()
