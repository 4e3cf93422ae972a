"""Ordinary pages while a hall holds its streams open, beside the same server without streams.

    .venv/bin/python tests/bench/pages_beside_streams.py
    .venv/bin/python tests/bench/pages_beside_streams.py --streams 200 --seconds 5

`pog serve` on SQLite in a folder of its own. The pages are asked without pause by a few browsers
before the streams open, while they are open, and again after they closed; the goal is 0.7 of the
rate without streams. Memory per stream is told, too.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import uvloop

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.coediting import processor_seconds, program, wait_for  # noqa: E402
from tests.bench.hall import resident  # noqa: E402
from tests.bench.phones import Counts, Phone  # noqa: E402
from tests.bench.site import BenchSite  # noqa: E402
from tests.services import free_port  # noqa: E402

SEATS = 40
"""So many people sit there; further streams are their other windows."""
GOAL = 0.7


async def rate(phones: list[Phone], path: str, seconds: float, server: int) -> tuple[float, float]:
    """Pages a second, and milliseconds of the server's processor for each."""
    until, done = time.monotonic() + seconds, 0
    used = processor_seconds((server,))

    async def ask(phone: Phone) -> None:
        nonlocal done
        while time.monotonic() < until:
            answer = await phone.get(path)
            assert answer.status == 200, answer.status
            done += 1

    await asyncio.gather(*(ask(phone) for phone in phones))
    return done / seconds, (processor_seconds((server,)) - used) / max(1, done) * 1000


async def measure(site: BenchSite, port: int, server: int, given: argparse.Namespace) -> int:
    counts = Counts()
    cookies = [site.cookies[f"seat {number}"] for number in range(SEATS)]

    def phone(number: int) -> Phone:
        return Phone("127.0.0.1", port, counts, cookies[number % SEATS])

    askers = [phone(number) for number in range(given.browsers)]
    path = f"/convenings/{site.convening}"
    await rate(askers, path, 2, server)  # everything is compiled once
    before = await rate(askers, path, given.seconds, server)
    empty = resident(server)
    listeners = [phone(number) for number in range(given.streams)]
    for start in range(0, given.streams, 20):
        await asyncio.gather(*(one.open(path) for one in listeners[start : start + 20]))
    for one in listeners:
        one.hang_up()
    await asyncio.sleep(3)
    grown = (resident(server) - empty) / max(1, given.streams)
    beside = await rate(askers, path, given.seconds, server)
    for one in listeners:
        one.leave()
    await asyncio.sleep(2)
    after = await rate(askers, path, given.seconds, server)
    for one in askers:
        one.leave()
    ratio = beside[0] / ((before[0] + after[0]) / 2)
    for name, found in (("before", before), ("beside", beside), ("after", after)):
        print(f"  {name}: {found[0]:.0f} pages a second, {found[1]:.1f} ms of processor each")
    print(f"  {given.streams} streams, {grown:.0f} kB each in the server")
    print(f"  with streams / without: {ratio:.2f} (goal {GOAL} at least)")
    print(f"  answers of 500 and above {counts.failures}, without an answer {counts.broken}")
    return 0 if not counts.failures and not counts.broken else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--browsers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="pog-beside-"))
        site = BenchSite({"POG_DATA": data}, seats=SEATS)
        port = free_port()
        server = stack.enter_context(program(site.command, **site.environment, POG_PORT=str(port)))
        wait_for(port, "/healthz", 90)
        return uvloop.run(measure(site, port, server, given))


if __name__ == "__main__":
    sys.exit(main())
