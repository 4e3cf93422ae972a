"""The real server, `pog serve`, as a process of its own on a folder of its own."""

import os
import shutil
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Page

from pog.accounts.models import Person
from pog.app import create_app
from pog.config import Settings
from pog.core.database import db
from pog.core.work import unit_of_work
from tests.browsing import sign_in_with
from tests.factories import make_sign_in
from tests.services import free_port
from tests.warm import FORKS, run

START_SECONDS = 60
SECRET = "a secret for tests"


class Site:
    """A running pog: stop and start it, put rows into its database, sign people in."""

    def __init__(self, data: Path, *, jobs: bool = False, **environment: str) -> None:
        """`jobs`: with the process beside it that does slow work; starting one takes seconds."""
        self.data = data
        self.jobs = jobs
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        self.environment = environment
        self.process: ForkServerProcess | None = None
        self.app = create_app(
            Settings(
                data=data,
                database_url=environment.get("POG_DATABASE_URL", f"sqlite:///{data / 'pog.db'}"),
                secret_key=SECRET,
                base_url=self.url,
            )
        )

    def start(self) -> None:
        """Start the server on its port and wait until it answers."""
        settings = {
            "POG_DATA": str(self.data),
            "POG_HOST": "127.0.0.1",
            "POG_PORT": str(self.port),
            "POG_BASE_URL": self.url,
            "POG_SECRET_KEY": SECRET,
            **self.environment,
        }
        clean = {k: v for k, v in os.environ.items() if not k.startswith("POG_")}
        arguments = ["serve", "--jobs" if self.jobs else "--no-jobs"]
        self.process = FORKS.Process(
            target=run, args=(arguments, clean | settings, self.log, self.log), daemon=True
        )
        self.process.start()
        give_up_at = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.process.is_alive() or time.monotonic() > give_up_at:
                self.stop()
                message = f"pog serve did not start:\n{self.log.read_text(errors='replace')}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Stop the server the way an operator does; kill it when it does not listen."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.join(10)
        self.process.kill()
        self.process.join()
        self.process = None

    def close(self) -> None:
        self.stop()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    @contextmanager
    def work(self) -> Iterator[None]:
        """Change the database; rows made inside stay readable afterwards."""
        with self.app.app_context(), unit_of_work():
            yield
            db.session.flush()
            db.session.expunge_all()

    def take_cookie(self, client: FlaskClient, person: Person) -> str:
        """Give a test client the cookie of somebody who signed in, and return it."""
        token = uuid.uuid4().hex
        with self.work():
            make_sign_in(person, token=token)
        sign_in_with(client, token)
        cookie = client.get_cookie("session")
        assert cookie is not None
        return cookie.value

    def sign_in(self, page: Page, person: Person) -> Page:
        """Give the page's browser the cookie of somebody who signed in."""
        value = self.take_cookie(self.app.test_client(), person)
        page.context.add_cookies([{"name": "session", "value": value, "url": self.url}])
        return page


def copied(template: Path, folder: Path) -> Path:
    """A data folder of one's own, with what the template holds."""
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("*.log"))
    return folder
