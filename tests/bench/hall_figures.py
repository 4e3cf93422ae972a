"""What was measured of a hall of people, and how it is told."""

# ruff: noqa: T201 - it prints what was measured

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.bench.coediting import p95, processor_seconds
from tests.bench.phones import Counts, Phone
from tests.bench.site import BenchSite

TURNOUT = re.compile(rb"(\d+) of \d+")


@dataclass
class Hall:
    """Everybody, and what was measured of them."""

    site: BenchSite
    host: str
    port: int
    people: int
    counts: Counts = field(default_factory=Counts)
    phones: list[Phone] = field(default_factory=list)
    away: set[int] = field(default_factory=set)
    joined: list[float] = field(default_factory=list)
    posted: dict[str, list[float]] = field(default_factory=dict)
    began: dict[int, float] = field(default_factory=dict)
    """When each comment was sent, by its mark."""
    seen: list[float] = field(default_factory=list)
    heard: Counter[int] = field(default_factory=Counter)
    acknowledged: dict[str, set[int]] = field(default_factory=dict)
    votes_by_time: list[float] = field(default_factory=list)
    wall: list[tuple[float, int]] = field(default_factory=list)
    """When the projector showed how many votes."""
    back: list[float] = field(default_factory=list)
    """How long those who were cut off waited for the newest comments, once they had the network."""
    problems: list[str] = field(default_factory=list)

    def phone(self, cookie: str = "") -> Phone:
        return Phone(self.host, self.port, self.counts, cookie)

    def note(self, what: str, number: int, began: float) -> None:
        self.posted.setdefault(what, []).append(time.monotonic() - began)
        self.acknowledged.setdefault(what, set()).add(number)


def watch_wall(hall: Hall, event: bytes, now: float) -> None:
    """Note how many votes the wall shows, and since when."""
    if b"#region-ballot-stage" in event and (found := TURNOUT.search(event)):
        hall.wall.append((now, int(found.group(1))))


def wall_late(hall: Hall) -> list[float]:
    """For each vote how long after its acknowledgement the wall counted it."""
    late = []
    for number, done in enumerate(sorted(hall.votes_by_time), start=1):
        shown = next((at for at, count in hall.wall if count >= number), float("inf"))
        late.append(max(0.0, shown - done))
    return late


# Telling


def say(hall: Hall, what: str, start: float, used: float, server: int) -> None:
    took = time.monotonic() - start
    core = (processor_seconds((server,)) - used) / took
    print(f"  {what}: {took:.0f} s, server {core:.0%} of a core", flush=True)


def line(name: str, times: list[float]) -> str:
    if not times:
        return f"  {name:<26} nothing"
    ordered = sorted(times)
    return (
        f"  {name:<26} {len(ordered):>7} x   p50 {ordered[len(ordered) // 2] * 1000:7.0f} ms"
        f"   p95 {p95(ordered) * 1000:7.0f} ms   worst {ordered[-1] * 1000:7.0f} ms"
    )


def report(hall: Hall, memory: float) -> bool:
    counts = hall.counts
    for name in ("join", "note", "comment", "vote", "bare insert"):
        print(line(f"{name} acknowledged", hall.posted.get(name, [])))
    print(line("others see a comment", hall.seen))
    if hall.away:
        print(line("back and up to date", hall.back))
    print(line("wall behind the votes", wall_late(hall)))
    votes, inserts = hall.posted.get("vote", []), hall.posted.get("bare insert", [])
    if votes and inserts:
        print(f"  vote / bare insert, p95: {p95(votes) / p95(inserts):.2f} (goal 5 at most)")
    stored = hall.site.count_stored()
    missing = sum(hall.heard[mark] < hall.people for mark in hall.acknowledged.get("comment", ()))
    checks = {
        "seats": (stored["seats"], len(hall.acknowledged.get("join", ()))),
        "notes": (stored["notes"], len(hall.acknowledged.get("note", ()))),
        "comments": (stored["comments"], len(hall.acknowledged.get("comment", ()))),
        "votes": (stored["votes"], len(hall.acknowledged.get("vote", ()))),
        "voters counted twice": (stored["doubled"], 0),
        "answers of 500 and above": (counts.failures, 0),
        "connections without an answer": (counts.broken, 0),
        "comments somebody never got": (missing, 0),
    }
    fine = not hall.problems
    for name, (found, wanted) in checks.items():
        fine = fine and found == wanted
        print(
            f"  {name:<30} {found:>6}   expected {wanted:>6}{'' if found == wanted else '   WRONG'}"
        )
    print(
        f"  {counts.requests} requests {dict(sorted(counts.statuses.items()))}, "
        f"{counts.bytes_streamed / 1e6:.1f} MB streamed, {memory:.0f} kB each in the server"
    )
    for problem in hall.problems[:10]:
        print(f"  {problem}")
    return fine
