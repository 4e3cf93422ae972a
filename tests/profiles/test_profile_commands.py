import json

import pytest
from click.testing import CliRunner

from pog.profiles.commands import profile


@pytest.fixture
def run(app, cast):
    return lambda *words: CliRunner().invoke(profile, list(words), obj=lambda: app)


def test_profiles_are_listed(cast, run):
    assert cast.profile.title in run("list").output
    (row,) = json.loads(run("list", "--json").output)
    assert row["id"] == str(cast.profile.id)
    assert row["attributes"] == 3


@pytest.mark.parametrize("by", ["id", "slug"])
def test_one_is_shown(cast, run, by):
    name = str(getattr(cast.profile, by))
    assert "1. Clear communication" in run("show", name).output
    shown = json.loads(run("show", name, "--json").output)
    assert [a["name"] for a in shown["groupings"][0]["attributes"]] == [
        "Clear communication",
        "Sound judgement",
        "Care for others",
    ]


def test_one_that_is_not_there_is_a_sentence(run):
    outcome = run("show", "nothing")
    assert outcome.exit_code == 1
    assert "There is no profile “nothing”." in outcome.stderr
    assert outcome.stdout == ""
