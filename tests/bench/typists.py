"""People who type together: standard Yjs clients over WebSockets, in a process of their own.

Every client keeps the whole document and applies every update. What is measured is the time from
a writer's keystroke until another client has it in its document. A keystroke is known by the
writer's client number and clock, so it does not matter how a server groups what it sends.
"""

import asyncio
import base64
import os
import random
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop
from pycrdt import Doc, Text

SYNC, STEP1, STEP2, UPDATE = 0, 0, 1, 2
AUTH, STORED = 2, 8
BINARY, PING, CLOSE = 0x2, 0x9, 0x8
SETTLE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """Who types where. Client n works in text n % texts at address n % addresses."""

    clients: int
    texts: int
    writers: int
    """Writers in each text."""
    rate: float
    """Keystrokes a second of each writer."""
    seconds: float
    addresses: tuple[tuple[str, int], ...]
    """Host and port of each process of the server."""
    paths: tuple[str, ...]
    """What each text's socket is asked for."""
    cookies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Documents' names, for servers (Hocuspocus) that write them before each message."""
    stalled: int = 0
    """So many clients stop reading once everybody is there."""


@dataclass(slots=True)
class Figures:
    """What came out of it."""

    late: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)
    typed: int = 0
    deliveries: int = 0
    bytes_read: int = 0
    lost: int = 0
    """Keystrokes that some document lacks at the end."""
    unequal: int = 0
    """Texts whose clients do not all show the same."""
    unacknowledged: int = 0
    closed: int = 0
    """Connections that ended before the end."""
    window: float = 0.0
    load_cpu: float = 0.0


