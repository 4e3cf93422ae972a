"""Searching 30,000 competencies: the database's index of words beside LIKE as the floor.

    .venv/bin/python tests/bench/search.py --competencies 30000

Prints the median and the slowest of some searches, with how many competencies each way finds.
LIKE reads every row and finds fewer: no forms of a word, no accents. Works on a site of its own.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
import uuid
from pathlib import Path

import click
import sqlalchemy as sa

from pog.app import create_app
from pog.config import Settings
from pog.core import schema
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.frameworks.models import Competency, Framework
from pog.frameworks.searching import search

SEARCHES = (
    "communication", "critical thinking", "problem solving", "comunicación", "leads teams",
    "digital", "evaluates evidence of sources", "S.104", "collaborating with others", "zebra",
)  # fmt: skip
KNOWN = (
    "communicates communication collaborates evaluates solves problems designs leads listens "
    "critically thinking evidence sources teams digital comunicación others arguments culture"
).split()
"""Words people look for: one in thirty of all words, as in real frameworks."""
VOCABULARY = 6_000


def vocabulary(chance: random.Random) -> list[str]:
    """Words nobody looks for, some far more common than others."""
    letters = "bcdfglmnprstv", "aeiou"
    return [
        "".join(chance.choice(letters[n % 2]) for n in range(chance.randint(4, 10)))
        for _ in range(VOCABULARY)
    ]


def statements(count: int) -> list[dict]:
    chance = random.Random(7)
    words = vocabulary(chance)
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(VOCABULARY)))
    frameworks = [uuid.uuid4() for _ in range(30)]

    def text(length: int) -> str:
        return " ".join(
            chance.choice(KNOWN)
            if chance.random() < 1 / 30
            else chance.choices(words, cum_weights=weights)[0]
            for _ in range(length)
        )

    rows = [
        {
            "id": uuid.uuid4(), "framework_id": frameworks[n % 30], "position": n,
            "name": text(6).capitalize(), "statement": text(25),
            "code": f"S.{n}", "official_code": f"S.{n}", "verified": True, "parent_id": None,
        }
        for n in range(count)
    ]  # fmt: skip
    with unit_of_work():
        db.session.execute(
            sa.insert(Framework),
            [
                {"id": key, "title": f"Framework {n}", "sector": "k12", "verified": True}
                for n, key in enumerate(frameworks)
            ],
        )
        started = time.perf_counter()
        db.session.execute(sa.insert(Competency), rows)
    click.echo(f"{count} competencies stored and indexed in {time.perf_counter() - started:.1f} s")
    return rows


def by_like(words: str) -> int:
    """What the index replaces: every word somewhere in name, code or text."""
    query = (
        sa.select(Competency).join(Framework).order_by(sa.func.length(Competency.name)).limit(20)
    )
    count = sa.select(sa.func.count(Competency.id))
    for word in words.split():
        found = sa.or_(
            *(
                column.ilike(f"%{word}%")
                for column in (Competency.name, Competency.code, Competency.statement)
            )
        )
        query, count = query.where(found), count.where(found)
    db.session.scalars(query).all()
    return db.session.scalar(count) or 0


def by_index(words: str) -> int:
    return search(words).total


def measured(way, times: int) -> tuple[float, float, list[int]]:
    took, totals = [], []
    for words in SEARCHES:
        for n in range(times):
            db.session.expunge_all()
            started = time.perf_counter()
            total = way(words)
            took.append((time.perf_counter() - started) * 1000)
            if n == 0:
                totals.append(total)
    return statistics.median(took), max(took), totals


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--competencies", type=int, default=30_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--database", help="an empty PostgreSQL; SQLite without it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        app = create_app(Settings(database_url=url, secret_key="bench", data=Path(folder)))
        with app.app_context():
            schema.upgrade(db.engine)
            statements(given.competencies)
            floor, slowest_floor, few = measured(by_like, given.times)
            ours, slowest, many = measured(by_index, given.times)
    click.echo(f"LIKE   median {floor:7.1f} ms, slowest {slowest_floor:7.1f} ms, found {few}")
    click.echo(f"index  median {ours:7.1f} ms, slowest {slowest:7.1f} ms, found {many}")
    click.echo(f"the index takes {ours / floor:.2f} of LIKE's time")


if __name__ == "__main__":
    main()
