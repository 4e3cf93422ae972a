"""Kill the server hard while people type, vote and comment; nothing acknowledged may be missing.

    .venv/bin/python tests/bench/killing.py                  # SQLite, one process
    .venv/bin/python tests/bench/killing.py --scaled-out     # PostgreSQL, Redis, two processes

Twenty clients type in one text, comment and change their vote without a pause; the server is
killed (SIGKILL) again and again and started anew. Scaled out, one kill in three hits Redis and one
in three PostgreSQL instead. What was not acknowledged is sent again, as the page does. At the end
every document must be the same and hold every acknowledged keystroke, every acknowledged comment
must be there once, and every vote be the last one that was acknowledged, or one sent after it.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import asyncio
import random
import sys
import tempfile
import uuid
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import uvloop
from pycrdt import Doc

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.phones import Counts, Phone  # noqa: E402
from tests.bench.servers import Killable, killable_postgresql, killable_redis  # noqa: E402
from tests.bench.site import BenchSite  # noqa: E402
from tests.bench.typists import Board, Client, Load, clocks  # noqa: E402
from tests.services import free_port  # noqa: E402

BETWEEN_KILLS = (1.0, 3.0)
SETTLE_SECONDS = 60.0
LOST = (ConnectionError, TimeoutError, asyncio.IncompleteReadError, OSError)


class Person:
    """Types, comments and votes at one address until told to stop; sends again what got lost."""

    def __init__(self, number: int, site: BenchSite, port: int) -> None:
        self.number, self.site, self.port = number, site, port
        self.chance = random.Random(number)
        self.load = Load(
            clients=1,
            texts=1,
            writers=1,
            rate=1,
            seconds=1,
            addresses=(("127.0.0.1", port),),
            paths=(f"/live/texts/{site.attributes[0]}",),
            cookies=(site.cookies[f"seat {number}"],),
        )
        self.doc: Doc[Any] = Doc()
        self.client: Client | None = None
        self.stored_clock = 0
        self.reconnections = 0
        self.comments: set[str] = set()
        self.marks_sent: list[int] = []
        self.mark_stored = -1
        """The place in `marks_sent` of the last one that was acknowledged."""

    # Typing

    async def connect(self) -> Client:
        loop = asyncio.get_running_loop()
        while True:
            client = Client(self.load, 0, Board(), self.doc)
            try:
                await loop.create_connection(lambda client=client: client, "127.0.0.1", self.port)
                await asyncio.wait_for(client.synced, 10)
            except LOST:
                client.close()
                await asyncio.sleep(0.2)
                continue
            self.client = client
            self.reconnections += 1
            return client

    async def type(self, stop: asyncio.Event) -> None:
        """Type also while there is no connection, as somebody on a train does."""
        client = await self.connect()
        again: asyncio.Task[Client] | None = None
        while not stop.is_set():
            self.stored_clock = max(self.stored_clock, client.stored_clock)
            if client.ended and again is None:
                again = asyncio.create_task(self.connect())
            if again is not None and again.done():
                client, again = again.result(), None
                client.send_missing()
            if len(client.text) < 6000:
                client.type(self.chance)
            await asyncio.sleep(self.chance.uniform(0.05, 0.25))
        if again is not None:
            client = await again
            client.send_missing()

    async def settle(self) -> None:
        """Wait until all of one's own is acknowledged."""
        while True:
            client = self.client
            if client is None or client.ended:
                client = await self.connect()
                client.send_missing()
            if not client.unstored:
                self.stored_clock = max(self.stored_clock, client.stored_clock)
                return
            await asyncio.sleep(0.05)

    # Commenting and voting

    async def send_until_taken(self, phone: Phone, address: str, values: dict[str, str]) -> None:
        while True:
            try:
                answer = await phone.post(address, values, part=True)
            except LOST:
                await asyncio.sleep(0.2)
                continue
            if answer.status < 400:
                return
            if answer.status not in (500, 502, 503):
                raise RuntimeError(f"{address}: {answer.status} {answer.text[:300]}")
            await asyncio.sleep(0.2)

    def phone(self) -> Phone:
        return Phone("127.0.0.1", self.port, Counts(), self.site.cookies[f"seat {self.number}"])

    async def comment(self, stop: asyncio.Event) -> None:
        phone, address = self.phone(), f"/profiles/{self.site.profile}/comments"
        token = self.site.tokens[f"seat {self.number}"]
        while not stop.is_set():
            words = f"comment {uuid.uuid4().hex}"
            values = {"csrf_token": token, "body": words, "idempotency_key": uuid.uuid4().hex}
            await self.send_until_taken(phone, address, values)
            self.comments.add(words)
            await asyncio.sleep(self.chance.uniform(0.3, 1.0))
        phone.leave()

    async def vote(self, stop: asyncio.Event) -> None:
        phone, address = self.phone(), f"/ballots/{self.site.ballot}/vote"
        token = self.site.tokens[f"seat {self.number}"]
        while not stop.is_set():
            mark = self.chance.randint(3, 5)
            values = {"csrf_token": token, "idempotency_key": uuid.uuid4().hex}
            values[f"mark-{self.site.option}"] = str(mark)
            self.marks_sent.append(mark)
            await self.send_until_taken(phone, address, values)
            self.mark_stored = len(self.marks_sent) - 1
            await asyncio.sleep(self.chance.uniform(0.3, 1.0))
        phone.leave()


