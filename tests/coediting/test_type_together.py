"""Several people in one text, through real sockets."""

import time

from pog.coediting import messages
from pog.coediting.messages import sync
from pog.coediting.updates import read_clocks

FIRST = "Says what they mean."


def test_two_people_see_what_both_type(cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    assert str(ana.text) == FIRST == str(ben.text)
    ana.type(0, "A graduate ")
    ben.type(len(FIRST), " And listens.")
    words = "A graduate Says what they mean. And listens."
    assert ana.says(words)
    assert ben.says(words)
    assert ana.settle()
    assert ben.settle()
    assert read_clocks(ana.doc.get_state()) == read_clocks(ben.doc.get_state())


def test_hello_says_who_one_is(cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    assert ana.hello[0]["you"]["name"] == "Ana"
    assert ben.hello[0] == {
        "you": {"name": "Ben", "group": "Students", "tone": 1},
        "editable": True,
        "limit": 8000,
        "revision": 1,
    }


def test_what_was_typed_is_there_for_the_next_one(cast, typing):
    ana = typing(cast.ana)
    ana.type(0, "Always ")
    assert ana.settle()
    ana.close()
    assert str(typing(cast.ben).text) == "Always " + FIRST


def test_what_is_sent_before_the_text_is_open_comes_in_its_order(cast, typing):
    ana = typing(cast.ana)
    ana.close()
    for word in ("three ", "two ", "one "):
        ana.text.insert(0, word)
    ana.connect()
    ana.flush()
    assert ana.until(lambda: ana.synced)
    assert ana.settle()
    assert ana.refused is None
    assert str(typing(cast.ben).text) == "one two three " + FIRST


def test_a_message_may_come_in_pieces(cast, typing):
    ana, ben = typing(cast.ana), typing(cast.ben)
    ana.text.insert(0, "Always ")
    message = sync(messages.UPDATE, ana.made.pop())
    ana.socket.send([message[:5], message[5:9], message[9:]])
    assert ben.says("Always " + FIRST)


def test_readers_see_it_within_two_seconds(cast, typing, attribute, stored):
    ana = typing(cast.ana)
    ana.type(0, "Always ")
    assert ana.settle()
    deadline = time.monotonic() + 3
    while stored(attribute.id).statement != "Always " + FIRST:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert stored(attribute.id).revision == 1
