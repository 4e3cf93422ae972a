"""A region and a fact of the tests' own, so that they need no page of any feature."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from pog.core.database import db
from pog.core.work import publish, unit_of_work
from pog.live import registry
from pog.live.registry import Changes, Region
from pog.profiles.models import Profile
from tests.cast import Cast
from tests.live.renaming import Renamed
from tests.live.streaming import Server, cookie_of, running

TITLE = """<div id="region-title" data-announce="{{ _("Reload") }}"><h2>{{ profile.title }}</h2>
<p>{{ _("Language") }}</p></div>"""
LONG = '<div id="region-long">{{ profile.title }} {{ "x" * 50000 }}</div>'


def profile_of(profile_id: uuid.UUID, *_key: uuid.UUID):
    return {"profile": db.session.get_one(Profile, profile_id)}


def broken(profile_id: uuid.UUID):
    raise ZeroDivisionError


def on_renamed(event: Renamed) -> Changes:
    return {f"profile:{event.profile_id}": event.names}


@pytest.fixture(autouse=True)
def test_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    regions = (
        Region("title", "profile", "test/title.html", profile_of),
        Region("long", "profile", "test/long.html", profile_of),
        Region("broken", "profile", "test/title.html", broken),
        Region("one-{id}", "profile", "test/one.html", lambda profile, key: {"key": key}),
        Region("gone", "profile", "test/title.html", lambda profile: None),
    )
    for region in regions:
        monkeypatch.setitem(registry._known, (region.topic_kind, region.name), region)
    monkeypatch.setitem(registry.FACTS, Renamed, on_renamed)


TEMPLATES = {
    "test/title.html": TITLE,
    "test/long.html": LONG,
    "test/one.html": '<div id="region-one-{{ key }}">one</div>',
}


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application, with the templates of the tests' own regions."""
    both = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])
    monkeypatch.setattr(app, "jinja_loader", both)
    return app


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    with running(app) as found:
        yield found


@pytest.fixture
def topic(cast: Cast) -> str:
    return f"profile:{cast.profile.id}"


@pytest.fixture
def ana_cookie(as_person, cast: Cast) -> str:
    return cookie_of(as_person(cast.ana))


@pytest.fixture
def rename(app: Flask, cast: Cast) -> Callable[..., None]:
    """Change the profile's title in a unit of work of its own, from whatever thread."""

    def change(title: str, *names: str) -> None:
        with app.app_context(), unit_of_work():
            db.session.get_one(Profile, cast.profile.id).title = title
            publish(Renamed(profile_id=cast.profile.id, names=names or ("title",)))

    return change
