"""Two servers on one PostgreSQL: what is done at one is seen at the other."""

import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pog.convenings.models import Activity
from pog.core.database import db
from tests.browser.site import Site
from tests.browsing import Browser
from tests.cast import Cast, make_cast
from tests.databases import create_database
from tests.factories import make_sign_in
from tests.live.streaming import Stream
from tests.services import running_redis

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def url(postgresql_server: str) -> str:
    return create_database(postgresql_server, "pog_two_processes")


class Pair:
    """Two running servers, somebody signed in at both, and a convening."""

    def __init__(self, one: Site, other: Site) -> None:
        self.one, self.other = one, other
        token = uuid.uuid4().hex
        with one.work():
            self.cast: Cast = make_cast(current="read")
            make_sign_in(self.cast.ana, token=token)
            kinds = {row.kind: row.id for row in db.session.query(Activity)}
        self.activities = kinds
        self.browser = Browser(one.app)
        self.browser.sign_in_with(token)
        self.csrf = self.browser.csrf_token()
        self.cookie = f"session={self.browser.get_cookie('session').value}"

        self.streams: list[Stream] = []

    def close(self) -> None:
        for stream in self.streams:
            stream.close()

    def listen(self) -> Stream:
        path = f"/live/stream?topics=convening:{self.cast.convening.id}&show=agenda"
        stream = Stream(self.other.url, path, Cookie=self.cookie)
        self.streams.append(stream)
        assert stream.next(2).event == "hello"
        return stream

    def start(self, kind: str) -> None:
        """Move the room, at the first server."""
        request = urllib.request.Request(
            f"{self.one.url}/activities/{self.activities[kind]}/start",
            data=urllib.parse.urlencode({"csrf_token": self.csrf}).encode(),
            headers={"Cookie": self.cookie, "HX-Request": "true"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200


@contextmanager
def two_servers(folder: Path, **environment: str) -> Iterator[Pair]:
    with ExitStack() as stack:
        sites = []
        for name in ("one", "other"):
            (folder / name).mkdir()
            site = Site(folder / name, **environment)
            stack.callback(site.close)
            site.start()
            sites.append(site)
        pair = Pair(*sites)
        stack.callback(pair.close)
        yield pair


def test_without_redis_the_other_process_looks_for_itself(url, tmp_path):
    with two_servers(tmp_path, POG_DATABASE_URL=url) as pair:
        stream = pair.listen()
        began = time.monotonic()
        pair.start("draft")
        assert stream.part().regions == ["agenda"]
        assert time.monotonic() - began < 2


@pytest.mark.redis
def test_redis_wakes_the_other_process_and_may_go_away(url, tmp_path):
    with ExitStack() as stack:
        with running_redis() as redis_url:
            environment = {"POG_DATABASE_URL": url, "POG_REDIS_URL": redis_url}
            pair = stack.enter_context(two_servers(tmp_path, **environment))
            stream = pair.listen()
            late = []
            for kind in ("draft", "comment", "vote", "align"):
                began = time.monotonic()
                pair.start(kind)
                assert stream.part().regions == ["agenda"]
                late.append(time.monotonic() - began)
            assert sorted(late)[1] < 0.5
        # Redis is gone now; the numbers in the database are not.
        pair.start("read")
        assert stream.part(4).regions == ["agenda"]
