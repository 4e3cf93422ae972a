import json
import uuid

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pog.core.database import db
from pog.library.commands import clone, library
from pog.profiles.models import Profile


@pytest.fixture
def run(app, cast, library):
    return lambda command, *words: CliRunner().invoke(command, list(words), obj=lambda: app)


# The command has the name of the fixture.
commands = library


def test_entries_are_listed_and_shown(run):
    assert "us-wy" in run(commands, "list").output
    assert "(reference only)" in run(commands, "list").output
    rows = json.loads(run(commands, "list", "--json").output)
    assert {row["id"]: row["attributes"] for row in rows} == {"us-sc": 3, "us-va": 3, "us-wy": 1}
    assert "3. Integrity" in run(commands, "show", "us-sc").output
    shown = json.loads(run(commands, "show", "us-sc", "--json").output)
    assert shown["sources"] == ["https://example.org/source"]
    outcome = run(commands, "show", "nothing")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "The library has no “nothing”." in outcome.stderr


def test_cloning_prints_the_new_identifier(app, cast, run):
    outcome = run(clone, "us-sc", "--org", cast.riverbend.slug)
    made = uuid.UUID(outcome.output.strip())
    with app.app_context():
        assert db.session.get(Profile, made).title == "Profile of a Riverbend Graduate"
    as_json = run(clone, "us-va", "--org", cast.riverbend.slug, "--json", "--title", "Ours")
    assert json.loads(as_json.output)["title"] == "Ours"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("us-wy", "--org", "{slug}"), "is only a reference"),
        (("nothing", "--org", "{slug}"), "The library has no"),
        (("us-sc", "--org", "nowhere"), "There is no organization “nowhere”."),
    ],
)
def test_refusals_are_one_sentence_and_change_nothing(app, cast, run, words, sentence):
    outcome = run(clone, *(word.format(slug=cast.riverbend.slug) for word in words))
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert sentence in outcome.stderr
    with app.app_context():
        assert len(db.session.scalars(select(Profile)).all()) == 1
