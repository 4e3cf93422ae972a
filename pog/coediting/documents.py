"""One Yjs document that holds one plain text."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pycrdt import Doc, Text, merge_updates

from pog.coediting.messages import Malformed
from pog.coediting.updates import ROOT
from pog.profiles.diffing import changes, tokens

FIRST_WRITER = 1
"""The client of the first update, which is made from what the attribute said before."""


@contextmanager
def no_panic() -> Iterator[None]:
    """A panic of the library's Rust is no Exception, and would end the thread."""
    try:
        yield
    except Exception as error:
        raise Malformed from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Malformed from error


class Document:
    """The text, and what it was made from. Not for several threads at once."""

    def __init__(self, updates: Iterable[bytes] = (), *, client_id: int | None = None) -> None:
        self._news: list[bytes] = []
        with no_panic():
            self._doc: Doc[Text] = Doc(client_id=client_id)
            self._doc[ROOT] = self._text = Text()
            self._watch = self._doc.observe(lambda event: self._news.append(event.update))
        for update in updates:
            self.apply(update)

    def apply(self, update: bytes) -> bytes:
        """Take the update in; what of it was new, nothing when all was known."""
        self._news.clear()
        with no_panic():
            self._doc.apply_update(update)
        return self._news[-1] if self._news else b""

    def apply_all(self, updates: Sequence[bytes]) -> None:
        """Several at once, which costs a third of one after the other."""
        try:
            self.apply(merged(updates))
        except Malformed:  # together; each by itself was stored as good
            for update in updates:
                self.apply(update)

    @property
    def text(self) -> str:
        with no_panic():
            return str(self._text)

    @property
    def state(self) -> bytes:
        with no_panic():
            return self._doc.get_state()

    def since(self, state: bytes = b"\x00") -> bytes:
        """All that somebody with this state vector lacks."""
        with no_panic():
            return self._doc.get_update(state)

    def replace(self, text: str) -> bytes:
        """Give it these words by changing only those that differ; the update that did it."""
        self._news.clear()
        old, new = tokens(self.text), tokens(text)
        with no_panic(), self._doc.transaction():
            # From the end, so that the places before stay where they are. The library counts bytes.
            for change in reversed(changes(old, new)):
                start = len("".join(old[: change.start]).encode())
                end = start + len("".join(old[change.start : change.end]).encode())
                if end > start:
                    del self._text[start:end]
                words = "".join(new[change.new_start : change.new_end])
                if words:
                    self._text.insert(start, words)
        return self._news[-1] if self._news else b""


def first_update(text: str) -> bytes:
    """The update a document begins with: the same bytes wherever it is made."""
    seed = Document(client_id=FIRST_WRITER)
    if text:
        seed.replace(text)
    return seed.since()


def merged(updates: Sequence[bytes]) -> bytes:
    """Several updates as one."""
    with no_panic():
        return updates[0] if len(updates) == 1 else merge_updates(*updates)
