"""What people type reaches those who only read, many texts at once and none held up by another."""

import shutil
import sqlite3
import uuid
from contextlib import closing
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from pog.coediting.documents import Document
from pog.coediting.models import TextUpdate
from pog.coediting.queries import not_shown
from pog.coediting.services import log, open_text
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.live.room import Room
from pog.live.tending import Tending, pause_after
from pog.profiles.models import Attribute
from tests.factories import make_attribute
from tests.watching import statements_of

FIRST = "Says what they mean."


@pytest.fixture
def tending(app):
    rooms: dict[uuid.UUID, Room] = {}
    return Tending(SimpleNamespace(app=app), rooms)


@pytest.fixture
def texts(app, cast, work):
    """Make so many texts in which something was typed."""

    def make(count: int) -> list[uuid.UUID]:
        with work():
            keys = [
                make_attribute(cast.profile, f"Attribute {uuid.uuid4()}").id for _ in range(count)
            ]
        for key in keys:
            type_into(app, key)
        return sorted(keys)

    return make


def type_into(app, key) -> None:
    with app.app_context(), unit_of_work():
        open_text(db.session.get_one(Attribute, key))
        document = Document(log().read(key)[1])
        made = document.replace(f"New: {FIRST}")
        standing = log().lock(key)
        log().append(standing, [made])


def said_by(app, keys) -> list[str]:
    with app.app_context():
        return [db.session.get_one(Attribute, key).statement for key in keys]


def test_many_texts_are_shown_by_as_few_statements_as_one(app, tending, texts):
    def asked(count: int) -> int:
        keys = texts(count)
        with app.app_context():
            assert sorted(not_shown()) == keys
            made = [tending._make(key, None) for key in keys]
        with statements_of(app) as found:
            tending._show(made)
        assert said_by(app, keys) == [f"New: {FIRST}"] * count
        with app.app_context():
            assert not not_shown()
        return len(found)

    assert asked(1) == asked(12)


def test_what_an_open_room_says_is_not_read_again(app, tending, texts):
    (key,) = texts(1)
    with statements_of(app) as found:
        words = tending._make(key, (2, "As said. "))
    assert not found
    assert (words.number, words.text, words.html) == (2, "As said.", "<p>As said.</p>")


def test_one_bad_text_keeps_no_other_from_its_readers(app, tending, texts, work):
    keys = texts(3)
    with work():
        db.session.execute(
            sa.update(TextUpdate)
            .where(TextUpdate.attribute_id == keys[1])
            .values(content=b"\x01\x02\x03")
        )
    tending._show_all(keys, {})
    assert said_by(app, keys) == [f"New: {FIRST}", FIRST, f"New: {FIRST}"]
    with app.app_context():
        assert list(not_shown()) == [keys[1]]


def test_one_that_cannot_be_kept_is_found_among_many(app, tending, texts, monkeypatch):
    keys = texts(3)
    keep = tending._keep

    def fail_with(made):
        if any(words.attribute_id == keys[1] for words in made):
            raise RuntimeError("This one.")
        keep(made)

    monkeypatch.setattr(tending, "_keep", fail_with)
    tending._show_all(keys, {})
    assert said_by(app, keys) == [f"New: {FIRST}", FIRST, f"New: {FIRST}"]


def test_words_that_are_older_than_those_shown_change_nothing(app, tending, texts):
    (key,) = texts(1)
    tending._show_all([key], {})
    tending._show_all([key], {key: (2, "Other words under a number that is shown.")})
    assert said_by(app, [key]) == [f"New: {FIRST}"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_log_of_sqlite_is_brought_into_the_file(app, tending, texts, tmp_path):
    """The thread that stores what is typed never does it."""
    (key,) = texts(1)
    tending._make_log_short()
    with app.app_context():
        copy = shutil.copy(str(db.engine.url.database), tmp_path / "without its log")
    with closing(sqlite3.connect(copy)) as connection:
        row = connection.execute(
            "SELECT number FROM coedited_texts WHERE attribute_id = ?", (key.hex,)
        ).fetchone()
    assert row == (2,)


@pytest.mark.parametrize(("worked", "pause"), [(0.0, 1.5), (0.02, 1.5), (0.06, 3.0), (10.0, 6.0)])
def test_rounds_that_take_long_come_less_often(worked: float, pause: float) -> None:
    """Who types waits for them."""
    assert pause_after(worked) == pytest.approx(pause)
