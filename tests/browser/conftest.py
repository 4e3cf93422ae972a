"""Browsers, people and the running site for tests that look at pages."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from pog import assets
from pog.seeding.demo import load_demo
from tests.browser.checks import expect_accessible
from tests.browser.site import Site, copied

TRACE = bool(os.environ.get("POG_TEST_TRACE"))
PATIENCE = 20_000
"""Milliseconds until something that should be there is missed; a busy machine is no fault."""
expect.set_options(timeout=PATIENCE)
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder a first start leaves: migrated and with the library in it."""
    assets.build()  # does nothing when `make test` did
    data = tmp_path_factory.mktemp("first-start")
    site = Site(data)
    try:
        site.start()
    finally:
        site.close()
    return data


@pytest.fixture(scope="session")
def played_example(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the worked example in it."""
    site = Site(copied(first_start, tmp_path_factory.mktemp("example") / "data"))
    try:
        with site.app.app_context():
            load_demo(site.data)
    finally:
        site.close()
    return site.data


@pytest.fixture
def example_site(played_example: Path, tmp_path: Path) -> Iterator[Site]:
    """The real server in the middle of the worked example's convening."""
    site = Site(copied(played_example, tmp_path / "data"))
    try:
        site.start()
        yield site
    finally:
        site.close()


@pytest.fixture
def site(first_start: Path, tmp_path: Path) -> Iterator[Site]:
    """The real server with the library in it and nobody there yet."""
    site = Site(copied(first_start, tmp_path / "data"))
    try:
        site.start()
        yield site
    finally:
        site.close()


@pytest.fixture
def person(
    chromium: Browser, site: Site, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """A page of somebody new: `person("phone")`.

    Any console error or page error fails the test; `allow` names words of those that are meant.
    Further options go to Playwright's `new_context`. With POG_TEST_TRACE=1 a failed test leaves
    trace0.zip, ... in its temporary folder; recording doubles the time of a test.
    """
    contexts, noise = [], []

    def join(screen: str = "laptop", allow: tuple[str, ...] = (), **options: Any) -> Page:
        context = chromium.new_context(**{"base_url": site.url, **SCREENS[screen], **options})
        context.set_default_timeout(PATIENCE)
        if TRACE:
            context.tracing.start(screenshots=True, snapshots=True)

        def listen(message: ConsoleMessage) -> None:
            meant = any(words in message.text for words in allow)
            if message.type in ("error", "warning") and not meant:
                noise.append(f"{screen}: {message.text} ({message.location.get('url')})")

        def note(page: Page) -> None:
            page.on("console", listen)
            page.on("pageerror", lambda error: noise.append(f"{screen}: {error}"))

        context.on("page", note)
        contexts.append(context)
        return context.new_page()

    yield join
    report = getattr(request.node, "report_call", None)
    failed = report is not None and report.failed
    for number, context in enumerate(contexts):
        if TRACE:
            context.tracing.stop(path=tmp_path / f"trace{number}.zip" if failed or noise else None)
        context.close()
    assert not noise, "\n".join(noise)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail on anything axe finds: `axe(page)`."""
    return expect_accessible
