"""Two processes on one PostgreSQL, with Redis and without; and one that is started again."""

import itertools
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.browser.site import Site
from tests.browsing import Browser
from tests.cast import Cast, make_cast
from tests.coediting.typing_people import Typing, caret
from tests.databases import create_database
from tests.factories import make_sign_in
from tests.services import running_redis

FIRST = "Says what they mean."
numbers = itertools.count(100)


class Servers:
    """Running servers on one database, and people who type at any of them."""

    def __init__(self, sites: list[Site], stack: ExitStack) -> None:
        self.sites, self._stack = sites, stack
        tokens = {name: uuid.uuid4().hex for name in ("Ana", "Ben")}
        with sites[0].work():
            self.cast: Cast = make_cast()
            for person in (self.cast.ana, self.cast.ben):
                make_sign_in(person, token=tokens[person.name])
            self.attribute_id = (
                db.session.query(Attribute.id)
                .filter_by(profile_id=self.cast.profile.id)
                .order_by(Attribute.position)
                .limit(1)
                .scalar()
            )
        self._cookies = {name: self._cookie(token) for name, token in tokens.items()}

    def _cookie(self, token: str) -> str:
        browser = Browser(self.sites[0].app)
        browser.sign_in_with(token)
        return f"session={browser.get_cookie('session').value}"

    def typing(self, name: str, at: int) -> Typing:
        one = Typing(self.sites[at].url, self.attribute_id, self._cookies[name])
        self._stack.callback(one.close)
        return one.open()


@contextmanager
def running(folder: Path, count: int, **environment: str) -> Iterator[Servers]:
    with ExitStack() as stack:
        sites = []
        for number in range(count):
            place = folder / str(number)
            place.mkdir()
            site = Site(place, **environment)
            stack.callback(site.close)
            site.start()
            sites.append(site)
        with ExitStack() as people:
            yield Servers(sites, people)


def exchange(ana: Typing, ben: Typing, seconds: float) -> list[float]:
    """Both type at once; how long until each saw what the other wrote."""
    late = []
    for _ in range(3):
        mine, theirs = f"a{next(numbers)} ", f" b{next(numbers)}"
        began = time.monotonic()
        ana.type(0, mine)
        ben.type(len(str(ben.text)), theirs)
        assert ana.until(lambda theirs=theirs: theirs in str(ana.text), seconds)
        assert ben.until(lambda mine=mine: mine in str(ben.text), seconds)
        late.append(time.monotonic() - began)
        assert ana.settle()
        assert ben.settle()
    assert str(ana.text) == str(ben.text)
    return late


@pytest.mark.postgresql
def test_without_redis_both_look(postgresql_server, tmp_path):
    url = create_database(postgresql_server, "pog_typing_alone")
    with running(tmp_path, 2, POG_DATABASE_URL=url) as servers:
        exchange(servers.typing("Ana", 0), servers.typing("Ben", 1), 4)


@pytest.mark.postgresql
@pytest.mark.redis
def test_with_redis_at_once_and_when_it_is_away(postgresql_server, tmp_path):
    url = create_database(postgresql_server, "pog_typing_redis")
    with ExitStack() as stack:
        with running_redis() as redis_url:
            environment = {"POG_DATABASE_URL": url, "POG_REDIS_URL": redis_url}
            servers = stack.enter_context(running(tmp_path, 2, **environment))
            ana, ben = servers.typing("Ana", 0), servers.typing("Ben", 1)
            assert sorted(exchange(ana, ben, 4))[1] < 1
            ben.send(caret(5, 1, {"caret": None}))
            assert ana.until(lambda: ana.carets.get(5, {}).get("user", {}).get("name") == "Ben")
            late = servers.typing("Ana", 0)
            assert late.until(lambda: 5 in late.carets)
            assert str(late.text) == str(ana.text)
        exchange(ana, ben, 4)  # Redis is gone, and the database is not


@pytest.mark.postgresql
def test_both_begin_the_same_text_at_once(postgresql_server, tmp_path):
    url = create_database(postgresql_server, "pog_typing_begin")
    with running(tmp_path, 2, POG_DATABASE_URL=url) as servers:
        people = [servers.typing("Ana", n % 2) for n in range(4)]
        assert [str(one.text) for one in people] == [FIRST] * 4
        people[0].type(0, "Once: ")
        for one in people:
            assert one.says("Once: " + FIRST)


def test_killed_and_started_again(tmp_path):
    with running(tmp_path, 1) as servers:
        site = servers.sites[0]
        ana, ben = servers.typing("Ana", 0), servers.typing("Ben", 0)
        for n in range(30):
            ana.type(0, f"{n} ")
        assert ana.until(lambda: ana.stored >= 10)
        site.process.kill()
        site.process.join()
        for one in (ana, ben):
            assert one.is_ended(10)
        ana.type(0, "Offline ")
        site.start()
        ana.open()
        ben.open()
        assert ana.settle()
        assert ben.says(str(ana.text))
        assert str(ana.text) == "Offline " + "".join(f"{n} " for n in reversed(range(30))) + FIRST


def test_it_asks_to_come_back_when_it_stops(tmp_path):
    with running(tmp_path, 1) as servers:
        people = [servers.typing("Ana", 0) for _ in range(5)]
        people[0].type(0, "Kept. ")
        began = time.monotonic()
        servers.sites[0].stop()
        assert time.monotonic() - began < 9  # it is not waited for those still there
        for one in people:
            assert one.is_ended()
            assert one.closed == 1012
            assert one.refused["code"] == "away"
        log = servers.sites[0].log.read_text()
        assert "Traceback" not in log
        servers.sites[0].start()
        again = servers.typing("Ben", 0)
        assert str(again.text).endswith(FIRST)
