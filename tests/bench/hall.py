"""A hall: so many people join, comment and vote on the default server, and nothing may be lost.

    .venv/bin/python tests/bench/hall.py --people 300
    .venv/bin/python tests/bench/hall.py --people 1000
    .venv/bin/python tests/bench/hall.py --people 1000 --offline 0.2
    .venv/bin/python tests/bench/hall.py --people 1000 --only vote

`pog serve` on SQLite in a folder of its own; the people are in this process. Everybody joins
through the pages within a minute and holds a live page; three tenths write a note, a tenth
comment, nine tenths vote within twenty seconds. With --offline that share of them is cut off for
half a minute, twice, does its part when it is back, and must get what it missed. At the end the
database is counted. With --only one of these parts is played alone, after everybody joined: the
figure of the votes takes two minutes.

The floor for a vote is a bare insert through the same stack: tests/bench/bare.py, asked by the same
people at the same pace, in the same run.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import asyncio
import random
import re
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.coediting import processor_seconds, program, wait_for  # noqa: E402
from tests.bench.hall_figures import Hall, report, say, watch_wall  # noqa: E402
from tests.bench.phones import Answer, Counts, Offline, Phone  # noqa: E402
from tests.bench.site import BenchSite  # noqa: E402
from tests.services import free_port  # noqa: E402

FACILITATOR = "facilitator"
JOIN_SECONDS, NOTE_SECONDS, TALK_SECONDS, VOTE_SECONDS, AWAY_SECONDS = 60.0, 20.0, 30.0, 20.0, 30.0


async def spread(
    numbers: list[int], seconds: float, act: Callable[[int], Awaitable[None]], hall: Hall
) -> None:
    """Have each of them act at a moment of its own within this time."""
    chance = random.Random(len(numbers))

    async def one(number: int, at: float) -> None:
        await asyncio.sleep(at)
        try:
            await act(number)
        except Exception as error:  # noqa: BLE001 - counted and shown, the others go on
            hall.problems.append(f"{act.__name__} {number}: {type(error).__name__} {error}")

    await asyncio.gather(*(one(number, chance.random() * seconds) for number in numbers))


async def patiently(phone: Phone, act: Callable[[], Awaitable[Answer]]) -> Answer:
    """Do it, when the network is back if it is away: what an outbox does."""
    while True:
        try:
            return await act()
        except Offline:
            await asyncio.sleep(0.2)


# What people do


async def join(hall: Hall, number: int) -> None:
    phone = hall.phones[number]
    address = f"/j/{hall.site.code}"
    began = time.monotonic()
    form = await phone.get(address)
    group = hall.site.groups[number % len(hall.site.groups)]
    answer = await phone.post(address, {**form.form(address), "group": group})
    if answer.status != 303:
        hall.problems.append(f"join {number}: {answer.status}")
        return
    await phone.open(f"/convenings/{hall.site.convening}")
    hall.note("join", number, began)


async def go_to_comments(hall: Hall, number: int) -> None:
    def see(mark: int, at: float) -> None:
        if mark in hall.began:
            hall.heard[mark] += 1
            # Who was cut off sees it late and must see it all the same.
            if number not in hall.away:
                hall.seen.append(at - hall.began[mark])

    phone = hall.phones[number]
    await phone.open(f"/profiles/{hall.site.profile}/comments")
    phone.see = see


async def comment(hall: Hall, number: int) -> None:
    phone = hall.phones[number]
    address = f"/profiles/{hall.site.profile}/comments"
    assert phone.page is not None
    form = phone.page.form(address)
    form["idempotency_key"] = uuid.uuid4().hex
    form["body"] = f"We should say this in other words. mark-{number}-end"

    async def send() -> Answer:
        hall.began[number] = time.monotonic()  # again, when it had to wait for the network
        return await phone.post(address, form, part=True)

    answer = await patiently(phone, send)
    if answer.status != 200:
        hall.problems.append(f"comment {number}: {answer.status}")
        return
    hall.note("comment", number, hall.began[number])


async def write_note(hall: Hall, number: int) -> None:
    phone = hall.phones[number]
    address = f"/activities/{hall.site.activities['collect']}/notes"
    page = await phone.open(address)
    form = {**page.form(address), "text": f"An idea of number {number}"}
    began = time.monotonic()
    answer = await phone.post(address, form, part=True)
    if answer.status != 200:
        hall.problems.append(f"note {number}: {answer.status}")
        return
    hall.note("note", number, began)


async def vote(hall: Hall, number: int) -> None:
    phone = hall.phones[number]
    address = f"/ballots/{hall.site.ballot}/vote"
    page = await patiently(phone, lambda: phone.open(f"/ballots/{hall.site.ballot}"))
    form = page.form(address)
    form[f"mark-{hall.site.option}"] = str(3 + number % 3)
    began = 0.0

    async def send() -> Answer:
        nonlocal began
        began = time.monotonic()
        return await phone.post(address, form, part=True)

    answer = await patiently(phone, send)
    if answer.status != 200:
        hall.problems.append(f"vote {number}: {answer.status}")
        return
    hall.note("vote", number, began)
    hall.votes_by_time.append(time.monotonic())


async def bare(hall: Hall, port: int, number: int) -> None:
    """The floor: one insert, no page before it, no rule but the house's own."""
    phone = Phone(hall.host, port, Counts(), hall.site.cookies[FACILITATOR])
    began = time.monotonic()
    answer = await phone.post(
        "/bare", {"csrf_token": hall.site.tokens[FACILITATOR], "words": f"vote {number}"}
    )
    assert answer.status == 204, answer.text[:300]
    hall.note("bare insert", number, began)
    phone.leave()


