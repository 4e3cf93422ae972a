"""How long a large CASE package takes to import and to export, and how much memory, beside a floor.

    .venv/bin/python tests/bench/large_case.py --items 15000 --links 40000

pog: a worker takes the job, reads the file, compares identifiers, and keeps all of it.
Floor: `json.load` and bare inserts of the same rows into SQLite, nothing checked. Each runs in a
process of its own; memory is the most the process ever held.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import json
import multiprocessing
import random
import resource
import sqlite3
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

CONTEXT = multiprocessing.get_context("spawn")
STAMP = "2026-01-02T03:04:05+00:00"
BASE = "https://case.example.org/ims/case/v1p1"
WORDS = (
    "student explains compares measures designs community evidence argument number fraction model "
    "energy reading history listens project team plans reflects"
).split()
KINDS = ("isRelatedTo", "precedes", "exactMatchOf", "isPeerOf", "isPartOf", "ext:majorRelated")


def package(items: int, links: int) -> dict[str, Any]:
    """A tree of items, and links between them; the same every time."""
    dice = random.Random(7)

    def uid() -> str:
        return str(uuid.UUID(int=dice.getrandbits(128), version=4))

    document, keys = uid(), [uid() for _ in range(items)]
    titles = {document: "A large framework"}
    rows = []
    for number, key in enumerate(keys):
        text = " ".join(dice.choice(WORDS) for _ in range(18)).capitalize() + f" ({number})."
        titles[key] = text[:60]
        rows.append(
            {
                "identifier": key,
                "fullStatement": text,
                "uri": f"{BASE}/CFItems/{key}",
                "humanCodingScheme": f"G.{number}",
                "CFItemType": "Standard",
                "language": "en",
                "educationLevel": ["09", "10"],
                "lastChangeDateTime": STAMP,
            }
        )

    def link(kind: str, origin: str, destination: str, **more: int) -> dict[str, Any]:
        key = uid()
        return {
            "identifier": key,
            "associationType": kind,
            "uri": f"{BASE}/CFAssociations/{key}",
            "originNodeURI": node(origin),
            "destinationNodeURI": node(destination),
            "lastChangeDateTime": STAMP,
            **more,
        }

    def node(key: str) -> dict[str, str]:
        return {"title": titles[key], "identifier": key, "uri": f"{BASE}/CFItems/{key}"}

    tree = [
        link(
            "isChildOf",
            key,
            document if number < 40 else keys[(number - 40) // 6],
            sequenceNumber=number + 1,
        )
        for number, key in enumerate(keys)
    ]
    others = [link(dice.choice(KINDS), *dice.sample(keys, 2)) for _ in range(links - items)]
    head = {
        "identifier": document,
        "uri": f"{BASE}/CFDocuments/{document}",
        "creator": "Somewhere",
        "title": titles[document],
        "lastChangeDateTime": STAMP,
    }
    return {"CFDocument": head, "CFItems": rows, "CFAssociations": [*tree, *others]}


def memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def floor(path: Path, folder: Path, results: Any) -> None:
    started = time.perf_counter()
    with path.open(encoding="utf-8") as file:
        found = json.load(file)
    connection = sqlite3.connect(folder / "floor.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE items (id TEXT PRIMARY KEY, text TEXT, code TEXT, whole TEXT)")
    connection.execute(
        "CREATE TABLE links (id TEXT PRIMARY KEY, kind TEXT, a TEXT, b TEXT, c TEXT)"
    )
    with connection:
        connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?, ?)",
            (
                (one["identifier"], one["fullStatement"], one["humanCodingScheme"], json.dumps(one))
                for one in found["CFItems"]
            ),
        )
        connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            (
                (
                    one["identifier"],
                    one["associationType"],
                    json.dumps(one["originNodeURI"]),
                    json.dumps(one["destinationNodeURI"]),
                    json.dumps(one),
                )
                for one in found["CFAssociations"]
            ),
        )
    results.put((time.perf_counter() - started, memory()))


def application(folder: Path) -> Any:
    from pog.app import create_app
    from pog.config import Settings

    settings = Settings(
        data=folder, database_url=f"sqlite:///{folder / 'pog.db'}", secret_key="x" * 32
    )
    return create_app(settings)


def ask(path: Path, folder: Path, results: Any) -> None:
    """What the web does: keep the file and write the job."""
    from pog.core import schema
    from pog.core.database import db
    from pog.core.work import unit_of_work
    from pog.imports.services import keep_for_later, new_import
    from pog.organizations.services import create_organization

    with application(folder).app_context():
        schema.upgrade(db.engine)
        with unit_of_work():
            owner = create_organization(name="Riverbend", level="district")
            found = new_import(organization_id=owner.id, sector="k12", file_name=path.name)
            started = time.perf_counter()
            keep_for_later(found, path.read_bytes())
    results.put((time.perf_counter() - started, memory()))


def work(folder: Path, results: Any) -> None:
    from pog.core.jobs import work_off

    with application(folder).app_context():
        started = time.perf_counter()
        work_off()
        results.put((time.perf_counter() - started, memory()))


def write(folder: Path, results: Any) -> None:
    """What a download does: each piece is sent as soon as it is written."""
    from sqlalchemy import func, select

    from pog.core.database import db
    from pog.exports.frameworks import export_in_pieces
    from pog.frameworks.models import Competency, Framework, FrameworkAssociation

    with application(folder).app_context(), (folder / "export.json").open("wb") as file:
        counts = [
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (Competency, FrameworkAssociation)
        ]
        framework = db.session.scalars(select(Framework)).one()
        before, started = memory(), time.perf_counter()
        made = export_in_pieces(framework, "http://localhost")
        size = file.write(next(made.content))
        first = time.perf_counter() - started
        size += sum(file.write(piece) for piece in made.content)
        taken = time.perf_counter() - started
        results.put((first, taken, before, memory(), counts, size))


def alone(target: Any, *arguments: Any) -> Any:
    """Run in a process of its own, so that its memory is its own."""
    results = CONTEXT.Queue()
    process = CONTEXT.Process(target=target, args=(*arguments, results))
    process.start()
    found = results.get(timeout=600)
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=15_000)
    parser.add_argument("--links", type=int, default=40_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "large.json"
        path.write_text(json.dumps(package(given.items, given.links)))
        print(f"file: {path.stat().st_size / 1024**2:.1f} MB")
        bare_time, bare_memory = alone(floor, path, folder)
        print(f"floor (json.load, bare inserts): {bare_time:.1f} s, {bare_memory:.0f} MB")
        asked, _memory = alone(ask, path, folder)
        print(f"kept for the worker: {asked:.2f} s")
        taken, most = alone(work, folder)
        print(f"imported: {taken:.1f} s, {most:.0f} MB, {taken / bare_time:.1f} times the floor")
        first, wrote, idle, most, counts, size = alone(write, folder)
        print(f"in the database: {counts[0]} competencies, {counts[1]} links")
        print(
            f"exported: {wrote:.1f} s, first piece after {first:.1f} s, {most:.0f} MB "
            f"({idle:.0f} MB before), {size / 1024**2:.1f} MB written"
        )


if __name__ == "__main__":
    main()
