"""One open text in this process: who is there, and how what is stored reaches all of them."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from pog.coediting import messages
from pog.coediting.carets import Caret, read_caret, read_carets, write_carets
from pog.coediting.documents import Document, merged
from pog.coediting.messages import Malformed
from pog.coediting.people import Typist
from pog.coediting.wording import CLOSING
from pog.live.frames import frame
from pog.live.writing import Writer

log = logging.getLogger(__name__)

BUFFER_LIMIT = 512 * 1024
"""Bytes that may wait for one reader; whoever takes nothing is cut off, comes back and syncs."""
MOST_ASIDE = 200
"""Updates that may wait for somebody to ask what the text says."""
RENEW_EVERY = 100
"""Rounds of carets after which renewals are told: clients forget who is silent for 30 s."""


class Member(Writer):
    """One connection at a text. Bytes go straight to its transport: nobody waits for anybody."""

    def __init__(self, typist: Typist, transport: asyncio.Transport) -> None:
        self.typist = typist
        self.transport = transport
        transport.set_write_buffer_limits(BUFFER_LIMIT)  # then it is cut off (pog/live/serving.py)
        self.room: Room | None = None
        self.editable = typist.may_type and not typist.is_dropped
        self.was_editable = self.editable
        self.phases = typist.phases
        self.client: int | None = None
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """How to close it, once that is decided."""
        self.over = False
        self._stored = 0

    def is_one_of(self, people: set[str]) -> bool:
        return str(self.typist.sign_in_id) in people or str(self.typist.person_id) in people

    def send(self, message: bytes) -> None:
        self.write(frame(message))

    def write(self, bytes_: bytes) -> None:
        if not self.over and not self.transport.is_closing():
            self.transport.write(bytes_)

    def end(self) -> None:
        """Nothing more is said to it."""
        self.over = True
        if self.room is not None:
            self.room.members.pop(self, None)

    def stored(self, count: int) -> None:
        self._stored += count
        self.send(messages.stored(self._stored))

    def say_hello(self, revision: int) -> None:
        hello = self.typist.hello(editable=self.editable, revision=revision)
        self.send(messages.spoken(messages.HELLO, hello))

    def refuse(self, code: str, **more: Any) -> None:  # plain JSON
        """Say why, and end it."""
        if self.over:
            return
        content = {"code": code, "sentence": self.typist.sentences[code], **more}
        self.send(messages.spoken(messages.REFUSED, content))
        self.refused = True
        self.end()
        self.ended.set_result(CLOSING[code])


class Room:
    """The text as it is stored up to `number`, and its members."""

    def __init__(
        self,
        key: uuid.UUID,
        profile_id: uuid.UUID,
        number: int,
        document: Document,
        revision: int,
    ) -> None:
        self.key = key
        self.profile_id = profile_id
        self.number = number
        self._document = document
        self._taken: list[bytes] = []
        self.revision = revision
        self.members: dict[Member, Callable[[bytes], None]] = {}
        """Each with the way to its reader: to look for it at every key took longer than to go."""
        self.waiting: list[tuple[bytes, Writer | None]] = []
        self.flushing = False
        self.doubted = False
        self.doubted_people: set[str] = set()
        self.asking = False
        self.typed = False
        self._carets: dict[int, tuple[Caret, Member | None]] = {}
        self._moved: dict[int, Caret] = {}
        self._renewed: set[int] = set()
        self._rounds = 0

    @property
    def document(self) -> Document:
        """The text; what came is put into it when somebody wants to know, not at every key."""
        if self._taken:
            self._document.apply_all(self._taken)
            self._taken.clear()
        return self._document

    def is_in_another_phase(self, phases: tuple[Any, ...]) -> bool:
        """Whether anybody was asked in another one than this; from now on all are in this one."""
        changed = False
        for member in self.members:
            if member.phases is not phases:
                changed = changed or member.phases != phases
                member.phases = phases
        return changed

    def admit(self, member: Member) -> None:
        member.room = self
        if not member.over:
            self.members[member] = member.transport.write

    # Updates

    def take(self, first: int, updates: Iterable[tuple[bytes, Writer | None]]) -> bool:
        """Take in what was stored from this number on; False when something before is missing."""
        for number, (update, writer) in enumerate(updates, start=first):
            if number <= self.number:
                continue
            if number > self.number + 1:
                return False
            self._taken.append(update)
            self.number = number
            self.waiting.append((update, writer))
        if len(self._taken) > MOST_ASIDE:
            _ = self.document
        return True

    def catch_up(self, number: int, updates: list[bytes]) -> None:
        """Take in all that the database has; what was known already changes nothing."""
        document = self.document
        for update in updates:
            news = document.apply(update)
            if news:
                self.waiting.append((news, None))
        self.number = max(self.number, number)

    def flush(self) -> None:
        """Show what waits: one message for all, encoded once."""
        self.flushing = False
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        source = waiting[0][1] if len(waiting) == 1 else None
        try:
            updates = [merged([update for update, _writer in waiting])]
        except Malformed:
            log.exception("Updates of %s could not be put together.", self.key)
            updates = [update for update, _writer in waiting]
        self.broadcast(
            b"".join(frame(messages.sync(messages.UPDATE, update)) for update in updates),
            but=source,
        )

    def broadcast(self, bytes_: bytes, but: Writer | None = None) -> None:
        for member, write in self.members.items():
            if member is not but:
                write(bytes_)

    # Carets

    def move_caret(self, member: Member, body: bytes) -> None:
        """What a member says of itself, with the name and colour we know."""
        typist = member.typist
        caret = read_caret(body, typist.name, typist.tone, member.client)
        if caret is None:
            return
        known = self._carets.get(caret.client)
        if known is not None and known[1] is not member and known[1] is not None:
            if known[1].typist.sign_in_id != typist.sign_in_id:
                return
            if known[0].clock >= caret.clock and known[0].state is not None:
                caret = Caret(caret.client, known[0].clock + 1, caret.state)
        member.client = caret.client
        self._carets[caret.client] = (caret, member)
        if known is not None and known[0].state == caret.state:
            self._renewed.add(caret.client)
        else:
            self._moved[caret.client] = caret

    def forget_caret(self, member: Member) -> None:
        if member.client is None:
            return
        known = self._carets.get(member.client)
        if known is not None and known[1] is member:
            del self._carets[member.client]
            self._moved[member.client] = Caret(member.client, known[0].clock + 1, None)

    def moved_carets(self) -> bytes | None:
        """Tell the members whose carets moved since the last round; what other processes need."""
        self._rounds += 1
        if self._rounds % RENEW_EVERY == 0 and self._renewed:
            for client in self._renewed:
                known = self._carets.get(client)
                if known is not None:
                    self._moved.setdefault(client, known[0])
            self._renewed.clear()
        if not self._moved:
            return None
        body = write_carets(list(self._moved.values()))
        self._moved.clear()
        self.broadcast(frame(messages.awareness(body)))
        return body

    def hear_carets(self, body: bytes) -> None:
        """Carets of members of another process."""
        carets = read_carets(body)
        for caret in carets:
            known = self._carets.get(caret.client)
            if known is not None and known[1] is not None:
                continue
            if caret.state is None:
                self._carets.pop(caret.client, None)
            else:
                self._carets[caret.client] = (caret, None)
        self.broadcast(frame(messages.awareness(body)))

    def all_carets(self, *, own: bool = False) -> bytes | None:
        found = [
            caret
            for caret, member in list(self._carets.values())
            if caret.state is not None and (member is not None or not own)
        ]
        return write_carets(found) if found else None
