"""Whose name stands beside a change to a profile."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from pog.accounts.models import Person
from pog.core.database import db
from pog.core.errors import Forbidden
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.profiles.models import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote something: a person, a seat in a convening, or both, and what pages call them."""

    name: str
    person_id: uuid.UUID | None = None
    participant_id: uuid.UUID | None = None


THE_SYSTEM = Author(name="pog")

AuthorFinder = Callable[[Actor, Profile], Author | None]
_finders: list[AuthorFinder] = []


def finds_authors(finder: AuthorFinder) -> AuthorFinder:
    """Register who knows by which name an actor writes in a profile (a seat, for one)."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def author_of(actor: Actor, profile: Profile) -> Author:
    """The name an actor writes by: what a finder says, else the name of their account."""
    if actor.is_system:
        return THE_SYSTEM
    for finder in _finders:
        found = finder(actor, profile)
        if found is not None:
            return found
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise Forbidden(_l("Sign in or join before you change something."))
    return Author(name=person.name, person_id=person.id)
