"""How long one changed part takes to all open pages, beside a raw socket writer in the same run.

    .venv/bin/python tests/bench/stream_fanout.py --streams 1000 --rounds 30

pog: from the commit until a page has the whole part, so looking it up and making it are counted.
Floor: an asyncio server that writes the same bytes to the same number of sockets and does nothing
else, from the first write. The pages are held by one other process in both cases.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvloop

sys.path.insert(0, str(Path(__file__).parents[2]))

CONTEXT = multiprocessing.get_context("spawn")
SIZE = 2000
PAUSE = 1.5
Wait = Callable[[], list[float]]


# The pages


def pages(port: int, count: int, head: bytes, marks: Any, ready: Any, results: Any) -> None:
    uvloop.run(read_streams(port, count, head, marks, ready, results))


async def read_streams(
    port: int, count: int, head: bytes, marks: Any, ready: Any, results: Any
) -> None:
    """Hold the streams open; for every mark asked for, say when each of them had it."""
    streams: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    while len(streams) < count:
        some = [
            await asyncio.open_connection("127.0.0.1", port)
            for _ in range(min(50, count - len(streams)))
        ]
        for _, writer in some:
            writer.write(head)
        await asyncio.gather(*(reader.readuntil(b"data: ") for reader, _ in some))
        streams += some
    ready.set()
    loop = asyncio.get_running_loop()
    while (mark := await loop.run_in_executor(None, marks.get)) is not None:
        results.put("waiting")
        results.put(await asyncio.gather(*(until(reader, mark) for reader, _ in streams)))


async def until(reader: asyncio.StreamReader, mark: bytes) -> float:
    seen = b""
    while mark not in seen:
        piece = await reader.read(65536)
        if not piece:
            raise RuntimeError("A stream ended.")
        seen = seen[-len(mark) :] + piece
    return time.monotonic()


@contextmanager
def open_pages(port: int, count: int, head: bytes) -> Iterator[Callable[[str], Wait]]:
    marks, results, ready = CONTEXT.Queue(), CONTEXT.Queue(), CONTEXT.Event()
    process = CONTEXT.Process(target=pages, args=(port, count, head, marks, ready, results))
    process.start()
    try:
        if not ready.wait(120):
            raise RuntimeError("The streams did not open.")

        def expect(mark: str) -> Wait:
            marks.put(mark.encode())
            assert results.get(timeout=10) == "waiting"
            time.sleep(0.2)
            return lambda: list(results.get(timeout=60))

        yield expect
    finally:
        marks.put(None)
        process.join(5)
        process.kill()


def measure(count: int, rounds: int, port: int, head: str, write: Callable[[str], float]) -> Any:
    times: list[float] = []
    opened = time.monotonic()
    with open_pages(port, count, head.encode()) as expect:
        opened = time.monotonic() - opened
        for number in range(rounds):
            mark = f"mark-{number}-end"
            wait = expect(mark)
            start = write(mark)
            late = [at - start for at in wait()]
            if number >= rounds // 5:  # the first rounds warm up
                times += late
            time.sleep(PAUSE)
    return times, opened


# The floor


def floor_server(port: int, go: Any, began: Any) -> None:
    uvloop.run(write_to_all(port, go, began))


async def write_to_all(port: int, go: Any, began: Any) -> None:
    transports: list[asyncio.Transport] = []

    class Floor(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            transports.append(transport)
            transport.write(b"data: ")

    loop = asyncio.get_running_loop()
    server = await loop.create_server(Floor, "127.0.0.1", port, backlog=4096)
    while (body := await loop.run_in_executor(None, go.get)) is not None:
        began.put(time.monotonic())
        for transport in transports:
            transport.write(body)
    server.close()


def measure_floor(count: int, rounds: int) -> list[float]:
    port = free_port()
    go, began = CONTEXT.Queue(), CONTEXT.Queue()
    server = CONTEXT.Process(target=floor_server, args=(port, go, began))
    server.start()
    time.sleep(1)

    def write(mark: str) -> float:
        go.put(f"data: {'x' * SIZE}{mark}\n\n".encode())
        return float(began.get(timeout=10))

    try:
        times, _ = measure(count, rounds, port, "hello", write)
    finally:
        go.put(None)
        server.join(2)
        server.kill()
    return list(times)


# pog


def measure_pog(count: int, rounds: int) -> tuple[list[float], float, float]:
    folder = Path(tempfile.mkdtemp(prefix="pog-bench-"))
    app = create_app(
        Settings(data=folder, database_url=f"sqlite:///{folder}/pog.db", secret_key="bench")
    )
    with app.app_context():
        schema.upgrade(db.engine)
    loader = DictLoader({"bench.html": '<div id="region-bench">{{ text }}</div>'})
    app.jinja_loader = ChoiceLoader([loader, app.jinja_loader])
    shown = {"text": ""}
    registry.add_regions(Region("bench", "profile", "bench.html", lambda _profile: shown))
    committed = []
    on(PagesChanged)(lambda _event: committed.append(time.monotonic()))
    token = uuid.uuid4().hex
    with app.app_context(), unit_of_work():
        cast = make_cast()
        make_sign_in(cast.ana, token=token)
        topic = f"profile:{cast.profile.id}"
    browser = Browser(app)
    browser.sign_in_with(token)
    cookie = browser.get_cookie("session")
    assert cookie is not None

    def write(mark: str) -> float:
        shown["text"] = "x" * SIZE + mark
        with app.app_context(), unit_of_work():
            pending().changes[topic] = {"bench"}
        return float(committed[-1])

    with running(app) as server:
        head = (
            f"GET /live/stream?topics={topic}&since=0 HTTP/1.1\r\n"
            f"Host: localhost\r\nCookie: session={cookie.value}\r\n\r\n"
        )
        before = memory()
        times, opened = measure(count, rounds, server.port, head, write)
        held = (memory() - before) / count
    return times, opened, held


def memory() -> float:
    """Kilobytes this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def line(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    p95, worst = ordered[int(len(ordered) * 0.95)], ordered[-1]
    return (
        f"{name:<22} median {statistics.median(ordered) * 1000:7.1f} ms   "
        f"p95 {p95 * 1000:7.1f} ms   worst {worst * 1000:7.1f} ms"
    )


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=30)
    given = parser.parse_args()
    floor = measure_floor(given.streams, given.rounds)
    ours, opened, held = measure_pog(given.streams, given.rounds)
    print(f"One part of {SIZE} bytes to {given.streams} open pages, {given.rounds} times")
    print(line("raw socket writer", floor))
    print(line("pog", ours))
    print(f"p95 ratio {p95(ours) / p95(floor):.2f} (goal 2.00 at most)")
    print(f"{given.streams} streams opened in {opened:.1f} s; {held:.1f} kB each in the server")


if __name__ == "__main__":
    from jinja2 import ChoiceLoader, DictLoader

    from pog.app import create_app
    from pog.config import Settings
    from pog.core import schema
    from pog.core.database import db
    from pog.core.events import on
    from pog.core.work import unit_of_work
    from pog.live import registry
    from pog.live.events import PagesChanged
    from pog.live.listeners import pending
    from pog.live.registry import Region
    from tests.browsing import Browser
    from tests.cast import make_cast
    from tests.factories import make_sign_in
    from tests.live.streaming import running
    from tests.services import free_port

    main()
