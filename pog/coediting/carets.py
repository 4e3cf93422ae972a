"""Names and carets of those who type: read from their editors, never trusted, written for others.

The protocol is y-protocols' awareness: for each client a clock and a state in JSON; null when it
has left.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pog.coediting.messages import Malformed, Reader, number, sized
from pog.coediting.updates import ROOT

STATE_LIMIT = 1_024


@dataclass(frozen=True, slots=True)
class Caret:
    """What one client says of itself."""

    client: int
    clock: int
    state: bytes | None
    """JSON; None when it has left."""


def read_caret(body: bytes, name: str, tone: int, mine: int | None) -> Caret | None:
    """The sender's own state with the name we know them by; nothing when there is none.

    `mine` is the client the connection has spoken for before: it does not speak for others.
    """
    if len(body) > 4 * STATE_LIMIT:
        raise Malformed
    reader = Reader(body)
    for _ in range(reader.number()):
        client, clock, text = reader.number(), reader.number(), reader.text()
        if mine is None or client == mine:
            return Caret(client, clock, _stamped(text, name, tone))
    return None


def _stamped(text: str, name: str, tone: int) -> bytes | None:
    if len(text) > STATE_LIMIT:
        raise Malformed
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(state, dict):
        return None
    made = json.dumps(
        {"user": {"name": name, "tone": tone}, "caret": _caret(state.get("caret"))},
        ensure_ascii=False,
    ).encode()
    if len(made) > STATE_LIMIT:
        raise Malformed
    return made


def _caret(sent: Any) -> dict[str, Any] | None:  # Any: JSON, whatever it is
    """Both ends of it; nothing when one of them is no place in a text.

    The editors of everybody else take it as it is, and would stop at anything else.
    """
    if not isinstance(sent, dict):
        return None
    ends = {end: sent.get(end) for end in ("anchor", "head")}
    return ends if all(map(_is_place, ends.values())) else None


def _is_place(sent: Any) -> bool:
    return (
        isinstance(sent, dict)
        and sent.keys() <= {"type", "tname", "item", "assoc"}
        and sent.get("tname") in (None, ROOT)
        and (sent.get("assoc") is None or _is_number(sent["assoc"], -1))
        and all(sent.get(key) is None or _is_id(sent[key]) for key in ("type", "item"))
    )


def _is_id(sent: Any) -> bool:
    return (
        isinstance(sent, dict)
        and sent.keys() == {"client", "clock"}
        and all(_is_number(one, 0) for one in sent.values())
    )


def _is_number(sent: Any, least: int) -> bool:
    return isinstance(sent, int) and not isinstance(sent, bool) and least <= sent < 2**53


def write_carets(carets: list[Caret]) -> bytes:
    pieces = [number(len(carets))]
    for caret in carets:
        pieces += [number(caret.client), number(caret.clock), sized(caret.state or b"null")]
    return b"".join(pieces)


def read_carets(body: bytes) -> list[Caret]:
    """What another process wrote."""
    reader, found = Reader(body), []
    for _ in range(reader.number()):
        client, clock, state = reader.number(), reader.number(), reader.bytes()
        found.append(Caret(client, clock, None if state == b"null" else state))
    return found


Source = Callable[[uuid.UUID], bytes | None]
_sources: list[Source] = []


def add_carets(source: Source) -> None:
    """Register who knows the carets of this process's open editors."""
    _sources.append(source)


def remove_carets(source: Source) -> None:
    if source in _sources:
        _sources.remove(source)


def carets_here(attribute_id: uuid.UUID) -> list[bytes]:
    """Everybody who types in it at this process; asked from any thread."""
    found = [source(attribute_id) for source in tuple(_sources)]
    return [carets for carets in found if carets is not None]


def writing_here(attribute_id: uuid.UUID) -> int:
    """How many stand in its text now, as far as this process knows."""
    carets = [caret for body in carets_here(attribute_id) for caret in read_carets(body)]
    return sum(1 for caret in carets if caret.state and json.loads(caret.state)["caret"])
