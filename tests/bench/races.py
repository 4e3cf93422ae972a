"""Votes against the close, many rounds on both databases; nothing confirmed may be missing.

    .venv/bin/python tests/bench/races.py --rounds 100

In each round six people tap twice while two facilitators close the ballot; every second round is
a secret ballot. A difference is a round in which the votes we confirmed, those stored, the voter
roll and the announced result do not agree. Plain code (read, then write) had 40 of 40.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from flask import Flask

sys.path.insert(0, str(Path(__file__).parents[2]))

from pog.app import create_app
from pog.core.database import db
from pog.core.work import unit_of_work
from tests.ballots.racing import Race
from tests.browsing import Browser
from tests.cast import make_cast
from tests.conftest import test_settings
from tests.databases import create_database, migrate
from tests.factories import make_sign_in
from tests.services import running_postgresql


def race_on(app: Flask) -> Race:
    @contextmanager
    def work() -> Iterator[None]:
        with app.app_context(), unit_of_work():
            yield
            db.session.flush()
            db.session.expunge_all()

    begin: AbstractContextManager[None] = work()
    with begin:
        cast = make_cast()
    facilitators: list[Browser] = []
    for _ in range(2):
        token = uuid.uuid4().hex
        with work():
            make_sign_in(cast.ana, token=token)
        browser: Browser = app.test_client()  # type: ignore[assignment]
        browser.sign_in_with(token)
        facilitators.append(browser)
    return Race(app, work, cast.convening, facilitators)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=100)
    given = asked.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_postgresql())
        urls = {
            "SQLite": f"sqlite:///{folder / 'races.db'}",
            "PostgreSQL": create_database(server, "races"),
        }
        found = 0
        for name, url in urls.items():
            migrate(url)
            app = create_app(test_settings(url, folder))
            app.test_client_class = Browser
            race = race_on(app)
            began = time.monotonic()
            rounds = [race.run(number, secret=number % 2 == 1) for number in range(given.rounds)]
            seconds = time.monotonic() - began
            wrong = [(number, said) for number, (said, _late) in enumerate(rounds) if said]
            late = sum(refused for _said, refused in rounds)
            print(
                f"{name}: {given.rounds} rounds, {len(wrong)} differences; "
                f"in {late} rounds somebody came too late; {seconds:.0f} s"
            )
            for number, said in wrong:
                print(f"  round {number}: {'; '.join(said)}")
            found += len(wrong)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
