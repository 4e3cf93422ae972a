"""What every test may ask for: the application on both databases, the cast, and browsers."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from pog.accounts.models import Person
from pog.app import create_app
from pog.config import Settings
from pog.core.database import db
from pog.core.work import unit_of_work
from tests.browsing import Browser
from tests.cast import Cast, make_cast
from tests.databases import (
    DATABASES,
    PostgresqlDatabase,
    SqliteFile,
    TestDatabase,
    why_not,
)
from tests.factories import make_sign_in
from tests.services import redis_is_installed, running_postgresql, running_redis

NEEDS = {"browser", "postgresql", "redis"}
WAITS_FOR_OTHERS = {"chromium", "redis_url", "server"}
"""Fixtures that run another process or thread, which a busy machine may starve."""
SKIP_NOTHING = bool(os.environ.get("POG_TEST_SKIP_NOTHING"))
CHROMIUM = os.environ.get("POG_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",  # as root Chromium refuses to start with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHARED = Path(os.environ.get("POG_SHARED") or Path(__file__).parents[2] / "shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "redis_url" in getattr(item, "fixturenames", ()):
            item.add_marker("redis")
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if WAITS_FOR_OTHERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))  # the summary tells of it (CONTRIBUTING)
    # Last in a random order, one of them would keep the run going while every other worker idles.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep each phase's report, and refuse skips where everything has to be there."""
    report = yield
    missing = sorted(NEEDS & {mark.name for mark in item.iter_markers()})
    if SKIP_NOTHING and report.skipped and missing:
        report.outcome = "failed"
        report.longrepr = f"Skipped, but {', '.join(missing)} has to be tested here: " + str(
            report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        )
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The published files that lie beside the checkout; tests that need them skip without."""
    if not SHARED.is_dir():
        pytest.skip("the published files are not beside this checkout (POG_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    if reason := why_not("postgresql"):
        pytest.skip(reason)
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis of our own."""
    if not redis_is_installed():
        pytest.skip("Redis is not installed")
    with running_redis() as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Start a browser without a window; people are contexts of it (tests/browser/conftest.py).

    Not for the whole session: while Playwright runs, nothing else may start an event loop.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
    return SqliteFile(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[PostgresqlDatabase]:
    database = PostgresqlDatabase(postgresql_server)
    yield database
    database.close()


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.postgresql if name == "postgresql" else ())
        for name in DATABASES
    ]
)
def database(request: pytest.FixtureRequest) -> TestDatabase:
    """An empty, migrated database; the test runs once on each kind."""
    kind = {"sqlite": "sqlite_file", "postgresql": "postgresql_database"}[request.param]
    found: TestDatabase = request.getfixturevalue(kind)
    found.reset()
    return found


def test_settings(url: str, folder: Path, **changed: object) -> Settings:
    values = {
        "data": folder,
        "database_url": url,
        "secret_key": "a secret for tests",
        "base_url": "http://localhost",
        "testing": True,
        **changed,
    }
    return Settings(**values)


test_settings.__test__ = False  # type: ignore[attr-defined]  # a helper, not a test


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """One application for each database: compiling the templates anew would take longest."""
    made: dict[str, Flask] = {}

    def for_url(url: str) -> Flask:
        if url not in made:
            app = create_app(test_settings(url, tmp_path_factory.mktemp("data")))
            app.test_client_class = Browser
            made[url] = app
        return made[url]

    yield for_url
    for app in made.values():
        dispose(app)


def dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application without tables, for tests that never ask the database."""
    folder = tmp_path_factory.mktemp("bare")
    return create_app(test_settings(f"sqlite:///{folder / 'none.db'}", folder))


@pytest.fixture
def app(database: TestDatabase, apps: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on an empty database.

    Its configuration is shared: change it with `monkeypatch.setitem(app.config, ...)`, or build
    another with `make_app`.
    """
    app = apps(database.url)
    yield app
    dispose(app)


@pytest.fixture
def make_app(database: TestDatabase, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Build another application on the same database: `make_app(upload_limit=10)`."""
    made = []

    def make(**changed: object) -> Flask:
        app = create_app(test_settings(database.url, tmp_path, **changed))
        app.test_client_class = Browser
        made.append(app)
        return app

    yield make
    for app in made:
        dispose(app)


@pytest.fixture
def work(app: Flask) -> Callable[[], AbstractContextManager[None]]:
    """Open a block that changes the database; rows made inside stay readable afterwards."""

    @contextmanager
    def begin() -> Iterator[None]:
        with app.app_context(), unit_of_work():
            yield
            db.session.flush()
            db.session.expunge_all()  # else the commit would empty them

    return begin


@pytest.fixture
def cast(work: Callable[[], AbstractContextManager[None]]) -> Cast:
    """Ana, Ben and Cy, their organizations, and a convening in its drafting phase."""
    with work():
        return make_cast()


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser that never signed in."""
    return app.test_client()  # type: ignore[return-value]  # test_client_class is Browser


nobody = client


@pytest.fixture
def as_person(app: Flask, work: Callable[[], AbstractContextManager[None]]):
    """Sign a new browser in: `as_person(cast.ana)`, or `as_person(None)` for a guest's.

    The sign-in is kept as `browser.sign_in`; a guest's seat is made with it.
    """

    def sign_in(person: Person | None) -> Browser:
        token = uuid.uuid4().hex
        browser: Browser = app.test_client()  # type: ignore[assignment]
        with work():
            browser.sign_in = make_sign_in(person, token=token)
        browser.sign_in_with(token)
        return browser

    return sign_in