async def kill_again_and_again(targets: list[Killable], kills: int, stop: asyncio.Event) -> None:
    chance = random.Random(3)
    told: Counter[str] = Counter()
    for number in range(kills):
        await asyncio.sleep(chance.uniform(*BETWEEN_KILLS))
        target = targets[number % len(targets)]
        await asyncio.to_thread(target.kill_and_start_again)
        told[target.name] += 1
    await asyncio.sleep(2)
    stop.set()
    print("  killed " + ", ".join(f"{name} {count} times" for name, count in told.items()))


async def evening(site: BenchSite, ports: list[int], targets: list[Killable], given: Any) -> bool:
    people = [Person(number, site, ports[number % len(ports)]) for number in range(given.clients)]
    stop = asyncio.Event()
    work = [one.type(stop) for one in people]
    work += [one.comment(stop) for one in people]
    work += [one.vote(stop) for one in people]
    await asyncio.gather(*work, kill_again_and_again(targets, given.kills, stop))
    async with asyncio.timeout(SETTLE_SECONDS):
        await asyncio.gather(*(one.settle() for one in people))
        await all_equal(people)
    # Somebody who comes now sees what is stored, nothing else.
    newcomer = Person(0, site, ports[0])
    client = await newcomer.connect()
    return report(site, people, str(client.text), clocks(newcomer.doc.get_state()))


async def all_equal(people: list[Person]) -> None:
    while len({str(one.client.text) for one in people if one.client}) > 1:  # noqa: ASYNC110
        await asyncio.sleep(0.1)


def report(site: BenchSite, people: list[Person], text: str, stored: dict[int, int]) -> bool:
    missing = sum(max(0, one.stored_clock - stored.get(one.doc.client_id, 0)) for one in people)
    typed = sum(one.stored_clock for one in people)
    texts = {str(one.client.text) for one in people if one.client is not None} | {text}
    bodies, votes, doubled = site.words_and_votes()
    wanted = [words for one in people for words in one.comments]
    lost = sum(bodies[words] == 0 for words in wanted)
    twice = sum(count > 1 for count in bodies.values())
    wrong = 0
    for one in people:
        mark = votes.get(one.number)
        wrong += mark not in one.marks_sent[max(0, one.mark_stored) :]
    print(f"  {typed} keystrokes acknowledged, {missing} missing; {len(texts)} different text(s)")
    print(f"  {len(wanted)} comments acknowledged, {lost} missing, {twice} stored twice")
    sent = sum(len(one.marks_sent) for one in people)
    print(
        f"  {sent} votes sent by {len(people)} people, {doubled} doubled, {wrong} not the last one"
    )
    print(f"  {sum(one.reconnections for one in people)} connections of {len(people)} typists")
    return not (missing or lost or twice or doubled or wrong) and len(texts) == 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--scaled-out", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="pog-kill-"))
        environment, others = {"POG_DATA": data}, []
        if given.scaled_out:
            postgresql = stack.enter_context(killable_postgresql())
            redis = stack.enter_context(killable_redis())
            environment["POG_DATABASE_URL"] = postgresql.address
            environment["POG_REDIS_URL"] = redis.address
            others = [redis, postgresql]
        site = BenchSite(environment, seats=given.clients, everything_open=True)
        ports = [free_port() for _ in range(2 if given.scaled_out else 1)]
        servers = [
            stack.enter_context(Killable.pog(site.command, site.environment, port))
            for port in ports
        ]
        targets: list[Killable] = servers
        if others:
            targets = [servers[0], *others, servers[1], *others]
        kind = "PostgreSQL, Redis, two processes" if others else "SQLite, one process"
        print(f"{given.clients} clients, {kind}")
        fine = uvloop.run(evening(site, ports, targets, given))
    print("  nothing lost, nothing doubled" if fine else "  NOT AS IT SHOULD BE")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
