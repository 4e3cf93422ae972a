"""A browser before the stage: the real frame with pages made for trying it out."""

import shutil
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
from tests.databases import migrate


@pytest.fixture(scope="session")
def built() -> None:
    assets.build()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database: sent forms are remembered in it."""
    path = tmp_path_factory.mktemp("stage") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def stage(built: None, empty: Path, tmp_path: Path) -> Iterator[Stage]:
    """Its pages ask the database nothing; their forms are remembered in it."""
    shutil.copy(empty, tmp_path / "stage.db")
    settings = Settings(
        data=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'stage.db'}",
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
        context.set_default_timeout(20_000)
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
