"""A page of 20 among 5,000 comments, beside the page with none: time and statements.

.venv/bin/python tests/bench/comments.py [--comments 5000] [--rounds 40]
"""

# ruff: noqa: T201 - it prints what it measured
import argparse
import statistics
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[2]))

from pog.app import create_app
from pog.comments.models import Comment
from pog.config import Settings
from pog.core.clock import now
from pog.core.database import db
from pog.core.schema import upgrade
from pog.core.work import unit_of_work
from tests.browsing import Browser, sign_in_with
from tests.cast import make_cast
from tests.factories import make_sign_in
from tests.watching import statements_of


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=40)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.comments, asked.rounds)


def measure(folder: Path, number: int, rounds: int) -> None:
    url = f"sqlite:///{folder / 'pog.db'}"
    app = create_app(Settings(data=folder, database_url=url, secret_key="for a measurement"))
    app.test_client_class = Browser
    with app.app_context():
        upgrade(db.engine)
        with unit_of_work():
            cast = make_cast()
            token = uuid.uuid4().hex
            make_sign_in(cast.ben, token=token)
            profile = cast.profile.id
    client = app.test_client()
    sign_in_with(client, token)
    address = f"/profiles/{profile}/comments"
    empty = timed(client, address, rounds)
    with statements_of(app) as none:
        client.get(address)
    with app.app_context(), unit_of_work():
        fill(profile, number)
    full = timed(client, address, rounds)
    with statements_of(app) as many:
        client.get(address)
    print(f"no comments      {empty:7.1f} ms, {len(none)} statements")
    print(f"{number:5} comments   {full:7.1f} ms, {len(many)} statements")
    print(f"ratio            {full / empty:7.2f}   (bar: 2)")


def fill(profile: uuid.UUID, number: int) -> None:
    start = now() - timedelta(days=1)
    db.session.execute(
        sa.insert(Comment),
        [
            {
                "id": uuid.uuid4(),
                "profile_id": profile,
                "body": f"Word {n:04} of what many people said about it",
                "body_html": f"<p>Word {n:04} of what many people said about it</p>",
                "author_name": "Heron",
                "created_at": start + timedelta(seconds=n),
            }
            for n in range(number)
        ],
    )


def timed(client: Browser, address: str, rounds: int) -> float:
    """The median of so many answers, in milliseconds, after a few that do not count."""
    found = []
    for round_ in range(rounds + 5):
        begun = time.perf_counter()
        answer = client.get(address)
        assert answer.status_code == 200
        if round_ >= 5:
            found.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(found)


if __name__ == "__main__":
    main()
