"""Where the built stylesheet and script are: names with a hash, so that browsers may keep them."""

import json
from pathlib import Path

from flask import current_app, url_for

_read: dict[Path, tuple[int, dict[str, str]]] = {}


def asset(name: str) -> str | None:
    """The address of a built file such as "main.js"; None on a checkout that was never built."""
    built = built_file(name)
    return None if built is None else url_for("static", filename=built)


def built_file(name: str) -> str | None:
    """The path below static/ of a built file, or None."""
    static = current_app.static_folder
    if static is None:
        return None
    built = _manifest(Path(static) / "dist" / "manifest.json").get(name)
    return None if built is None else f"dist/{built}"


def has_hash(path: str) -> bool:
    """Whether this static path names its content, so that it can be kept for ever."""
    return path.startswith("dist/")


def _manifest(path: Path) -> dict[str, str]:
    try:
        written = path.stat().st_mtime_ns
    except OSError:
        return {}
    known = _read.get(path)
    if known is None or known[0] != written:
        known = (written, dict(json.loads(path.read_text(encoding="utf-8"))["files"]))
        _read[path] = known
    return known[1]
