"""From the bytes of a stranger to JSON that is safe to walk through."""

import json
import math
import re
from typing import Any, Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.remarks import Remark

MEGABYTE: Final = 1024 * 1024
SIZE_LIMIT: Final = 20 * MEGABYTE
DEPTH_LIMIT: Final = 100

# A string, closed or not, or a bracket: one pass, however hostile the bytes are.
_BRACKETS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_UNSTORABLE: Final = re.compile("[\ud800-\udfff]|\x00")
_SIGNATURES: Final = (
    (b"PK\x03\x04", "XLSX / DOCX / ZIP"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS / DOC"),
    (b"\x1f\x8b", "GZIP"),
    (b"<", "XML / HTML"),
)


def load(source: bytes | JsonObject, size_limit: int, remarks: list[Remark]) -> Any:  # JSON
    """The JSON of a file without nulls and without characters that cannot be stored."""
    if isinstance(source, bytes):
        check_size(len(source), size_limit)
        found = _parse(_decode(source), remarks)
    else:
        if _depth(source) > DEPTH_LIMIT:
            raise _too_deep()
        found = source
    return _Cleaner(remarks).clean(found)


def read_json(source: bytes, size_limit: int) -> Any:  # JSON
    """The JSON of a file as it is, once its size and depth are known to be sound."""
    check_size(len(source), size_limit)
    return _parse(_decode(source), [])


def check_size(size: int, size_limit: int) -> None:
    if size > size_limit:
        raise Unreadable(
            _(
                "This file has %(size)s MB. The largest that can be read is %(limit)s MB.",
                size=f"{size / MEGABYTE:.1f}",
                limit=f"{size_limit / MEGABYTE:g}",
            )
        )


def _too_deep() -> Unreadable:
    return Unreadable(
        _(
            "This file nests more than %(limit)s levels deep, which no CASE file does.",
            limit=DEPTH_LIMIT,
        )
    )


def _decode(source: bytes) -> str:
    if not source.strip():
        raise Unreadable(_("This file is empty."))
    for signature, name in _SIGNATURES:
        if source.lstrip().startswith(signature):
            raise Unreadable(
                _("This is not a JSON file; it looks like %(name)s. Choose a CASE file.", name=name)
            )
    if json.detect_encoding(source) not in ("utf-8", "utf-8-sig"):
        raise Unreadable(_("This file is not written in UTF-8. Save it as UTF-8 and try again."))
    _check_depth(source)
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _(
                "This file is not written in UTF-8: byte %(place)s cannot be read. "
                "Save it as UTF-8 and try again.",
                place=error.start + 1,
            )
        ) from error


def _check_depth(source: bytes) -> None:
    depth = 0
    for match in _BRACKETS.finditer(source):
        first = match[0][:1]
        if first in b"[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                raise _too_deep()
        elif first in b"]}":
            depth -= 1


def _parse(text: str, remarks: list[Remark]) -> Any:  # JSON
    def once(pairs: list[tuple[str, Any]]) -> JsonObject:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _value in pairs]
            twice = sorted({name for name in names if names.count(name) > 1})
            remarks.append(
                Remark("$", _("“%(names)s” stands twice in one object; the last one counts.",
                              names=", ".join(twice[:5])))
            )  # fmt: skip
        return found

    def refuse_constant(name: str) -> None:
        raise Unreadable(_("This file is not JSON: it holds the value %(name)s.", name=name))

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # a number with thousands of digits
        raise Unreadable(_("This file holds a number that is too long to be read.")) from error


def _broken(text: str, error: json.JSONDecodeError) -> Unreadable:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return Unreadable(
            _(
                "This file stops in the middle, at line %(line)s, column %(column)s. "
                "It may not have been downloaded completely.",
                line=error.lineno,
                column=error.colno,
            )
        )
    return Unreadable(
        _(
            "This file is not valid JSON: line %(line)s, column %(column)s cannot be read.",
            line=error.lineno,
            column=error.colno,
        )
    )


def _depth(thing: Any) -> int:  # JSON
    """How deep it nests, counted without calling oneself."""
    deepest, open_ = 0, [(thing, 1)]
    while open_:
        here, depth = open_.pop()
        if not isinstance(here, dict | list):
            continue
        deepest = max(deepest, depth)
        if deepest > DEPTH_LIMIT:
            return deepest
        inner = here.values() if isinstance(here, dict) else here
        open_.extend((one, depth + 1) for one in inner)
    return deepest


class _Cleaner:
    """Copies JSON without what means nothing or cannot be stored."""

    def __init__(self, remarks: list[Remark]) -> None:
        self.remarks = remarks

    def clean(self, thing: Any, where: str = "$") -> Any:  # JSON
        if isinstance(thing, dict):
            return {
                self.text(str(key), where): self.clean(value, f"{where}.{key}")
                for key, value in thing.items()
                if self.says_something(value, f"{where}.{key}")
            }
        if isinstance(thing, list | tuple):
            return [
                self.clean(value, f"{where}[{place}]")
                for place, value in enumerate(thing)
                if self.says_something(value, f"{where}[{place}]")
            ]
        return self.text(thing, where) if isinstance(thing, str) else thing

    def says_something(self, value: Any, where: str) -> bool:  # JSON
        if value is None:
            self.remarks.append(Remark(where, _("An empty value (null) was left out.")))
            return False
        if isinstance(value, float) and not math.isfinite(value):
            self.remarks.append(Remark(where, _("A number too large to be kept was left out.")))
            return False
        return True

    def text(self, value: str, where: str) -> str:
        cleaned = _UNSTORABLE.sub("\ufffd", value)
        if cleaned != value:
            self.remarks.append(Remark(where, _("Characters that cannot be stored were replaced.")))
        return cleaned
