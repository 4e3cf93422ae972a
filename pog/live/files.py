"""Built assets, from memory and compressed once.

A hall that opens its phones asks for them a thousand times in a minute, and they never change
under the same name.
"""

import gzip
from pathlib import Path
from typing import Any

PREFIX = "/static/dist/"
TYPES = {
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
}


class Files:
    """Files of static/dist by their name, read once each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[bytes, bytes]] = {}

    async def answer(self, scope: dict[str, Any], send: Any) -> bool:
        """Send the file; False when it is not one of ours, so that Flask answers."""
        path = str(scope["path"])
        if not path.startswith(PREFIX) or scope["method"] != "GET":
            return False
        name = path.removeprefix(PREFIX)
        kind = TYPES.get(Path(name).suffix)
        found = None if kind is None or "/" in name or "\\" in name else self._read(name)
        if found is None or kind is None:
            return False
        accepted = next((v for k, v in scope["headers"] if k == b"accept-encoding"), b"")
        plain, packed = found
        body = packed if b"gzip" in accepted else plain
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        ]
        if body is packed:
            headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
        return True

    def _read(self, name: str) -> tuple[bytes, bytes] | None:
        if name not in self._known:
            try:
                plain = (self._folder / name).read_bytes()
            except OSError:
                return None
            self._known[name] = (plain, gzip.compress(plain, 9, mtime=0))
        return self._known[name]
