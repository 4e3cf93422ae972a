"""What one person changes, everybody on that page sees: the stream."""

import threading
import time

import pytest

from pog.core.database import db
from pog.core.i18n import _
from pog.live.rendering import NONCE
from pog.profiles.models import Profile
from tests.live.renaming import fail_after_publishing
from tests.live.streaming import cookie_of


def test_a_change_arrives_within_a_second(server, topic, ana_cookie, rename):
    stream = server.stream(topic, cookie=ana_cookie)
    assert stream.status == 200
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in stream.headers
    began = time.monotonic()
    rename("Portrait of a Learner")
    part = stream.part()
    assert time.monotonic() - began < 1
    assert part.regions == ["title"]
    assert "Portrait of a Learner" in part.data
    assert part.id == "1"


def test_the_first_words_come_at_once_and_say_where_the_page_stands(
    server, topic, ana_cookie, rename
):
    rename("Before")
    stream = server.stream(topic, cookie=ana_cookie, since="1")
    hello = stream.next(1)
    assert (hello.event, hello.data, hello.id) == ("hello", NONCE, "1")
    assert stream.part(0.5) is None


def test_a_page_that_comes_back_gets_what_it_missed(server, topic, ana_cookie, rename):
    rename("First")
    stream = server.stream(topic, cookie=ana_cookie, since="1")
    stream.close()
    rename("Second")
    rename("Third", "one-00000000-0000-0000-0000-000000000001")
    again = server.stream(topic, cookie=ana_cookie, since="0", Last_Event_ID="1")
    part = again.part()
    assert part.regions == ["title", "one-00000000-0000-0000-0000-000000000001"]
    assert "Third" in part.data
    assert part.id == "3"
    assert again.part(0.5) is None


def test_several_topics_share_one_stream(server, cast, ana_cookie, rename, topic):
    stream = server.stream(f"convening:{cast.convening.id}", topic, cookie=ana_cookie, since="0.0")
    rename("Together")
    part = stream.part()
    assert "Together" in part.data
    assert part.id == "0.1"


def test_only_regions_the_page_shows_are_sent(server, topic, ana_cookie, rename):
    stream = server.stream(topic, cookie=ana_cookie, show="title")
    rename("Elsewhere", "long")
    rename("Here")
    part = stream.part()
    assert part.regions == ["title"]
    assert part.id == "2"


def test_each_listener_reads_its_own_language(app, server, topic, as_person, cast, rename):
    stream = server.stream(topic, cookie=cookie_of(as_person(cast.ana)), Accept_Language="es")
    other = server.stream(topic, cookie=cookie_of(as_person(cast.ben)), Accept_Language="en")
    rename("Retrato")
    with app.test_request_context(headers={"Accept-Language": "es"}):
        in_spanish = str(_("Language"))
    assert in_spanish in stream.part().data
    assert "Language" in other.part().data


def test_a_broken_region_does_not_keep_the_others(server, topic, ana_cookie, rename, caplog):
    stream = server.stream(topic, cookie=ana_cookie)
    rename("Whole", "broken", "gone", "unknown", "title")
    part = stream.part()
    assert part.regions == ["title"]
    assert part.id == "1"
    assert "broken" in caplog.text


def test_many_changes_at_once_are_brought_together_and_the_last_one_wins(
    app, server, topic, ana_cookie, rename, cast
):
    stream = server.stream(topic, cookie=ana_cookie)
    stream.next(1)
    threads = [
        threading.Thread(target=lambda n=n: [rename(f"{n}-{i}") for i in range(10)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    seen = []
    while not seen or seen[-1].id != "40":
        part = stream.part(10)
        assert part is not None
        seen.append(part)
    for thread in threads:
        thread.join()
    numbers = [int(part.id) for part in seen]
    assert numbers == sorted(numbers)
    assert len(seen) < 40
    with app.app_context():
        title = db.session.get_one(Profile, cast.profile.id).title
    assert f"<h2>{title}</h2>" in seen[-1].data


def test_what_was_undone_is_not_told(app, server, topic, ana_cookie, cast):
    stream = server.stream(topic, cookie=ana_cookie)
    with app.app_context(), pytest.raises(ZeroDivisionError):
        fail_after_publishing(cast.profile.id)
    assert stream.part(1) is None
