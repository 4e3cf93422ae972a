"""Who may listen to a stream: plain functions, called in threads, that ask the database."""

import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from pog.accounts.models import SignIn
from pog.core.clock import now
from pog.core.database import db
from pog.core.i18n import get_locale
from pog.core.identity import Actor
from pog.live.permissions import may_listen
from pog.web.doors import actor

Scope = dict[str, Any]  # Any: ASGI's own loose mapping


@dataclass(frozen=True, slots=True)
class Listener:
    """Whoever opened a stream, and what it is about."""

    person_id: uuid.UUID | None
    sign_in_id: uuid.UUID | None
    is_operator: bool
    language: str
    topics: tuple[str, ...]


def admit(app: Flask, scope: Scope, topics: Sequence[str]) -> Listener | None:
    """Let in those who may see the page: the same cookie, sign-in and permissions."""
    with app.request_context(environment(app, scope)):
        who = actor()
        if not may_listen(who, topics):
            return None
        return Listener(
            person_id=who.person_id,
            sign_in_id=who.sign_in_id,
            is_operator=who.is_operator,
            language=str(get_locale()),
            topics=tuple(topics),
        )


def environment(app: Flask, scope: Scope) -> dict[str, Any]:
    """The request as Flask sees it, without a body; behind our proxies as behind none."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"],
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(),
    }
    for name, value in scope["headers"]:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        # HTTP/2 may send the cookie in pieces.
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    return environ


def still_open(app: Flask, sign_ins: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these sign-ins that have not ended."""
    with app.app_context():
        rows = db.session.scalars(
            select(SignIn.id).where(
                SignIn.id.in_(list(sign_ins)), SignIn.ended_at.is_(None), SignIn.expires_at > now()
            )
        )
        return set(rows)


def still_allowed(app: Flask, listeners: Sequence[Listener]) -> list[bool]:
    """For each of them, whether they may go on listening."""
    with app.app_context():
        return [
            may_listen(
                Actor(
                    person_id=listener.person_id,
                    sign_in_id=listener.sign_in_id,
                    is_operator=listener.is_operator,
                ),
                listener.topics,
            )
            for listener in listeners
        ]
