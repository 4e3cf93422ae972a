"""A shared text as its next updates find it: takes the good ones in and refuses the others."""

from collections.abc import Iterable

from pog.coediting.documents import Document
from pog.coediting.messages import Malformed
from pog.coediting.models import TEXT_LIMIT, UPDATE_LIMIT
from pog.coediting.updates import clocks_after, read_clocks, read_update
from pog.core.errors import Refusal
from pog.core.markup import refuse_unbounded, room_left

CHECKPOINT_EVERY = 64


class Refused(Exception):
    """An update that is not taken; the code says why (pog/coediting/wording.py has the words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Judge:
    """The text with everything stored so far, and what of the present batch was found good."""

    def __init__(self, number: int, updates: Iterable[bytes]) -> None:
        self.number = number
        """The stored update it stands at; its owner counts on."""
        self._begin(Document(updates))

    def _begin(self, document: Document) -> None:
        self.document = document
        self._clocks = read_clocks(document.state)
        self._base = document.since()
        self._taken: list[bytes] = []
        self._look(document.text)

    def _look(self, text: str) -> None:
        self._is_fit = fits(text)
        self._room = room_left(text, TEXT_LIMIT) if self._is_fit else -1
        """So many characters fit in without looking, which costs more than all else here."""

    def know(self, updates: Iterable[bytes]) -> None:
        """Take in what was stored already: nobody asks whether it is good."""
        for update in updates:
            self.document.apply(update)
        self._begin(self.document)

    def take(self, body: bytes) -> bytes:
        """What is to be stored of this update, nothing when all was known; or `Refused`."""
        if len(body) > UPDATE_LIMIT:
            raise Refused("too-big")
        try:
            update = read_update(body)
            if update.is_empty:
                return b""
            after = clocks_after(update, self._clocks)
            if after is None:
                raise Refused("malformed")
            news = self.document.apply(body)
        except Malformed:
            self._go_back()
            raise Refused("malformed") from None
        if not news:
            return b""
        self._room -= update.added
        if self._room < 0:
            was_fit = self._is_fit
            self._look(self.document.text)
            # A text that is too long already (it came so) may become shorter.
            if not self._is_fit and (update.added or was_fit):
                self._go_back()
                raise Refused("too-long")
        self._clocks.update(after)
        # What a client sends after a pause may hold its whole history.
        made = news if len(news) * 2 < len(body) else body
        self._taken.append(made)
        if len(self._taken) >= CHECKPOINT_EVERY:
            self._begin(self.document)
        return made

    def refuse_news(self, body: bytes, code: str) -> None:
        """For those who may not type: refuse an update unless all of it is known already."""
        if len(body) > UPDATE_LIMIT:
            raise Refused("too-big")
        try:
            update = read_update(body)
            if update.is_empty:
                return
            if clocks_after(update, self._clocks) != {}:
                raise Refused(code)
            if update.deletions and Document([self.document.since()]).apply(body):
                raise Refused(code)
        except Malformed:
            raise Refused("malformed") from None

    def _go_back(self) -> None:
        """The document holds what must not be in it: make it anew from what was good."""
        self._begin(Document([self._base, *self._taken]))


def fits(text: str) -> bool:
    """Whether it can become a statement."""
    if len(text) > TEXT_LIMIT:
        return False
    try:
        refuse_unbounded(text, TEXT_LIMIT)
    except Refusal:
        return False
    return True