# The evening


@dataclass
class Evening:
    """The parts of it, which share the room; everybody joins before any of them."""

    hall: Hall
    given: argparse.Namespace
    server: int
    bare_port: int
    facilitator: Phone
    wall: Phone
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def __post_init__(self) -> None:
        self.voters = self.some(0.9)
        self.hall.away = set(self.some(self.given.offline))

    @property
    def everybody(self) -> list[int]:
        return list(range(self.hall.people))

    def some(self, share: float) -> list[int]:
        return self.chance.sample(self.everybody, int(self.hall.people * share))

    async def join(self) -> None:
        hall = self.hall
        hall.phones = [hall.phone() for _ in self.everybody]
        await self.wall.open(f"/convenings/{hall.site.convening}/projector")
        seconds = self.given.join_seconds
        await spread(self.everybody, seconds, lambda number: join(hall, number), hall)

    async def write_notes(self) -> None:
        hall = self.hall
        await move_room(self.facilitator, hall.site, "collect")
        await spread(self.some(0.3), NOTE_SECONDS, lambda number: write_note(hall, number), hall)

    async def comment(self) -> None:
        hall = self.hall
        await move_room(self.facilitator, hall.site, "comment")
        await spread(self.everybody, 10, lambda number: go_to_comments(hall, number), hall)
        back = asyncio.create_task(cut_off(hall, read_on))
        await spread(self.some(0.1), TALK_SECONDS, lambda number: comment(hall, number), hall)
        await back
        await asyncio.sleep(5)

    async def vote(self) -> None:
        hall = self.hall
        self.wall.text_seen = lambda event, now: watch_wall(hall, event, now)
        await move_room(self.facilitator, hall.site, "vote")
        desk = f"/ballots/{hall.site.ballot}"
        page = await self.facilitator.get(f"{desk}/desk")
        opened = await self.facilitator.post(f"{desk}/open", page.form(f"{desk}/open"))
        assert opened.status in (200, 303), opened.status
        back = asyncio.create_task(cut_off(hall))
        await spread(self.voters, VOTE_SECONDS, lambda number: vote(hall, number), hall)
        await back
        await asyncio.sleep(3)

    async def insert(self) -> None:
        """What a vote is measured by, at the same pace."""
        hall, port = self.hall, self.bare_port
        await spread(self.voters, VOTE_SECONDS, lambda number: bare(hall, port, number), hall)


PARTS = {
    "note": ("wrote notes", Evening.write_notes),
    "comment": ("commented", Evening.comment),
    "vote": ("voted", Evening.vote),
}


