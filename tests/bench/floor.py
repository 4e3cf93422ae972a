"""The least a server of shared texts has to do: take a frame, write it to the others.

It neither keeps nor understands anything, so whoever comes late gets nothing. It is what the
others are measured against, not a server.
"""

import asyncio
import base64
import hashlib
import sys
from typing import Any

import uvloop

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
rooms: dict[bytes, set["Peer"]] = {}


class Peer(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.buffer = bytearray()
        self.room: set[Peer] | None = None

    def connection_lost(self, error: Exception | None) -> None:
        if self.room is not None:
            self.room.discard(self)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.room is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self.upgrade(bytes(self.buffer[:end]))
            del self.buffer[: end + 4]
        while len(self.buffer) > 5:
            length, start = self.buffer[1] & 127, 6
            if length == 126:
                length, start = int.from_bytes(self.buffer[2:4], "big"), 8
            if len(self.buffer) < start + length:
                return
            self.hear(bytes(self.buffer[start : start + length]))
            del self.buffer[: start + length]

    def upgrade(self, head: bytes) -> None:
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        accept = base64.b64encode(hashlib.sha1(lines[b"Sec-WebSocket-Key"] + GUID).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self.room = rooms.setdefault(head.split(b" ", 2)[1], set())
        self.room.add(self)
        # An empty state and an empty answer: this one is up to date.
        self.transport.write(b"\x82\x04\x00\x00\x01\x00" + b"\x82\x05\x00\x01\x02\x00\x00")

    def hear(self, payload: bytes) -> None:
        if payload[:2] != b"\x00\x02" or self.room is None:
            return
        size = len(payload)
        head = bytes((0x82, size)) if size < 126 else b"\x82\x7e" + size.to_bytes(2, "big")
        for peer in self.room:
            if peer is not self:
                peer.transport.write(head + payload)


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Peer, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