def read_number(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def write_number(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def write_bytes(data: bytes) -> bytes:
    return write_number(len(data)) + data


def clocks(state: bytes) -> dict[int, int]:
    """A state vector: how many characters each writer's part has."""
    count, at = read_number(state, 0)
    found = {}
    for _ in range(count):
        client, at = read_number(state, at)
        found[client], at = read_number(state, at)
    return found


class Client(asyncio.Protocol):
    """One browser's side of the connection."""

    def __init__(
        self, load: Load, number: int, board: "Board", doc: Doc[Any] | None = None
    ) -> None:
        self.load, self.number, self.board = load, number, board
        self.text_number = number % load.texts
        self.doc: Doc[Any] = Doc() if doc is None else doc
        self.text = self.doc.get("text", type=Text)
        self.prefix = write_bytes(load.names[self.text_number].encode()) if load.names else b""
        self.synced = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.upgraded = False
        self.seen: dict[int, int] = {}
        self.unstored: list[tuple[float, int]] = []
        """When each message left, and the writer's clock it reached to."""
        self.stored_clock = 0
        self.server_state = b"\0"
        """What the server had when it asked."""
        self.sent_messages = self.stored_messages = 0
        self.ended = False
        self.doc.observe(self.note_own)
        self.own: list[bytes] = []

    def note_own(self, event: Any) -> None:
        self.own.append(event.update)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        host, port = self.load.addresses[self.number % len(self.load.addresses)]
        cookies = self.load.cookies
        cookie = f"Cookie: {cookies[self.number % len(cookies)]}\r\n" if cookies else ""
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.load.paths[self.text_number]} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Origin: http://{host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{cookie}\r\n".encode()
        )

    def close(self) -> None:
        if hasattr(self, "transport"):
            self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self.ended = True
        if not self.synced.done():
            self.synced.set_exception(ConnectionError(f"refused: {bytes(self.buffer[:200])!r}"))

    def data_received(self, data: bytes) -> None:
        self.board.figures.bytes_read += len(data)
        self.buffer += data
        if not self.upgraded and not self.upgrade():
            return
        while (frame := self.next_frame()) is not None:
            kind, payload = frame
            if kind == BINARY:
                self.hear(payload)
            elif kind == PING:
                self.send_frame(payload, 0xA)
            elif kind == CLOSE:
                self.transport.close()

    def upgrade(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self.buffer.startswith(b"HTTP/1.1 101"):
            self.transport.close()
            return False
        del self.buffer[: end + 4]
        self.upgraded = True
        if self.load.names:
            token = write_bytes(b"") + write_bytes(b"4.0.0")
            self.send(write_number(AUTH) + write_number(0) + token)
        state = self.doc.get_state()
        self.send(bytes((SYNC, STEP1)) + write_bytes(state))
        return True

    def next_frame(self) -> tuple[int, bytes] | None:
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return None
        payload = bytes(buffer[start : start + length])
        kind = buffer[0] & 15
        del buffer[: start + length]
        return kind, payload

    def send(self, message: bytes) -> None:
        self.send_frame(self.prefix + message, BINARY)

    def send_frame(self, payload: bytes, kind: int) -> None:
        length = len(payload)
        if length < 126:
            head = bytes((0x80 | kind, 0x80 | length))
        else:
            head = bytes((0x80 | kind, 0x80 | 126)) + length.to_bytes(2, "big")
        # A mask of zeros is a mask; the servers unmask all the same.
        self.transport.write(head + b"\0\0\0\0" + payload)

    def hear(self, message: bytes) -> None:
        at = len(self.prefix)
        kind, at = read_number(message, at)
        if kind == SYNC:
            what, at = read_number(message, at)
            length, at = read_number(message, at)
            body = message[at : at + length]
            if what == STEP1:
                self.server_state = body
                self.count_sent()
                self.send(bytes((SYNC, STEP2)) + write_bytes(self.doc.get_update(body)))
            else:
                self.apply(body)
                if what == STEP2 and not self.synced.done():
                    self.synced.set_result(None)
        elif kind == STORED and not self.prefix:
            self.note_stored(read_number(message, at)[0])

    def apply(self, update: bytes) -> None:
        self.doc.apply_update(update)
        self.own.clear()
        board = self.board
        if not board.measuring:
            return
        now = time.monotonic()
        count, at = read_number(update, 0)
        if count == 1:  # one writer's keystroke: no need to look through the whole state
            structs, at = read_number(update, at)
            client, at = read_number(update, at)
            clock, at = read_number(update, at)
            if structs == 1:
                self.note_seen(client, clock + 1, now)
                return
        for client, clock in clocks(self.doc.get_state()).items():
            self.note_seen(client, clock, now)

    def note_seen(self, client: int, clock: int, now: float) -> None:
        if client == self.doc.client_id:
            return  # some servers send a writer its own words
        before = self.seen.get(client)
        if before is None:
            before = self.board.began.get(client, 0)
        sent, figures = self.board.sent, self.board.figures
        for number in range(before, clock):
            if (at := sent.get((client, number))) is not None:
                figures.late.append(now - at)
                figures.deliveries += 1
        if clock > before:
            self.seen[client] = clock

    def count_sent(self) -> None:
        self.sent_messages += 1
        clock = clocks(self.doc.get_state()).get(self.doc.client_id, 0)
        self.unstored.append((time.monotonic(), clock))

    def note_stored(self, number: int) -> None:
        now = time.monotonic()
        for _ in range(number - self.stored_messages):
            at, self.stored_clock = self.unstored.pop(0)
            if self.board.measuring:
                self.board.figures.stored.append(now - at)
        self.stored_messages = number

    def type(self, chance: random.Random) -> None:
        """One character somewhere; one time in ten one is taken out."""
        length = len(self.text)
        self.own.clear()
        if length > 20 and chance.random() < 0.1:
            del self.text[chance.randrange(length)]
        else:
            clock = clocks(self.doc.get_state()).get(self.doc.client_id, 0)
            self.text.insert(chance.randint(0, length), chance.choice("abcdefgh "))
            self.board.sent[self.doc.client_id, clock] = time.monotonic()
            self.board.figures.typed += 1
        for update in self.own if not self.ended else ():
            self.count_sent()
            self.send(bytes((SYNC, UPDATE)) + write_bytes(update))
        self.own.clear()

    def send_missing(self) -> None:
        """What was typed while there was no connection, or while it was being made."""
        if not self.ended:
            self.count_sent()
            update = self.doc.get_update(self.server_state)
            self.send(bytes((SYNC, UPDATE)) + write_bytes(update))


class Board:
    """What all clients of one run share."""

    def __init__(self) -> None:
        self.sent: dict[tuple[int, int], float] = {}
        self.began: dict[int, int] = {}
        self.figures = Figures()
        self.measuring = False


async def write(client: Client, until: float, number: int) -> None:
    chance = random.Random(number)
    await asyncio.sleep(chance.random() / client.load.rate)
    while (now := time.monotonic()) < until and not client.ended:
        client.type(chance)
        pause = chance.uniform(0.5, 1.5) / client.load.rate
        await asyncio.sleep(max(0.0, now + pause - time.monotonic()))


async def run(load: Load, started: Any, stopped: Any) -> Figures:
    loop = asyncio.get_running_loop()
    board = Board()
    clients: list[Client] = []
    for number in range(load.clients):
        client = Client(load, number, board)
        host, port = load.addresses[number % len(load.addresses)]
        await loop.create_connection(lambda client=client: client, host, port)
        clients.append(client)
        if number % 20 == 19:
            await asyncio.wait_for(asyncio.gather(*(one.synced for one in clients)), 60)
    await asyncio.wait_for(asyncio.gather(*(one.synced for one in clients)), 60)
    for client in clients[load.clients - load.stalled :]:
        client.transport.pause_reading()
    await asyncio.sleep(1)
    board.measuring = True
    started.set()
    cpu, start = time.process_time(), time.monotonic()
    writers = [client for client in clients if client.number // load.texts < load.writers]
    await asyncio.gather(
        *(write(client, start + load.seconds, client.number) for client in writers)
    )
    readers = clients[: load.clients - load.stalled]
    await settle(load, readers, writers)
    figures = board.figures
    figures.window = time.monotonic() - start
    figures.load_cpu = time.process_time() - cpu
    stopped.set()
    board.measuring = False
    compare(load, readers, board)
    figures.unacknowledged = sum(len(client.unstored) for client in writers)
    figures.closed = sum(client.ended for client in readers)
    for client in clients:
        client.transport.abort()
    await asyncio.sleep(0.1)
    return figures


async def settle(load: Load, readers: list[Client], writers: list[Client]) -> None:
    """Wait until every document has every keystroke, or for so long that it is lost."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        wanted: dict[int, dict[int, int]] = {}
        for writer in writers:
            mine = clocks(writer.doc.get_state()).get(writer.doc.client_id, 0)
            wanted.setdefault(writer.text_number, {})[writer.doc.client_id] = mine
        if all(
            clocks(client.doc.get_state()).get(writer, 0) >= clock
            for client in readers
            for writer, clock in wanted.get(client.text_number, {}).items()
        ):
            return
        await asyncio.sleep(0.02)


def compare(load: Load, readers: list[Client], board: Board) -> None:
    for number in range(load.texts):
        mine = [client for client in readers if client.text_number == number]
        states = [clocks(client.doc.get_state()) for client in mine]
        whole: dict[int, int] = {}
        for state in states:
            for writer, clock in state.items():
                whole[writer] = max(whole.get(writer, 0), clock)
        board.figures.lost += sum(
            clock - state.get(writer, 0) for state in states for writer, clock in whole.items()
        )
        board.figures.unequal += len({str(client.text) for client in mine}) != 1


def main(load: Load, started: Any, stopped: Any, results: Any) -> None:
    """Run in a process of its own; the figures come back through the queue."""
    try:
        results.put(uvloop.run(run(load, started, stopped)))
    except Exception as error:  # noqa: BLE001 - whoever waits for the figures must hear of it
        started.set()
        stopped.set()
        results.put(error)
