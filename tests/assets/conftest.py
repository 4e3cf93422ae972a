"""A browser before the stage: the real frame with pages made for trying it out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from pog import assets
from pog.app import create_app
from pog.config import Settings
from tests.assets.stage import Stage
from tests.browser.conftest import SCREENS


@pytest.fixture(scope="session")
def built() -> None:
    assets.build()


@pytest.fixture
def stage(built: None, tmp_path: Path) -> Iterator[Stage]:
    """Its pages ask the database nothing, so it has none."""
    settings = Settings(
        data=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'none.db'}",
        secret_key="a secret for tests",
        base_url="http://localhost",
    )
    app = create_app(settings)
    # flask-compress leaves the file it streams to the garbage collector, which warns.
    app.config["COMPRESS_STREAMS"] = False
    stage = Stage(app)
    yield stage
    stage.close()


@pytest.fixture
def visit(chromium: Browser, stage: Stage) -> Iterator[Callable[..., Page]]:
    """`visit("/stage", "phone")`; console errors fail the test unless `allow` names their words."""
    contexts, noise = [], []

    def open_page(path: str, screen: str = "laptop", allow: str = "-", **options: Any) -> Page:
        context = chromium.new_context(base_url=stage.url, **{**SCREENS[screen], **options})
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()

        def listen(message: ConsoleMessage) -> None:
            meant = allow in message.text or "ERR_INTERNET" in message.text
            if message.type in ("error", "warning") and not meant:
                noise.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not noise, "\n".join(noise)
