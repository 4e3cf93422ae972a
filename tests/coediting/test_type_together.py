"""Several people in one text, through real sockets."""

import time

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


def test_readers_see_it_within_two_seconds(cast, typing, attribute, stored):
    ana = typing(cast.ana)
    ana.type(0, "Always ")
    assert ana.settle()
    deadline = time.monotonic() + 3
    while stored(attribute.id).statement != "Always " + FIRST:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert stored(attribute.id).revision == 1
