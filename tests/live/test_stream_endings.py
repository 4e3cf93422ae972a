"""How streams end: slow readers, pages that are closed, servers that stop."""

import time

import pytest

from pog.core.database import db
from pog.live import subscribers
from tests.live.streaming import running


def test_a_reader_who_takes_nothing_is_cut_off_and_nobody_else_notices(
    server, topic, ana_cookie, rename, monkeypatch
):
    monkeypatch.setattr(subscribers, "STALLED_AFTER", 1.0)
    slow = server.stream(topic, cookie=ana_cookie, receive_buffer=4096)
    good = [server.stream(topic, cookie=ana_cookie) for _ in range(5)]
    hub = server.application._hub
    assert len(hub.subscribers()) == 6
    slowest = 0.0
    give_up_at = time.monotonic() + 60
    number = 0
    while len(hub.subscribers()) == 6:
        assert time.monotonic() < give_up_at
        number += 1
        began = time.monotonic()
        rename(f"Change {number}", "long")
        for stream in good:
            assert f"Change {number}" in stream.part().data
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 1
    assert len(hub.subscribers()) == 5
    # What it finds on coming back is what it missed.
    again = server.stream(topic, cookie=ana_cookie, since="0")
    assert f"Change {number}" in again.part().data
    slow.close()


def test_a_closed_page_is_forgotten(server, topic, ana_cookie):
    stream = server.stream(topic, cookie=ana_cookie)
    assert stream.next(1).event == "hello"
    hub = server.application._hub
    assert len(hub.topics) == 1
    stream.close()
    give_up_at = time.monotonic() + 3
    while hub.topics:
        assert time.monotonic() < give_up_at
        time.sleep(0.01)


def test_a_waiting_stream_holds_no_database_connection(server, app, topic, ana_cookie, rename):
    streams = [server.stream(topic, cookie=ana_cookie) for _ in range(40)]
    rename("Shown")
    assert all(stream.part() for stream in streams)
    time.sleep(0.2)
    with app.app_context():
        assert db.engine.pool.checkedout() == 0


@pytest.mark.usefixtures("cast")
def test_a_stopping_server_sends_every_page_away_for_a_different_time(
    app, topic, ana_cookie, monkeypatch
):
    with running(app) as server:
        streams = [server.stream(topic, cookie=ana_cookie) for _ in range(20)]
        for stream in streams:
            assert stream.next(1).event == "hello"
        began = time.monotonic()
        server.application._hub._loop.call_soon_threadsafe(server.application._hub.leave)
        delays = set()
        for stream in streams:
            message = stream.next(2)
            assert message.event == "leaving"
            delays.add(message.retry)
            assert stream.is_cut(2)
        assert time.monotonic() - began < 4
        assert len(delays) > 10
        assert all(500 <= delay <= 5000 for delay in delays)
        assert server.stream(topic, cookie=ana_cookie).status == 503
    assert time.monotonic() - began < 5


def test_pages_are_told_that_the_stream_lives(server, topic, ana_cookie):
    stream = server.stream(topic, cookie=ana_cookie)
    assert stream.next(1).event == "hello"
    server.application._hub._loop.call_soon_threadsafe(
        lambda: [one.beat() for one in server.application._hub.subscribers()]
    )
    assert stream.next(2).event == "beat"
