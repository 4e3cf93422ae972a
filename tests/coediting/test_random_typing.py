"""Seeded random editing of eight clients with partitions, reordering and repetition.

Thirty seeds by default; `POG_TYPING_SEEDS=1000` for the long run. All of them go through the same
judging and the same stored updates as the server's, without sockets: what is tested is that
nothing we refuse, skip, merge or compact makes two copies differ.
"""

import os
import random

import pytest
from pycrdt import Doc, Text

from pog.coediting.documents import Document, first_update, merged
from pog.coediting.judging import Judge, Refused
from pog.coediting.updates import read_clocks

SEEDS = int(os.environ.get("POG_TYPING_SEEDS", "30"))
LETTERS = "abc dé 漢😀\n*[_"


class Clerk:
    """What the server does with an update: judge it, store it, hand it on by number."""

    def __init__(self, statement: str) -> None:
        self.log = [first_update(statement)]
        self.judge = Judge(1, self.log)
        self.snapshot: tuple[int, bytes] | None = None

    def take(self, body: bytes) -> bytes:
        made = self.judge.take(body)
        if made:
            self.log.append(made)
        return made

    def begin_anew(self) -> None:
        """The process ends, and another one reads what is stored."""
        self.judge = Judge(len(self.log), self.stored(0))

    def compact(self) -> None:
        self.snapshot = (len(self.log), self.judge.document.since())

    def stored(self, after: int) -> list[bytes]:
        if self.snapshot is not None and after < self.snapshot[0]:
            return [self.snapshot[1], *self.log[self.snapshot[0] :]]
        return self.log[after:]


class Editor:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.doc = Doc(client_id=chance.randrange(2, 2**53))
        self.doc["text"] = self.text = Text()
        self.unsent: list[bytes] = []
        self.sent: list[bytes] = []
        self.number = 0
        self.is_away = False
        self._is_mine = False
        self._watch = self.doc.observe(self._made)

    def _made(self, event) -> None:
        if self._is_mine:
            self.unsent.append(event.update)

    def type(self) -> None:
        self._is_mine = True
        size = len(str(self.text).encode())
        # The library counts bytes: only places between letters.
        places = [0]
        for letter in str(self.text):
            places.append(places[-1] + len(letter.encode()))
        with self.doc.transaction():
            start = self.chance.choice(places)
            if size and self.chance.random() < 0.35:
                end = self.chance.choice([p for p in places if p >= start][:9])
                if end > start:
                    del self.text[start:end]
            else:
                words = "".join(self.chance.choices(LETTERS, k=self.chance.randrange(1, 7)))
                self.text.insert(start, words)
        self._is_mine = False

    def send(self, clerk: Clerk) -> None:
        """In order, at times several as one, at times again what was sent before."""
        while self.unsent:
            count = self.chance.randint(1, min(3, len(self.unsent)))
            body = merged(self.unsent[:count])
            self.sent += self.unsent[:count]
            del self.unsent[:count]
            clerk.take(body)
            if self.chance.random() < 0.2:
                clerk.take(self.chance.choice(self.sent))

    def read(self, clerk: Clerk) -> None:
        """What was stored since, in another order and partly twice."""
        news = clerk.stored(self.number)
        news += self.chance.choices(clerk.log, k=self.chance.randrange(3))
        self.chance.shuffle(news)
        if len(news) > 1 and self.chance.random() < 0.4:
            news = [merged(news[: len(news) // 2]), *news[len(news) // 2 :]]
        for update in news:
            self.doc.apply_update(update)
        self.number = len(clerk.log)

    def sync(self, clerk: Clerk) -> None:
        """Back on line: state vectors and what the other side lacks."""
        clerk.take(self.doc.get_update(clerk.judge.document.state))
        self.unsent.clear()
        self.doc.apply_update(clerk.judge.document.since(self.doc.get_state()))
        self.number = len(clerk.log)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_all_copies_are_equal_in_the_end(seed):
    chance = random.Random(seed)
    clerk = Clerk("Says what they mean. Listens.")
    editors = [Editor(chance) for _ in range(8)]
    for editor in editors:
        editor.sync(clerk)
    for _ in range(150):
        editor = chance.choice(editors)
        what = chance.random()
        if what < 0.5:
            editor.type()
        elif what < 0.7 and not editor.is_away:
            editor.send(clerk)
        elif what < 0.85 and not editor.is_away:
            editor.read(clerk)
        elif what < 0.92:
            editor.is_away = not editor.is_away
            if not editor.is_away:
                editor.sync(clerk)
        elif what < 0.95:
            clerk.compact()
        elif what < 0.97:
            clerk.begin_anew()
        else:
            with pytest.raises(Refused):  # somebody sends noise in between
                clerk.judge.take(bytes(chance.randrange(256) for _ in range(40)))
    for editor in editors:
        editor.sync(clerk)
    for editor in editors:
        editor.sync(clerk)
    words = clerk.judge.document.text
    assert {str(editor.text) for editor in editors} == {words}
    clocks = read_clocks(clerk.judge.document.state)
    for editor in editors:
        assert read_clocks(editor.doc.get_state()) == clocks
    # From the log, from the snapshot, and from any copy: the same bytes.
    copies = [clerk.log, clerk.stored(0), *([one.doc.get_update()] for one in editors)]
    assert len({as_bytes(updates) for updates in copies}) == 1


def as_bytes(updates: list[bytes]) -> bytes:
    """The whole document in one form: read twice, for joined and split runs to become alike."""
    return Document([Document(updates).since()]).since()


def test_noise_never_ends_the_process():
    chance = random.Random(1)
    judge = Judge(1, [first_update("Says what they mean.")])
    good = Doc()
    good["text"] = Text("abc")
    body = good.get_update()
    for _ in range(3_000):
        noise = bytearray(body)
        for _ in range(chance.randrange(1, 4)):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        before = judge.document.text
        try:
            judge.take(bytes(noise))
        except Refused:
            assert judge.document.text == before
