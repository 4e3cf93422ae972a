"""Digests nobody can make without the site's secret, for rules that know nothing of the web."""

import hashlib
import hmac
import json
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from pog.core.database import db

_secrets: WeakKeyDictionary[Engine, bytes] = WeakKeyDictionary()


def give_secret(engine: Engine, secret: str) -> None:
    """Tell which secret the site on this database has."""
    _secrets[engine] = secret.encode()


def sealed(*parts: str) -> str:
    """A digest of these parts, in hexadecimal."""
    said = json.dumps(parts).encode()
    return hmac.new(_secrets[db.engine], said, hashlib.sha256).hexdigest()
