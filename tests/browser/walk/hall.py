"""Who is in the hall, where they are, and how good their network is."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.browser.checks import expect_accessible, is_stream
from tests.browser.guests import Guest
from tests.browser.site import Site


@dataclass
class Hall:
    """Ana facilitates on a laptop, Ben and Cleo sit there with phones, the wall is a projector."""

    site: Site
    ana: Page
    ben: Page
    cleo: Page
    wall: Page
    within: int = 10_000
    """After so many milliseconds others never will see it; how soon is for tests/bench."""
    followed: int = 15_000
    streams: bool = True
    """Whether streams get through."""
    guests: list[Guest] = field(default_factory=list)
    code: str = ""
    convening: str = ""
    profile: str = ""

    def one(self, statement):
        """One value from the database as it is now."""
        with self.site.app.app_context():
            return db.session.scalar(statement)

    def all(self, statement):
        with self.site.app.app_context():
            return list(db.session.scalars(statement))

    def attribute(self, name: str) -> Attribute:
        return self.one(select(Attribute).filter_by(profile_id=uuid.UUID(self.profile), name=name))

    def go(self, page: Page, path: str) -> None:
        page.goto(path)

    def open(self, page: Page, path: str) -> None:
        """Go there and wait until the page is live, as it says itself."""
        with self.comes_live(page):
            self.go(page, path)

    @contextmanager
    def comes_live(self, page: Page) -> Iterator[None]:
        """What is done inside leads to a live page."""
        if self.streams:
            with page.expect_response(is_stream):
                yield
        else:
            yield
        words = "Live" if self.streams else "Checking every few seconds"
        expect(page.get_by_text(words, exact=True).first).to_be_visible()

    def look_at(self, page: Page) -> None:
        expect_accessible(page)

    def ready(self, page: Page, field: Locator) -> Locator:
        """A field of a page one was led to, to be written in; on a bad network it may be late."""
        return field

    def types_along(self, page: Page) -> None:
        """The shared text is in the box: what is typed from now on is stored as it is typed."""
        expect(page.get_by_role("button", name="Keep this version")).to_be_visible()

    def is_posted(self, page: Page, words: str) -> None:
        """What this person wrote is told to be stored."""
        expect(page.get_by_text("Your comment is stored.")).to_be_visible()

    def desk(self) -> None:
        self.open(self.ana, f"/convenings/{self.convening}/desk")

    def step(self, title: str) -> None:
        """Ana opens the step with this title."""
        self.desk()
        started = self.ana.get_by_role(
            "button", name=re.compile(rf"^(Next|Start): {re.escape(title)}$")
        )
        started.first.click()
        expect(self.ana.locator("#now-title")).to_have_text(title)


def key_in(page: Page) -> str:
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", page.url).group()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
