"""Reading a Yjs update before it is trusted: what it adds, to what, and what it has to know.

The document's own library takes more than we do: other kinds of content, other roots, updates
whose beginning is missing (it keeps those aside for ever), and on some bytes it panics. So
strangers' updates are read here first, in plain Python: an ordinary one has thirty bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pog.coediting.messages import Malformed, Reader

ROOT = "text"
_GC, _DELETED, _STRING, _SKIP = 0, 1, 4, 10
_ORIGIN, _RIGHT_ORIGIN, _KEYED = 0x80, 0x40, 0x20
Id = tuple[int, int]


@dataclass(slots=True)
class Run:
    """Consecutive structs of one client, each with its length and what has to be there before."""

    client: int
    start: int
    structs: list[tuple[int, tuple[Id, ...], bool]] = field(default_factory=list)
    """Length, the characters it stands beside, and whether it must be known already."""


@dataclass(slots=True)
class Update:
    """An update of plain text."""

    runs: list[Run] = field(default_factory=list)
    deletions: list[tuple[int, int]] = field(default_factory=list)
    """Client, and the clock after the last character that goes."""
    added: int = 0
    """Characters it brings, whether or not they are new."""

    @property
    def is_empty(self) -> bool:
        return not self.runs and not self.deletions


def read_update(body: bytes) -> Update:
    """The update, when it touches nothing but the plain text in our root; else `Malformed`."""
    reader, update = Reader(body), Update()
    for _ in range(reader.number()):
        count, client, clock = reader.number(), reader.number(), reader.number()
        run = Run(client, clock)
        for _ in range(count):
            run.structs.append(_read_struct(reader, update))
        update.runs.append(run)
    for _ in range(reader.number()):
        client = reader.number()
        for _ in range(reader.number()):
            clock, length = reader.number(), reader.number()
            update.deletions.append((client, clock + length))
    if not reader.finished:
        raise Malformed
    return update


def _read_struct(reader: Reader, update: Update) -> tuple[int, tuple[Id, ...], bool]:
    info = reader.byte()
    kind = info & 0x1F
    if info in (_GC, _SKIP):
        return _positive(reader.number()), (), True
    if info & _KEYED or kind not in (_DELETED, _STRING):
        raise Malformed
    needed: tuple[Id, ...] = ()
    if info & _ORIGIN:
        needed += ((reader.number(), reader.number()),)
    if info & _RIGHT_ORIGIN:
        needed += ((reader.number(), reader.number()),)
    # What stands beside nothing names its root; everything else is where its neighbours are.
    if not needed and (reader.number() != 1 or reader.text() != ROOT):
        raise Malformed
    if kind == _DELETED:
        return _positive(reader.number()), needed, False
    text = reader.text()
    update.added += len(text)
    # Clocks count as JavaScript does: what is beyond the first plane counts twice.
    wide = 0 if text.isascii() else sum(character > "\uffff" for character in text)
    return _positive(len(text) + wide), needed, False


def _positive(length: int) -> int:
    if length == 0:
        raise Malformed
    return length


Clocks = dict[int, int]


def read_clocks(state: bytes) -> Clocks:
    """For each client how far its characters are known, from a state vector."""
    reader = Reader(state)
    return {reader.number(): reader.number() for _ in range(reader.number())}


def clocks_after(update: Update, known: Mapping[int, int]) -> Clocks | None:
    """How far each client is known with this update; None when something before it is missing."""
    after: Clocks = {}

    def has(one: Id) -> bool:
        client, clock = one
        return clock < (after.get(client) or known.get(client, 0))

    waiting = [(run, 0, run.start) for run in update.runs if run.structs]
    moved = True
    while waiting and moved:
        moved, still = False, []
        for run, index, clock in waiting:
            at, here = index, clock
            while at < len(run.structs):
                length, needed, must_be_known = run.structs[at]
                reached = after.get(run.client) or known.get(run.client, 0)
                new = here + length > reached
                if new and (here > reached or must_be_known or not all(map(has, needed))):
                    break
                at, here = at + 1, here + length
                if new:
                    after[run.client] = here
            moved = moved or at > index
            if at < len(run.structs):
                still.append((run, at, here))
        waiting = still
    if waiting or not all(
        end <= (after.get(client) or known.get(client, 0)) for client, end in update.deletions
    ):
        return None
    return after
