"""Doors: every route says who may pass. One that says nothing is closed."""

import functools
import re
import uuid
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Select, bindparam, inspect, select
from werkzeug.wrappers import Response

from pog.core.database import db
from pog.core.errors import Forbidden, NotFound
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.permissions import Along, Permission

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])  # Any: a view takes its own URL parameters

NOT_HERE = _l("There is nothing at this address, or it is not shared with you.")
NOT_ALLOWED = _l("You can see this, but changing it is for others.")


def actor() -> Actor:
    """Whoever sent the request."""
    found = getattr(current_user, "actor", None)
    return found if isinstance(found, Actor) else Actor()


def needs(
    permission: Permission, *, else_hidden_without: Permission | None = None
) -> Callable[[View], View]:
    """Open to those the permission allows, on the thing the URL names.

    The parameter `<kind>_id` becomes the argument `<kind>`. Without the permission it is 404,
    unless `else_hidden_without` lets them see the thing: then 403.
    """
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", permission.kind.__name__).lower()

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(**parameters: Any) -> Any:
            # What comes along stays known to the session as long as it is held here.
            thing, *_along = find_along(
                permission.kind, parameters.pop(f"{name}_id"), permission.along
            )
            who = actor()
            if not permission.allows(who, thing):
                if else_hidden_without is not None and else_hidden_without.allows(who, thing):
                    raise Forbidden(NOT_ALLOWED)
                raise NotFound(NOT_HERE)
            return view(**{name: thing}, **parameters)

        guarded.passes = f"needs {permission.name}"  # type: ignore[attr-defined]  # read below
        return guarded  # type: ignore[return-value]  # same promise, one argument exchanged

    return wrap


def find(kind: type[T], key: uuid.UUID | str) -> T:
    """The row of this kind with this key, or 404."""
    thing: T = find_along(kind, key, ())[0]
    return thing


def find_along(kind: type[Any], key: uuid.UUID | str, along: Along) -> tuple[Any, ...]:
    """The same with what belongs along; where the session knows a row it asks for it no more.

    Not as loader options: these come back with every refresh, where PostgreSQL locks no row of an
    outer join.
    """
    found = db.session.execute(_by_key(cast("Hashable", kind), along), {"key": key}).first()
    if found is None:
        raise NotFound(NOT_HERE)
    return tuple(found)


@functools.cache
def _by_key(kind: Any, along: Along) -> Select[Any]:
    # Every request with a thing in its address asks this. Built once it costs two thirds.
    (column,) = inspect(kind).primary_key
    statement: Select[Any] = select(kind, *(one.property.mapper.class_ for one in along))
    for one in along:
        statement = statement.outerjoin(one)
    return statement.where(column == bindparam("key"))


def public(view: View) -> View:
    """Open to everybody, on purpose."""
    view.passes = "public"  # type: ignore[attr-defined]  # read below
    return view


def signed_in(view: View) -> View:
    """Open to everybody with an account; others are asked to sign in first."""

    @functools.wraps(view)
    def guarded(**parameters: Any) -> Any:
        if not actor().is_signed_in:
            return ask_to_sign_in()
        return view(**parameters)

    guarded.passes = "signed in"  # type: ignore[attr-defined]  # read below
    return guarded  # type: ignore[return-value]  # same signature


def ask_to_sign_in() -> Response:
    g.asked_to_sign_in = True  # so nothing was done
    after = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", after=after), 303)


def close_undeclared_routes(app: Flask) -> None:
    """A route without a declaration does not exist for anybody."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.endpoint == "static":
            return
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "passes"):
            abort(404)
