"""`pog suggest` and `pog suggest-eval`."""

import json

import pytest
from click.testing import CliRunner

from pog.matching.commands import suggest, suggest_eval
from tests.factories import make_competency, make_framework

POOL = "id,text\nB.1,Getting facts\nB.2,Lifting loads\n"
PAIRS = "source_id,source_text,target_id\nA.1,Finding facts,B.1\n"


@pytest.fixture
def skills(work):
    with work():
        framework = make_framework("Skills", key="skills", competencies=())
        make_competency(framework, "Speaking and listening clearly", code="S.1")
        make_competency(framework, "Welding", code="S.2", position=1)
        return framework


@pytest.fixture
def run(app):
    return lambda command, *words: CliRunner().invoke(
        command, [str(word) for word in words], obj=lambda: app
    )


def test_every_attribute_of_a_profile_gets_its_suggestions(run, cast, skills):
    result = run(suggest, cast.profile.slug, "--framework", "skills", "-k", 3, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["framework"] == str(skills.id)
    by_name = {one["name"]: one for one in document["suggestions"]}
    assert set(by_name) == {"Clear communication", "Sound judgement", "Care for others"}
    best = by_name["Clear communication"]["matches"][0]
    assert (best["rank"], best["name"], by_name["Clear communication"]["no_good_match"]) == (
        1,
        "Speaking and listening clearly",
        False,
    )
    assert best["strength"] in ("strong", "fair") and best["reasons"]
    assert by_name["Care for others"]["no_good_match"] is True


def test_a_table_can_be_asked_too(run, app, skills, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("id,name,statement\n7,Welder,Joins metal by welding\n8,Baker,\n")
    result = run(suggest, table, "--framework", skills.id)
    assert result.exit_code == 0, result.output
    assert "Welding" in result.stdout
    assert "No good match." in result.stdout


def test_refusals_are_one_sentence(run, cast, skills, work, tmp_path):
    with work():
        make_framework("Theirs", key="theirs", organization_id=cast.hillcrest.id)
    for words in (
        ("nothing-here", "--framework", "skills"),
        (cast.profile.slug, "--framework", "nowhere"),
        (cast.profile.slug, "--framework", "theirs"),
    ):
        result = run(suggest, *words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.strip().splitlines()) == 1
    assert run(suggest, cast.profile.slug).exit_code == 2
    assert run(suggest_eval, tmp_path / "a", tmp_path / "b").exit_code == 1


def test_an_engine_is_measured(run, app, tmp_path):
    (tmp_path / "pairs.csv").write_text(PAIRS)
    (tmp_path / "pool.csv").write_text(POOL)
    words = (tmp_path / "pairs.csv", tmp_path / "pool.csv")
    document = json.loads(run(suggest_eval, *words, "--json").stdout)
    assert document["engine"] == "combined"
    assert (document["hit@1"], document["hit@5"], document["recall@10"]) == (1.0, 1.0, 1.0)
    assert set(document["calibration"]) == {"error", "bins"}
    plain = run(suggest_eval, *words, "--engine", "lexical")
    assert plain.exit_code == 0
    assert "hit@5" in plain.stdout and "calibration error" in plain.stdout
