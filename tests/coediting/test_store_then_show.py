"""What was typed is committed before anybody sees it or is told that it is stored."""

import socket
import time

import sqlalchemy as sa

from pog.coediting.messages import UPDATE, sync
from pog.core.database import db
from pog.live.room import BUFFER_LIMIT
from pog.profiles.models import Attribute
from tests.coediting.typing_people import Typing, caret
from tests.databases import PostgresqlDatabase
from tests.live.streaming import cookie_of

FIRST = "Says what they mean."


def test_nobody_sees_what_is_not_stored(app, cast, typing, attribute, database):
    ana, ben = typing(cast.ana), typing(cast.ben)
    assert ana.settle()
    assert ben.settle()
    engine = sa.create_engine(database.url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        # Somebody else holds what the writer needs.
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.isolation_level = None
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT 1 FROM coedited_texts FOR UPDATE")
        before = ana.stored
        ana.type(0, "Not yet ")
        assert not ben.says("Not yet " + FIRST, 1)
        assert not ana.until(lambda: ana.stored > before, 0.5)
        connection.exec_driver_sql("ROLLBACK")
    assert ana.settle()
    assert ben.says("Not yet " + FIRST)
    engine.dispose()


def test_sending_again_is_harmless(cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    ana.text.insert(0, "Once ")
    update = ana.made.pop()
    for _ in range(5):
        ana.send(sync(UPDATE, update))
        ana.sent += 1
    assert ana.settle()
    assert ben.says("Once " + FIRST)
    ana.close()
    ana.text.insert(0, "And ")  # typed while away
    ana.made.clear()
    ana.open()
    assert ana.settle()
    assert ben.says("And Once " + FIRST)
    assert ana.says("And Once " + FIRST)


def test_a_batch_costs_the_same_queries_however_much_is_typed(app, server, cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    ana.type(0, "a")
    assert ana.settle()
    writer = server.application._texts._writing
    before, asked_before = writer.batches, writer.asked
    for n in range(200):
        ana.type(0, "x")
        if n % 3 == 0:
            ben.type(0, "y")
    assert ana.settle()
    assert ben.settle()
    batches = writer.batches - before
    asked = writer.asked - asked_before
    # The lock, the phases, the rights of each of the two, the updates, the text's number.
    assert asked <= 6 * batches + 4
    print(f"{asked / batches:.1f} statements for a batch of {267 / batches:.1f} updates")  # noqa: T201


def test_one_who_takes_nothing_is_cut_off_and_nobody_waits(
    cast, typing, server, as_person, attribute
):
    ana, ben = typing(cast.ana), typing(cast.ben)
    stalled = socket.socket()
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stalled.connect(("127.0.0.1", server.port))
    stalled.sendall(
        f"GET /live/texts/{attribute.id} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Cookie: {cookie_of(as_person(cast.ben))}\r\n\r\n".encode()
    )
    room = next(iter(server.application._texts.rooms.values()))
    deadline = time.monotonic() + 5
    while len(room.members) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    slowest = 0.0
    words = "x" * 7000
    for _ in range(3 * BUFFER_LIMIT // 7000 + 600):
        began = time.monotonic()
        ana.type(0, words)
        assert ana.settle()
        slowest = max(slowest, time.monotonic() - began)
        ana.delete(0, 7000)
        assert ana.settle()
        ben.read(0)
        if len(room.members) < 3:
            break
    assert len(room.members) == 2
    assert slowest < 5  # nobody waits for the one who reads nothing
    assert ben.says(FIRST)
    stalled.close()


def test_names_are_ours_and_carets_travel(cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    place = {"anchor": {"type": None}, "head": {"type": None}}
    ben.send(
        caret(77, 1, {"user": {"name": "The Mayor", "tone": 3}, "caret": place, "x": "y" * 99})
    )
    assert ana.until(lambda: 77 in ana.carets)
    assert ana.carets[77] == {"user": {"name": "Ben", "tone": 1}, "caret": place}
    ana.send(caret(77, 9, None))  # nobody speaks for somebody else
    ana.send(caret(78, 1, {"caret": None}))
    assert ben.until(lambda: 78 in ben.carets)
    assert ben.carets[78]["user"]["name"] == "Ana"
    late = typing(cast.ana)
    assert late.until(lambda: set(late.carets) >= {77, 78})
    ben.close()
    assert ana.until(lambda: ana.carets[77] is None)


NO_PLACES = (
    {"item": {"client": 1, "clock": -1}},
    {"item": {"client": "one", "clock": 0}},
    {"item": {"client": 1, "clock": float("nan")}},
    {"type": 7},
    {"tname": "elsewhere"},
    {"tname": "text", "more": "\ud800"},
    "here",
    None,
)


def test_a_caret_that_is_nowhere_reaches_nobody(cast, typing):
    """The others' editors would stop at it, and at everybody's carets with it."""
    ana, ben = typing(cast.ana), typing(cast.ben)
    fine = {"tname": "text", "assoc": -1, "item": {"client": 5, "clock": 2}}
    for clock, place in enumerate(NO_PLACES, start=1):
        ben.send(caret(77, 2 * clock, {"caret": {"anchor": fine, "head": place}}))
        assert ana.until(lambda: 77 in ana.carets), place
        assert ana.carets.pop(77) == {"user": {"name": "Ben", "tone": 1}, "caret": None}
        ben.send(caret(77, 2 * clock + 1, {"caret": {"anchor": fine, "head": fine}}))
        assert ana.until(lambda: 77 in ana.carets)
        assert ana.carets.pop(77)["caret"] == {"anchor": fine, "head": fine}


def test_a_question_about_who_is_here_is_always_answered(cast, typing):
    ana = typing(cast.ana)
    ana.send(b"\x03")
    assert ana.read(2)


def test_a_server_that_leaves_says_so(cast, typing, server):
    ana, ben = typing(cast.ana), typing(cast.ben)
    ana.type(0, "Last words. ")
    assert ana.settle()
    server.application._hub._loop.call_soon_threadsafe(server.application._hub.leave)
    for one in (ana, ben):
        assert one.is_ended()
        assert one.closed == 1012
        assert one.refused["code"] == "away"
        assert 0 < one.refused["after"] < 10_000


def test_two_texts_do_not_mix(app, cast, typing, server, as_person):
    with app.app_context():
        keys = [row.id for row in db.session.query(Attribute).order_by(Attribute.position)]
    cookie = cookie_of(as_person(cast.ana))
    editors = [Typing(server.url, key, cookie).open() for key in keys]
    for n, editor in enumerate(editors):
        editor.type(0, f"{n} ")
    for n, editor in enumerate(editors):
        assert editor.settle()
        assert editor.says(f"{n} {FIRST}")
        editor.close()


def test_the_database_may_be_away_for_a_moment(cast, typing, database):
    if not isinstance(database, PostgresqlDatabase):
        return  # SQLite is a file
    ana, ben = typing(cast.ana), typing(cast.ben)
    assert ana.settle()
    assert ben.settle()
    database.engine.dispose()
    with database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    ana.type(0, "Through. ")
    if not ana.settle():
        assert ana.closed == 1012
        ana.open()
        assert ana.settle()
    assert ben.says("Through. " + FIRST)
