"""The real server, and people who type at it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.cast import Cast
from tests.coediting.typing_people import Typing
from tests.live.streaming import Server, cookie_of, running


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    with running(app) as found:
        yield found


@pytest.fixture
def attribute(app: Flask, cast: Cast) -> Attribute:
    """Says what they mean."""
    with app.app_context():
        found = db.session.scalars(
            select(Attribute)
            .where(Attribute.profile_id == cast.profile.id)
            .order_by(Attribute.position)
        ).first()
        db.session.expunge_all()
        assert found is not None
        return found


@pytest.fixture
def typing(server: Server, attribute: Attribute, as_person) -> Iterator[Callable[..., Typing]]:
    """Open an editor as somebody: `typing(cast.ana)`."""
    opened: list[Typing] = []

    def start(person=None, *, sign_in: str | None = None, **options) -> Typing:
        cookie = sign_in or cookie_of(as_person(person))
        one = Typing(server.url, attribute.id, cookie, **options)
        opened.append(one)
        return one.open()

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def stored(app: Flask) -> Callable[..., Attribute]:
    """The attribute as it is in the database now."""

    def read(attribute_id) -> Attribute:
        with app.app_context():
            found = db.session.get_one(Attribute, attribute_id)
            _ = found.revisions
            db.session.expunge_all()
            return found

    return read
