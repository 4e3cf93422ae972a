"""Finding people and their sign-ins."""

import hashlib

from sqlalchemy import bindparam, select

from pog.accounts.models import Person, SignIn
from pog.core.database import db

_BY_TOKEN = select(SignIn).where(SignIn.token_hash == bindparam("token_hash"))
"""Asked by every request and every stream, so it is built once."""


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def person_by_email(email: str) -> Person | None:
    """The person with this address; upper and lower case are the same."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def open_sign_in(token: str) -> SignIn | None:
    """The browser this token belongs to, unless it ended or expired."""
    found = db.session.scalar(_BY_TOKEN, {"token_hash": hash_token(token)})
    return found if found is not None and found.is_open() else None
