"""Identifiers that come out the same every time."""

import hashlib
import json
import uuid
from typing import Any, Final

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://purl.org/pog/case")


def mint(namespace: uuid.UUID, *parts: str | int | uuid.UUID) -> uuid.UUID:
    """The version 5 UUID of these parts; ("ab", "c") and ("a", "bc") differ."""
    return uuid.uuid5(namespace, json.dumps([str(part) for part in parts], ensure_ascii=True))


def canonical_json(thing: Any) -> str:  # anything JSON can say
    """The one way to write this: sorted keys, no spaces, no NaN."""
    return json.dumps(
        thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def fingerprint(thing: Any) -> str:  # anything JSON can say
    """Short, and different for different things."""
    return hashlib.sha256(canonical_json(thing).encode()).hexdigest()[:16]
