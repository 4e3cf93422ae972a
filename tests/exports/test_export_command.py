"""`pog export`: profiles and frameworks from the terminal."""

import json

import openpyxl
import pytest
from click.testing import CliRunner

from pog.exports.commands import export
from pog.standards.case.checking import findings
from tests.factories import make_framework


@pytest.fixture
def pog_export(app, tmp_path):
    def run(name, *more, kind="case-1.1", to="out"):
        words = [str(name), "--format", kind, "-o", str(tmp_path / to), *more]
        return CliRunner().invoke(export, words, obj=lambda: app)

    return run


@pytest.mark.parametrize("by", ["id", "slug"])
def test_a_profile_is_written(pog_export, rich, tmp_path, by):
    result = pog_export(getattr(rich, by), "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert {loss["code"] for loss in report["losses"]} == {"names_only", "no_record"}
    document = json.loads((tmp_path / "out").read_text())
    assert findings(document) == []
    assert report["bytes"] == len((tmp_path / "out").read_bytes())


def test_a_workbook_is_written(pog_export, rich, tmp_path):
    assert pog_export(rich.slug, kind="xlsx", to="out.xlsx").exit_code == 0
    assert "Revisions" in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames


def test_an_edition_is_the_public_file(pog_export, client, rich, edition, tmp_path):
    assert pog_export(rich.slug, "--edition", "1").exit_code == 0
    public = client.get(f"/p/{rich.slug}/editions/1/export/case-1.1").data
    assert (tmp_path / "out").read_bytes() == public
    assert pog_export(rich.slug, "--edition", "2").exit_code == 1


@pytest.mark.parametrize("by", ["id", "key"])
def test_a_framework_is_written_by_identifier_or_key(pog_export, work, tmp_path, by):
    with work():
        framework = make_framework("Skills", key="skills")
    assert pog_export(getattr(framework, by)).exit_code == 0
    assert findings(json.loads((tmp_path / "out").read_text())) == []
    assert pog_export(framework.key, kind="case-1.0").exit_code == 0
    assert findings(json.loads((tmp_path / "out").read_text()), "1.0") == []


def test_what_is_not_there_is_one_sentence(pog_export, tmp_path):
    result = pog_export("nothing")
    assert result.exit_code == 1
    assert "no profile or framework “nothing”" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_explained(pog_export, rich):
    result = pog_export(rich.slug, to="no/such/folder/out")
    assert result.exit_code == 1
    assert "could not be written" in result.stderr


def test_wrong_usage_is_two(pog_export, rich):
    assert pog_export(rich.slug, kind="poem").exit_code == 2
