"""How fast typing reaches the others, beside the servers people know, in one run.

    .venv/bin/python tests/bench/coediting.py                      # 200 clients in one text
    .venv/bin/python tests/bench/coediting.py --clients 500 --texts 50
    .venv/bin/python tests/bench/coediting.py --processes 2        # with Redis between them
    .venv/bin/python tests/bench/coediting.py --clients 40 --stalled 1

pog stores every keystroke durably before it shows it to anybody (SQLite, or PostgreSQL when there
are several processes); Hocuspocus and y-websocket keep it in memory; the floor only copies frames.
The peers come from npm by name into a scratch folder (--peers). Only ratios within one run mean
something: the load is made on the same machine.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import typists  # noqa: E402
from tests.bench.site import BenchSite  # noqa: E402
from tests.bench.typists import Figures, Load  # noqa: E402
from tests.services import free_port, running_postgresql, running_redis  # noqa: E402

CONTEXT = multiprocessing.get_context("spawn")
PEERS = ("@hocuspocus/server@4.7", "@hocuspocus/extension-redis@4.7", "y-websocket@2.1", "yjs@13")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it is and which processes are its own."""

    addresses: tuple[tuple[str, int], ...]
    processes: tuple[int, ...]
    paths: tuple[str, ...]
    cookies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def wait_for(port: int, path: str = "/", seconds: float = 120) -> None:
    """Until somebody answers there, whatever the answer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing answers on port {port}.")


@contextmanager
def program(command: list[str], *, cwd: Path | None = None, **environment: str) -> Iterator[int]:
    """Run it; yields its process."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **environment}, stdout=log, stderr=log
        )
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            log.seek(0)
            noise = log.read().decode(errors="replace")
            if "Traceback" in noise or os.environ.get("POG_BENCH_LOG"):
                print(noise[-4000:], file=sys.stderr)


# The peers


def install_peers(folder: Path) -> None:
    """Once; npm takes them from its registry by name."""
    if (folder / "node_modules" / "y-websocket").is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"name": "peers", "private": true, "type": "module"}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*command, "--legacy-peer-deps", *PEERS], cwd=folder, check=True)


@contextmanager
def hocuspocus(folder: Path, texts: int, processes: int) -> Iterator[Server]:
    shutil.copy(ROOT / "tests/bench/peers/hocuspocus.mjs", folder)
    with ExitStack() as stack:
        extra = (
            [stack.enter_context(running_redis()).split(":")[2].split("/")[0]]
            if processes > 1
            else []
        )
        ports = [free_port() for _ in range(processes)]
        pids = [
            stack.enter_context(program(["node", "hocuspocus.mjs", str(port), *extra], cwd=folder))
            for port in ports
        ]
        for port in ports:
            wait_for(port)
        names = tuple(f"text-{number}" for number in range(texts))
        yield Server(addresses(ports), tuple(pids), ("/",) * texts, names=names)


@contextmanager
def y_websocket(folder: Path, texts: int, processes: int) -> Iterator[Server]:
    port = free_port()
    script = "node_modules/y-websocket/bin/server.cjs"
    with program(["node", script], cwd=folder, HOST="127.0.0.1", PORT=str(port)) as pid:
        wait_for(port)
        paths = tuple(f"/text-{number}" for number in range(texts))
        yield Server(addresses([port]), (pid,), paths)


@contextmanager
def floor(folder: Path, texts: int, processes: int) -> Iterator[Server]:
    port = free_port()
    script = str(ROOT / "tests/bench/floor.py")
    with program([sys.executable, script, str(port)]) as pid:
        time.sleep(0.7)
        yield Server(addresses([port]), (pid,), tuple(f"/text-{n}" for n in range(texts)))


def addresses(ports: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple(("127.0.0.1", port) for port in ports)


# pog


SEATS = 40
"""So many people sit there; further connections are their other windows."""


@contextmanager
def pog(folder: Path, texts: int, processes: int) -> Iterator[Server]:
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="pog-bench-"))
        environment = {"POG_DATA": data}
        if processes > 1:
            environment["POG_DATABASE_URL"] = stack.enter_context(running_postgresql())
            environment["POG_REDIS_URL"] = stack.enter_context(running_redis())
        site = BenchSite(environment, texts=texts, seats=SEATS)
        cookies = tuple(site.cookies.values())
        ports = [free_port() for _ in range(processes)]
        pids = []
        for port in ports:
            pids.append(
                stack.enter_context(program(site.command, **site.environment, POG_PORT=str(port)))
            )
            wait_for(port, "/healthz")
        paths = tuple(f"/live/texts/{one}" for one in site.attributes)
        yield Server(addresses(ports), tuple(pids), paths, cookies)