async def play(hall: Hall, given: argparse.Namespace, server: int, bare_port: int) -> None:
    cookie = hall.site.cookies[FACILITATOR]
    evening = Evening(hall, given, server, bare_port, hall.phone(cookie), hall.phone(cookie))
    parts = [PARTS[name] for name in PARTS if given.only in (None, name)]
    for what, act in [("joined", Evening.join), *parts]:
        used, start = processor_seconds((server,)), time.monotonic()
        await act(evening)
        say(hall, what, start, used, server)
    await asyncio.sleep(given.hold)
    if hall.votes_by_time:
        await evening.insert()
    for phone in [*hall.phones, evening.facilitator, evening.wall]:
        phone.leave()


async def cut_off(hall: Hall, then: Callable[[Hall, Phone], Awaitable[None]] | None = None) -> None:
    """The unlucky ones lose the network soon after, and have it again half a minute later."""
    if not hall.away:
        return
    await asyncio.sleep(3)
    for number in hall.away:
        hall.phones[number].go_offline()
    await asyncio.sleep(AWAY_SECONDS)
    back = []
    for number in hall.away:
        hall.phones[number].come_back()
        if then is not None:
            back.append(asyncio.ensure_future(then(hall, hall.phones[number])))
        await asyncio.sleep(3 / len(hall.away))
    await asyncio.gather(*back)


async def read_on(hall: Hall, phone: Phone) -> None:
    """Who was away reads the pages before the one that is live, as far as they are new."""
    before, began = phone.since, time.monotonic()
    for _ in range(int(AWAY_SECONDS / 0.05)):
        if phone.since != before:  # the stream has brought the newest
            break
        await asyncio.sleep(0.05)
    hall.back.append(time.monotonic() - began)
    number, known = 1, -1
    while number < phone.pages and len(phone.seen) > known:
        number, known = number + 1, len(phone.seen)
        answer = await phone.get(f"{phone.path}?page={number}")
        phone.read(answer.text.encode())


async def warm_up(hall: Hall) -> None:
    """One visit to each kind of page: what the server makes once is no one's own memory."""
    site, phone = hall.site, hall.phone(hall.site.cookies[FACILITATOR])
    for path in (
        f"/j/{site.code}",
        f"/convenings/{site.convening}",
        f"/convenings/{site.convening}/desk",
        f"/profiles/{site.profile}/comments",
        f"/activities/{site.activities['collect']}/notes",
        f"/ballots/{site.ballot}",
    ):
        await phone.get(path)
    phone.leave()


async def move_room(facilitator: Phone, site: BenchSite, kind: str) -> None:
    address = f"/activities/{site.activities[kind]}/start"
    desk = await facilitator.get(f"/convenings/{site.convening}/desk")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', desk.text)
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', desk.text)
    assert token is not None
    values = {"csrf_token": token.group(1), "seen": seen.group(1) if seen else ""}
    answer = await facilitator.post(address, values)
    assert answer.status in (200, 303), (answer.status, answer.text[:500])


def resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    return float(re.search(r"VmRSS:\s+(\d+)", text)[1])  # type: ignore[index]  # always there


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--offline", type=float, default=0.0, help="share that is cut off")
    parser.add_argument("--join-seconds", type=float, default=JOIN_SECONDS)
    parser.add_argument("--only", choices=list(PARTS), help="this part alone, after all joined")
    parser.add_argument("--hold", type=float, default=10, help="quiet seconds at the end")
    given = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="pog-hall-"))
        site = BenchSite({"POG_DATA": data})
        port, bare_port = free_port(), free_port()
        server = stack.enter_context(program(site.command, **site.environment, POG_PORT=str(port)))
        floor = [sys.executable, str(ROOT / "tests/bench/bare.py"), str(bare_port)]
        wait_for(port, "/healthz")
        stack.enter_context(program(floor, **site.environment))
        wait_for(bare_port, "/healthz")
        hall = Hall(site, "127.0.0.1", port, given.people)
        uvloop.run(warm_up(hall))
        before = resident(server)
        print(f"{given.people} people, {given.offline:.0%} of them cut off for a while")
        uvloop.run(play(hall, given, server, bare_port))
        fine = report(hall, (resident(server) - before) / given.people)
    print("  nothing lost, nothing doubled" if fine else "  NOT AS IT SHOULD BE")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
