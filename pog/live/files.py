"""Built assets, from memory and compressed once.

A hall that opens its phones asks for them a thousand times in a minute, and they never change
under the same name.
"""

import asyncio
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli

PREFIX = "/static/dist/"
TYPES = {
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file, as it is and as browsers take it."""

    plain: bytes
    packed: dict[bytes, bytes]
    """By what `Accept-Encoding` calls it, the smallest first."""

    def for_whom(self, accepted: bytes) -> tuple[bytes, bytes | None]:
        """The body and its encoding for what a browser says it accepts."""
        for encoding, body in self.packed.items():
            if encoding in accepted:
                return body, encoding
        return self.plain, None


class Files:
    """Files of static/dist by their name, read once each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, asyncio.Future[Asset | None]] = {}

    async def answer(self, scope: dict[str, Any], send: Any) -> bool:
        """Send the file; False when it is not one of ours, so that Flask answers."""
        path = str(scope["path"])
        if not path.startswith(PREFIX) or scope["method"] != "GET":
            return False
        name = path.removeprefix(PREFIX)
        kind = TYPES.get(Path(name).suffix)
        found = None if kind is None or "/" in name or "\\" in name else await self._read(name)
        if found is None or kind is None:
            return False
        accepted = next((v for k, v in scope["headers"] if k == b"accept-encoding"), b"")
        body, encoding = found.for_whom(accepted)
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        ]
        if encoding is not None:
            headers.append((b"content-encoding", encoding))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
        return True

    async def _read(self, name: str) -> Asset | None:
        """Packing as tightly as it goes takes a tenth of a second: once, and beside the loop."""
        reading = self._known.get(name)
        if reading is None:
            reading = self._known[name] = asyncio.ensure_future(
                asyncio.to_thread(pack, self._folder / name)
            )
        found = await asyncio.shield(reading)
        if found is None:
            self._known.pop(name, None)  # it may be built later
        return found


def pack(path: Path) -> Asset | None:
    """Read and pack a file; None when there is none."""
    try:
        plain = path.read_bytes()
    except OSError:
        return None
    packed = {
        b"br": brotli.compress(plain, quality=11),
        b"gzip": gzip.compress(plain, 9, mtime=0),
    }
    return Asset(plain, packed)
