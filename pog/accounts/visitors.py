"""The browser that sent a request, as Flask-Login and the doors see it."""

from typing import Any

from flask import Flask, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user

from pog.accounts.models import Person, SignIn
from pog.accounts.queries import open_sign_in
from pog.accounts.services import start_sign_in
from pog.core.identity import Actor
from pog.web.languages import CHOICE
from pog.web.once import own_sign_in_token, signs_in_again

manager = LoginManager()


class Visitor(UserMixin):
    """Somebody whose browser we know: a person or a guest."""

    def __init__(self, sign_in: SignIn, token: str) -> None:
        self.sign_in = sign_in
        self.token = token
        self.actor = Actor(
            person_id=sign_in.person_id,
            sign_in_id=sign_in.id,
            is_operator=bool(sign_in.person and sign_in.person.is_operator),
        )

    @property
    def person(self) -> Person | None:
        return self.sign_in.person

    def get_id(self) -> str:
        return self.token


class Stranger(AnonymousUserMixin):
    """A browser we do not know."""

    person = None
    sign_in = None

    def __init__(self) -> None:
        self.actor = Actor()


@manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login says no types
def load_visitor(token: str) -> Visitor | None:
    sign_in = open_sign_in(token)
    return None if sign_in is None else Visitor(sign_in, token)


def let_in(person: Person | None) -> Visitor:
    """Sign this browser in: as a person, or as a guest who keeps seats.

    The cookie is begun anew, so that one planted before signing in is worth nothing;
    the chosen language stays.
    """
    language = session.get(CHOICE)
    session.clear()
    if language is not None:
        session[CHOICE] = language
    sign_in, token = start_sign_in(person, own_sign_in_token())
    return keep_signed_in(Visitor(sign_in, token))


def keep_signed_in(visitor: Visitor) -> Visitor:
    login_user(visitor)
    session.permanent = True
    return visitor


@signs_in_again
def sign_in_again(token: str) -> None:
    """For a browser that never got the answer to the form that signed it in."""
    sign_in = open_sign_in(token)
    if sign_in is not None:
        keep_signed_in(Visitor(sign_in, token))


def ensure_guest() -> Visitor:
    """This browser's sign-in, begun as a guest's when it has none."""
    if isinstance(current_user._get_current_object(), Visitor):
        visitor: Visitor = current_user._get_current_object()
        return visitor
    return let_in(None)


def install(app: Flask) -> None:
    manager.init_app(app)
    manager.anonymous_user = Stranger

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"person": getattr(current_user, "person", None)}