# Measuring


def processor_seconds(processes: tuple[int, ...]) -> float:
    """Seconds of processor these processes and their living children have used."""
    total = 0
    for pid in processes:
        for one in [pid, *children_of(pid)]:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    found = [int(word) for word in text.split()]
    return [*found, *(below for one in found for below in children_of(one))]


def measure(server: Server, given: argparse.Namespace) -> tuple[Figures, float]:
    load = Load(
        clients=given.clients,
        texts=given.texts,
        writers=given.writers,
        rate=given.rate,
        seconds=given.seconds,
        addresses=server.addresses,
        paths=server.paths,
        cookies=server.cookies,
        names=server.names,
        stalled=given.stalled,
    )
    started, stopped, results = CONTEXT.Event(), CONTEXT.Event(), CONTEXT.Queue()
    process = CONTEXT.Process(target=typists.main, args=(load, started, stopped, results))
    process.start()
    try:
        started.wait(120)
        before = processor_seconds(server.processes)
        stopped.wait(given.seconds + 60)
        used = processor_seconds(server.processes) - before
        found: Any = results.get(timeout=60)
    finally:
        process.join(5)
        process.kill()
    if isinstance(found, Exception):
        raise found
    return found, used


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else float("nan")


def report(name: str, figures: Figures, used: float) -> None:
    late = sorted(figures.late) or [float("nan")]
    each = used / max(1, figures.deliveries) * 1e6
    words = f"{name:<12} p50 {late[len(late) // 2] * 1000:7.1f} ms   p95 {p95(late) * 1000:7.1f} ms"
    words += f"   worst {late[-1] * 1000:7.1f} ms   {each:6.1f} us/delivery"
    words += f"   {figures.typed} typed, {figures.deliveries} deliveries"
    words += f", lost {figures.lost}, unequal texts {figures.unequal}, closed {figures.closed}"
    print(words)
    if figures.stored:
        print(
            f"{'':<12} acknowledged as stored: p95 {p95(figures.stored) * 1000:.1f} ms"
            f"   never {figures.unacknowledged}"
        )
    print(f"{'':<12} the load itself used {figures.load_cpu / figures.window:.0%} of a core")


SERVERS: dict[str, Callable[..., Any]] = {
    "floor": floor,
    "y-websocket": y_websocket,
    "hocuspocus": hocuspocus,
    "pog": pog,
}
ALONE = ("floor", "y-websocket")
"""These know nothing of other processes."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--texts", type=int, default=1)
    parser.add_argument("--writers", type=int, default=10, help="in each text")
    parser.add_argument("--rate", type=float, default=2.0, help="keystrokes a second of a writer")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--stalled", type=int, default=0, help="clients that stop reading")
    parser.add_argument("--servers", default="floor,y-websocket,hocuspocus,pog")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "pog-peers")
    given = parser.parse_args()
    names = [name for name in given.servers.split(",") if given.processes == 1 or name not in ALONE]
    if {"hocuspocus", "y-websocket"} & set(names):
        install_peers(given.peers)
    print(
        f"{given.clients} clients, {given.texts} text(s), {given.writers} writers in each, "
        f"{given.rate:g}/s, {given.seconds:g} s, {given.processes} process(es)"
    )
    for _ in range(given.rounds):
        found = {}
        for name in names:
            with SERVERS[name](given.peers, given.texts, given.processes) as server:
                figures, used = measure(server, given)
            report(name, figures, used)
            found[name] = (p95(figures.late), used / max(1, figures.deliveries))
        if "pog" in found and "hocuspocus" in found:
            ours, theirs = found["pog"], found["hocuspocus"]
            print(
                f"pog / Hocuspocus: p95 {ours[0] / theirs[0]:.2f}, "
                f"processor per delivery {ours[1] / theirs[1]:.2f}"
            )


if __name__ == "__main__":
    main()
