"""`pog align`: a table of alignments, all of it or nothing."""

import json

import pytest
from click.testing import CliRunner

from pog.alignments.commands import align
from pog.alignments.models import Alignment
from pog.core.database import db
from tests.factories import make_alignment, make_competency, make_framework

HEAD = "attribute,framework,code,relation,reason"


@pytest.fixture
def skills(work):
    with work():
        framework = make_framework("Skills", key="skills", competencies=())
        make_competency(framework, "Listens", code="S.1")
        make_competency(framework, "Writes", code="S.2", position=1)
        make_competency(framework, "Twice", code="S.3", position=2)
        make_competency(framework, "Twice again", code="S.3", position=3)
        return framework


@pytest.fixture
def pog_align(app, cast, tmp_path):
    def run(*lines, more=(), encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        words = [cast.profile.slug, str(path), *more]
        return CliRunner().invoke(align, words, obj=lambda: app)

    return run


def stored(app):
    with app.app_context():
        return sorted((a.competency.name, a.relation) for a in db.session.query(Alignment))


def test_every_row_becomes_an_alignment(app, pog_align, skills):
    result = pog_align(
        HEAD,
        'Clear communication,skills,S.1,Strong overlap,"Both listen, first of all"',
        "",
        "clear COMMUNICATION,skills,S.2,target_broader,",
        more=("--json",),
        encoding="utf-8-sig",
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["added"] == 2
    assert stored(app) == [("Listens", "strong_overlap"), ("Writes", "target_broader")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Flying,skills,S.1,exact,", "Row 3: No attribute is called “Flying”."),
        ("Care for others,nowhere,S.1,exact,", "no framework called “nowhere”"),
        ("Care for others,skills,S.9,exact,", "no competency with the code “S.9”"),
        ("Care for others,skills,,exact,", "no competency with the code “”"),
        ("Care for others,skills,S.3,exact,", "several competencies with the code “S.3”"),
        ("Care for others,skills,S.1,married,", "“married” is not a relation"),
        ("Clear communication,skills,S.1,exact,", "This pair stands in row 2 already."),
        ("Clear communication,skills,S.2,exact," + "x" * 2001, "longer than 2000"),
        ("Care for others", "There is no framework called “”."),
    ],
)
def test_one_bad_row_imports_nothing_and_is_named(app, pog_align, skills, row, sentence):
    result = pog_align(HEAD, "Clear communication,skills,S.1,exact,", row)
    assert result.exit_code == 1
    assert "Nothing was imported." in result.stderr
    assert sentence in result.stderr
    assert "Row 3: " in result.stderr
    assert stored(app) == []


def test_all_bad_rows_are_named_at_once(pog_align, skills):
    result = pog_align(HEAD, "A,skills,S.1,exact,", "B,skills,S.1,exact,", more=("--json",))
    assert result.exit_code == 1
    assert [one["row"] for one in json.loads(result.stdout)["wrong"]] == [2, 3]


def test_what_is_aligned_already_is_said(app, cast, pog_align, skills, attribute, work):
    with work():
        competency = next(c for c in db.session.merge(skills).competencies if c.code == "S.1")
        make_alignment(db.session.merge(attribute), competency)
    result = pog_align(HEAD, "Clear communication,skills,S.1,exact,")
    assert "“Clear communication” is already aligned to “Listens”." in result.stderr
    assert len(stored(app)) == 1


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "This table is empty."),
        (["attribute,framework,relation"], "no column called code"),
        (["just words"], "no column called"),
        ([HEAD, '"open'], "not a CSV table"),
    ],
)
def test_what_is_no_such_table_is_explained(pog_align, skills, lines, sentence):
    result = pog_align(*lines)
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_table_in_another_encoding_is_explained(pog_align):
    result = pog_align(HEAD + ",Größe", encoding="utf-16")
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr


def test_missing_files_and_profiles_are_refused(app, cast, tmp_path):
    run = CliRunner().invoke
    table = tmp_path / "t.csv"
    assert run(align, [cast.profile.slug, str(table)], obj=lambda: app).exit_code == 1
    table.write_text(HEAD)
    result = run(align, ["nobody", str(table)], obj=lambda: app)
    assert (result.exit_code, "no profile “nobody”" in result.stderr) == (1, True)
    assert run(align, [], obj=lambda: app).exit_code == 2


def test_another_organizations_framework_is_unknown(app, cast, pog_align, work):
    with work():
        theirs = make_framework("Theirs", organization_id=cast.hillcrest.id, competencies=())
        make_competency(theirs, "Hidden", code="H")
    result = pog_align(HEAD, f"Care for others,{theirs.key},H,exact,")
    assert result.exit_code == 1
    assert "Hidden" not in result.stderr
