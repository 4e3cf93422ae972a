"""Signing up, in and out; seats for guests come with a sign-in without a person."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from pog.accounts.models import Person, SignIn
from pog.accounts.queries import hash_token, person_by_email
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l

SHORTEST_PASSWORD = 12
# OWASP's minimum for argon2id: 0.03 s here, while the library's default takes 0.16 s
# under the write lock of a sign-in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_UNKNOWN = _hasher.hash("nobody has this password")


def create_person(*, email: str, name: str, password: str | None, language: str = "en") -> Person:
    """Create an account. Addresses are unique, whatever their case."""
    if password is not None:
        check_password_strength(password, email, name)
    if person_by_email(email) is not None:
        raise Conflict(_l("There is already an account with this e-mail address."), field="email")
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=None if password is None else _hasher.hash(password),
        language=language,
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:
        raise Conflict(
            _l("There is already an account with this e-mail address."), field="email"
        ) from error
    return person


def check_password_strength(password: str, email: str, name: str) -> None:
    """Long enough and not made of who they are; no rules about kinds of characters."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(_l("Use at least 12 characters for the password."), field="password")
    plain = password.lower()
    for word in (email.split("@", maxsplit=1)[0].lower(), name.lower(), "password", "graduate"):
        if len(word) > 3 and plain.replace(word, "").strip("0123456789!.-_ ") == "":
            raise Refusal(_l("This password is too easy to guess."), field="password")


def check_credentials(email: str, password: str) -> Person:
    """The person with this address and password. The refusal does not say which was wrong."""
    person = person_by_email(email)
    stored = person.password_hash if person is not None else None
    try:
        # The same work for unknown addresses, so that time tells nothing.
        _hasher.verify(stored or _UNKNOWN, password)
    except (VerificationError, InvalidHashError):
        person = None
    if person is None or stored is None:
        raise Refusal(_l("This e-mail address and password do not belong together."))
    return person


def set_password(person: Person, password: str) -> None:
    """Change the password and sign every browser out."""
    check_password_strength(password, person.email, person.name)
    person.password_hash = _hasher.hash(password)
    end_all_sign_ins(person)
    db.session.flush()


def start_sign_in(person: Person | None, token: str | None = None) -> tuple[SignIn, str]:
    """A new sign-in and the token its browser keeps; no person makes it a guest's."""
    token = token or secrets.token_urlsafe(32)
    sign_in = SignIn(token_hash=hash_token(token), person=person)
    db.session.add(sign_in)
    db.session.flush()
    return sign_in, token


def end_sign_in(sign_in: SignIn) -> None:
    sign_in.ended_at = now()
    db.session.flush()


def end_all_sign_ins(person: Person) -> None:
    """Sign the person out of every browser."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=now())
    )
