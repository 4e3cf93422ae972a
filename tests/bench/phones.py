"""Phones without a screen: pages, forms and one live stream each, a thousand in one process."""

import asyncio
import html
import random
import re
import time
import urllib.parse
import zlib
from collections.abc import Callable
from dataclasses import dataclass

HIDDEN = re.compile(
    r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*>|<input[^>]*type="hidden"[^>]*>'
)
NAME = re.compile(r'\bname="([^"]*)"')
VALUE = re.compile(r'\bvalue="([^"]*)"')
LIVE = re.compile(r'data-topics="([^"]*)" data-since="([^"]*)"')
FETCHED = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="([^"]*from:body[^"]*)"')
REGION = re.compile(r'id="region-([^"]+)"')
STATE = re.compile(rb'id="region-([^"]+)"[^>]*data-state="([^"]*)"')
MARK = re.compile(rb"mark-(\d+)-end")
PAGES = re.compile(rb'aria-label="Pages of comments">.*? 1 [^<]*?(\d+)</span>', re.DOTALL)
ASK_EVERY = 4.0


class Offline(Exception):
    """The phone has no network at the moment."""


@dataclass(slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str

    def form(self, action: str) -> dict[str, str]:
        """What stands hidden in the form whose address ends so."""
        at = self.text.find(f'action="{action}"')
        if at < 0:
            raise LookupError(f"No form to {action}")
        body = self.text[at : self.text.find("</form>", at)]
        found = {}
        for tag in re.findall(r"<input[^>]*>", body):
            if 'type="hidden"' in tag and (name := NAME.search(tag)):
                value = VALUE.search(tag)
                found[name.group(1)] = html.unescape(value.group(1)) if value else ""
        return found


@dataclass(slots=True)
class Counts:
    """What all phones together were told."""

    requests: int = 0
    failures: int = 0
    """Answers of 500 and above."""
    broken: int = 0
    """Connections that ended without an answer."""
    bytes_streamed: int = 0
    statuses: dict[int, int] = None  # type: ignore[assignment]  # filled below

    def __post_init__(self) -> None:
        self.statuses = {}


class Phone:
    """One person's browser: a cookie, a connection that is used again, and an open page."""

    def __init__(self, host: str, port: int, counts: Counts, cookie: str = "") -> None:
        self.host, self.port, self.counts = host, port, counts
        self.cookies: dict[str, str] = {}
        if cookie:
            name, _, value = cookie.partition("=")
            self.cookies[name] = value
        self.offline = False
        self.page: Answer | None = None
        self.path = ""
        self.pages = 1
        """How many pages the live list has."""
        self.topics = ""
        self.since = ""
        self.shown = ""
        self.see: Callable[[int, float], None] = lambda mark, at: None
        self.seen: set[int] = set()
        self.states: dict[bytes, bytes] = {}
        self.text_seen: Callable[[bytes, float], None] | None = None
        self._pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._one = asyncio.Lock()
        self._stream: asyncio.Task[None] | None = None

    # Asking

    async def get(self, path: str, *, part: bool = False) -> Answer:
        return await self._ask("GET", path, None, part)

    async def post(self, path: str, values: dict[str, str], *, part: bool = False) -> Answer:
        return await self._ask("POST", path, urllib.parse.urlencode(values).encode(), part)

    async def _ask(self, method: str, path: str, body: bytes | None, part: bool) -> Answer:
        if self.offline:
            raise Offline
        async with self._one:
            used_before = self._pipe is not None
            try:
                answer = await self._in_time(method, path, body, part)
            except (ConnectionError, asyncio.IncompleteReadError):
                # The server put the idle connection away just now: browsers ask again.
                self._pipe = None
                if not used_before:
                    self.counts.broken += 1
                    raise
                answer = await self._in_time(method, path, body, part)
        self.counts.requests += 1
        self.counts.failures += answer.status >= 500
        self.counts.statuses[answer.status] = self.counts.statuses.get(answer.status, 0) + 1
        return answer

    async def _in_time(self, method: str, path: str, body: bytes | None, part: bool) -> Answer:
        try:
            return await asyncio.wait_for(self._exchange(method, path, body, part), 30)
        except TimeoutError:
            self._pipe = None
            self.counts.broken += 1
            raise

    async def _exchange(self, method: str, path: str, body: bytes | None, part: bool) -> Answer:
        if self._pipe is None or self._pipe[1].is_closing():
            self._pipe = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._pipe
        writer.write(self._head(method, path, body, part) + (body or b""))
        status, headers = await read_head(reader)
        for value in headers.get("set-cookie", "").split("\n"):
            name, _, rest = value.partition("=")
            if name:
                self.cookies[name] = rest.split(";")[0]
        content = await read_body(reader, status, headers)
        return Answer(status, headers, content.decode(errors="replace"))

    def _head(self, method: str, path: str, body: bytes | None, part: bool) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if part:
            lines.append("HX-Request: true")
        if path.startswith("/live/stream"):
            lines.append("Accept-Encoding: gzip, deflate, br")
        if body is not None:
            lines += [
                f"Content-Length: {len(body)}",
                "Content-Type: application/x-www-form-urlencoded",
                "Sec-Fetch-Site: same-origin",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    # The page

    async def open(self, path: str) -> Answer:
        """Load a page and hold its stream, as a browser does."""
        answer = await self.get(path)
        while answer.status in (302, 303):
            answer = await self.get(address(answer))
        self.close_stream()
        self.page, self.path, self.pages = answer, path, 1
        found = LIVE.search(answer.text)
        if found:
            self.topics, self.since = found.groups()
            outer = [name for name in REGION.findall(answer.text)]
            self.states = dict(STATE.findall(answer.text.encode()))
            self.shown = ",".join(sorted(set(outer))) if len(outer) <= 40 else ""
            self._stream = asyncio.create_task(self._live())
        return answer

    def close_stream(self) -> None:
        if self._stream is not None:
            self._stream.cancel()
            self._stream = None

    def go_offline(self) -> None:
        self.offline = True
        self.close_stream()
        if self._pipe is not None:
            self._pipe[1].close()

    def come_back(self) -> None:
        self.offline = False
        if self.topics:
            self._stream = asyncio.create_task(self._live())

    async def _live(self) -> None:
        while True:
            writer = None
            try:
                reader, writer = await asyncio.open_connection(self.host, self.port)
                query = urllib.parse.urlencode(
                    {"topics": self.topics, "since": self.since, "show": self.shown}, safe=":,"
                )
                writer.write(self._head("GET", f"/live/stream?{query}", None, False))
                status, headers = await read_head(reader)
                if status != 200:
                    return
                await self._read_events(reader, packed="content-encoding" in headers)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                if writer is not None:
                    writer.transport.abort()
            await asyncio.sleep(0.5)

    async def _read_events(self, reader: asyncio.StreamReader, *, packed: bool) -> None:
        waiting, unpacker = b"", zlib.decompressobj()
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            piece = await reader.readexactly(size + 2)
            now = time.monotonic()
            self.counts.bytes_streamed += size
            waiting += unpacker.decompress(piece[:-2]) if packed else piece[:-2]
            *events, waiting = waiting.split(b"\n\n")
            for event in events:
                self._hear(event, now)

    def _hear(self, event: bytes, now: float) -> None:
        if event.startswith(b"id: "):
            self.since = event[4 : event.index(b"\n")].decode()
        self.read(event, now)
        if self.text_seen is not None:
            self.text_seen(event, now)
        self._fetch_own(event)

    def read(self, words: bytes, at: float | None = None) -> None:
        """Take in what stands there."""
        if found := PAGES.search(words):
            self.pages = int(found.group(1))
        for mark in map(int, MARK.findall(words)):
            if mark not in self.seen:
                self.seen.add(mark)
                self.see(mark, time.monotonic() if at is None else at)

    def _fetch_own(self, event: bytes) -> None:
        """What is the viewer's own beside a region is fetched again, as the page's script does."""
        if self.page is None or not (found := FETCHED.findall(self.page.text)):
            return
        states = dict(STATE.findall(event))
        for path, triggers in found:
            for trigger in triggers.split(","):
                name = trigger.strip().split(" ")[0].removeprefix("live-")
                region = name.removesuffix("-later")
                key = region.encode()
                if b"#region-" + key + b'"' not in event:
                    continue
                if name == region:
                    self._fetch_after(0, path)
                elif key not in states or states[key] != self.states.get(key):
                    self._fetch_after(random.random() * 2, path)
        self.states |= states

    def _fetch_after(self, seconds: float, path: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, lambda: asyncio.ensure_future(self._fetch(path)))

    async def _fetch(self, path: str) -> None:
        try:
            await self.get(html.unescape(path), part=True)
        except (Offline, ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            return

    def hang_up(self) -> None:
        """Keep the stream, but not the connection that asked for pages."""
        if self._pipe is not None:
            self._pipe[1].close()
            self._pipe = None

    def leave(self) -> None:
        self.close_stream()
        if self._pipe is not None:
            self._pipe[1].transport.abort()


def address(answer: Answer) -> str:
    """Where a redirect leads, within the site."""
    parts = urllib.parse.urlsplit(answer.headers["location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    raw = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *rest = raw[:-4].split("\r\n")
    headers: dict[str, str] = {}
    for line in rest:
        name, _, value = line.partition(":")
        name = name.lower()
        # Several cookies come in several lines.
        headers[name] = f"{headers[name]}\n{value.strip()}" if name in headers else value.strip()
    return int(first.split()[1]), headers


async def read_body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if status in (204, 304):
        return b""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body
